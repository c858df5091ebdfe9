import { parseArgs } from 'node:util';
import { simulateYear } from './year.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    nights: { type: 'string', default: '365' },
    clusters: { type: 'string', default: '60' },
  },
});
const [first, seeds, nights, clusters] = [values.seed, values.seeds, values.nights, values.clusters].map(Number) as [
  number,
  number,
  number,
  number,
];

/** A year for each of so many seeds: `npm run simulate:year -- --seeds 20`. Ends with 1 where anything does not hold. */
for (let seed = first; seed < first + seeds; seed += 1) {
  const { problems, transitions, digests, deaths, throttled, refusedStarts, twins, quietNights } = await simulateYear({
    ...{ seed, nights, clusters },
  });
  process.stdout.write(
    `seed ${seed}: ${transitions} transitions told in ${digests} digests; ${deaths} deaths, ${throttled} sweeps throttled to their end, ${refusedStarts} starts refused, ${twins} nights compared with their twins, ${quietNights} on which nothing was written; ${problems.length} problems\n`,
  );
  if (problems.length === 0) continue;
  process.exitCode = 1;
  for (const problem of problems.slice(0, 10)) process.stdout.write(`  ${problem}\n`);
  process.stdout.write(`  again: npm run simulate:year -- --seed ${seed} --nights ${nights} --clusters ${clusters}\n`);
}
