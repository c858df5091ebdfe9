/** What fits most windows in which the output of a pipe is read. */
const usualColumns = 100;

/** How wide the answer may be: as the terminal is, else as COLUMNS says. */
export function columnsOf(
  terminal: number | undefined,
  { COLUMNS = '' }: Readonly<Record<string, string | undefined>>,
): number {
  if (terminal !== undefined && terminal > 0) return terminal;
  return /^[1-9]\d*$/.test(COLUMNS) ? Number(COLUMNS) : usualColumns;
}
