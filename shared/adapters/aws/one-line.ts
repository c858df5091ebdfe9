/** What a person reads of a reason; a refusal with the names of caller, action, resource and policy fits. */
const longest = 300;

/** Makes one short line of a text from outside: no line breaks, no control or direction marks, no endless lines. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}
