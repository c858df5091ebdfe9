import { figures } from '../phrase.ts';

/** Lines that stand or fall together, and how many faults they tell of. */
export interface Block {
  readonly faults: number;
  readonly lines: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** More than this is not read on a phone; what makes it longer comes from outside. */
const longestLine = 2000;

/** Puts sections together under a head within so many bytes, and counts what had to be left out. */
export function withinBytes(limit: number, head: readonly string[], sections: readonly Section[]): string {
  const titles = sections.map(({ title, blocks }) => `${title} (${faultsIn(blocks)})`);
  const start = head.map(clipped).join('\n');
  // Every section keeps its title, and room to say how much of it is missing.
  const reserved = [start, ...titles].reduce((sum, text) => sum + bytesOf(text) + roomToCount, 0);
  let left = limit - reserved;
  const bodies = sections.map(({ blocks }, index) => {
    const taken: string[] = [];
    const missing = blocks.filter(({ lines }) => {
      const text = lines.map(clipped).join('\n');
      left -= bytesOf(text) + 2;
      if (left < 0) return true;
      taken.push(text);
      return false;
    });
    return [titles[index], ...taken, ...leftOut(missing)].join('\n\n');
  });
  return `${[start, ...bodies].join('\n\n')}\n`;
}

const roomToCount = 120;

function leftOut(missing: readonly Block[]): readonly string[] {
  const faults = faultsIn(missing);
  return faults === 0
    ? []
    : [`${figures(faults, 'more')} left out here, to keep this short: midwatch audit shows all.`];
}

function faultsIn(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { faults }) => sum + faults, 0);
}

function clipped(line: string): string {
  const characters = [...line];
  if (characters.length <= longestLine) return line;
  return `${characters.slice(0, longestLine).join('')}… (${characters.length - longestLine} characters left out)`;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
