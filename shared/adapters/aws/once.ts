/** A read that is made when it is first asked for, and once: whoever asks again, or meanwhile, gets the same answer. */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= read();
    return answer;
  };
}
