/** As much of a process as is needed to hear its signals. */
type Signalled = Pick<NodeJS.Process, 'on' | 'off'>;

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Comes with the first signal that ends a process; with the next, the operating system ends it. */
export function interruption(process: Signalled): Promise<void> {
  return new Promise((resolve) => {
    const hear = (): void => {
      for (const signal of signals) process.off(signal, hear);
      resolve();
    };
    for (const signal of signals) process.on(signal, hear);
  });
}
