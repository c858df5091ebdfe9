import { createInterface } from 'node:readline';
import { openEmbeddedStore } from '#adapters/dynamodb/embedded.ts';
import { concluded, sweepOf } from './store-builders.ts';

/*
 * A process that opens the store of a folder and does as it is told, a line each: `save <night>`, `latest`,
 * `many <count>`, `close`. It answers each with a line.
 */
const [folder = ''] = process.argv.slice(2);

async function answer(line: string): Promise<string> {
  const [word, number = 0] = [line.split(' ')[0], Number(line.split(' ')[1])];
  switch (word) {
    case 'save':
      await store.saveSweep(concluded(sweepOf(number)));
      return 'saved';
    case 'many':
      await Promise.all(Array.from({ length: number }, (_, i) => store.saveSweep(concluded(sweepOf(i + 1)))));
      return 'saved';
    case 'latest':
      return (await store.latestSweep())?.id ?? 'none';
    default:
      await close();
      return 'closed';
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const opened = await openEmbeddedStore({ folder }, { clock: { now: () => new Date().toISOString() } }).catch(
  (error) => {
    say(`${error.name}: ${error.message}`);
    process.exit(1);
  },
);
const { store, close } = opened;
say('open');
for await (const line of createInterface({ input: process.stdin })) {
  const told = await answer(line).catch((error) => `${error.name}: ${error.message}`);
  say(told);
  if (told === 'closed') break;
}
process.stdin.destroy();
