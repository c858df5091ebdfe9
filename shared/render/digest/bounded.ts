/** Lines that stand or fall together, and how many faults they tell of. */
export interface Block {
  readonly faults: number;
  /** What it is about, in a few words. */
  readonly about: string;
  readonly lines: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** More than this is not read on a phone; what makes it longer comes from outside. */
const longestLine = 2000;

/** A section gives way to those before it, but for this part of the whole. */
const leastShare = 0.1;

/** Puts sections together under a head within so many bytes, and counts what had to be left out. */
export function withinBytes(limit: number, head: readonly string[], sections: readonly Section[]): string {
  const start = head.map(clipped).join('\n');
  const prepared = sections.map(({ title, blocks }) => ({
    title: `${title} (${faultsIn(blocks)})`,
    blocks: blocks.map(({ faults, lines }) => ({ faults, text: lines.map(clipped).join('\n') })),
  }));
  // Every section keeps its title, and room to say how much of it is missing.
  const kept = [start, ...prepared.map(({ title }) => title)];
  let left = limit - kept.reduce((sum, text) => sum + bytesOf(text) + roomToCount, 0);
  const shares = prepared.map(({ blocks }) => Math.min(sizeOf(blocks), limit * leastShare));
  const bodies = prepared.map(({ title, blocks }, index) => {
    const owed = shares.slice(index + 1).reduce((sum, share) => sum + share, 0);
    const { taken, missing } = take(blocks, left - owed);
    left -= sizeOf(taken);
    return [title, ...taken.map(({ text }) => text), ...leftOut(missing)].join('\n\n');
  });
  return `${[start, ...bodies].join('\n\n')}\n`;
}

const roomToCount = 120;

type Prepared = Pick<Block, 'faults'> & { readonly text: string };

/** The first blocks that fit, and all that follow them. */
function take(blocks: readonly Prepared[], room: number): { taken: readonly Prepared[]; missing: readonly Prepared[] } {
  let used = 0;
  const first = blocks.findIndex((block) => {
    used += sizeOf([block]);
    return used > room;
  });
  const count = first === -1 ? blocks.length : first;
  return { taken: blocks.slice(0, count), missing: blocks.slice(count) };
}

function leftOut(missing: readonly Pick<Block, 'faults'>[]): readonly string[] {
  const faults = faultsIn(missing);
  return faults === 0 ? [] : [`${faults} more left out here, to keep this short.`];
}

export function faultsIn(blocks: readonly Pick<Block, 'faults'>[]): number {
  return blocks.reduce((sum, { faults }) => sum + faults, 0);
}

function sizeOf(blocks: readonly Prepared[]): number {
  return blocks.reduce((sum, { text }) => sum + bytesOf(text) + 2, 0);
}

function clipped(line: string): string {
  const characters = [...line];
  if (characters.length <= longestLine) return line;
  return `${characters.slice(0, longestLine).join('')}… (${characters.length - longestLine} characters left out)`;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
