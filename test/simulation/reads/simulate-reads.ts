import { parseArgs } from 'node:util';
import { countReads } from './count-reads.ts';
import { makeFleetHistory } from './fleet-history.ts';

const { values } = parseArgs({
  options: { clusters: { type: 'string', default: '2000' }, nights: { type: 'string', default: '500' } },
});
const large = { clusters: Number(values.clusters), nights: Number(values.nights) };
const small = { clusters: 102, nights: 130 };

const before = await makeFleetHistory(small);
const few = await countReads(before);
const history = await makeFleetHistory(large);
const many = await countReads(history);

console.log(`reads of a part of each answer: ${before.items} items · ${history.items} items`);
for (const [question, reads] of Object.entries(many)) {
  console.log(`${question.padEnd(28)} ${String(few[question]).padStart(3)} · ${String(reads).padStart(3)}`);
}
const differing = Object.keys(many).filter((question) => many[question] !== few[question]);
if (differing.length > 0) {
  console.error(`these depend on the size of the fleet: ${differing.join(', ')}`);
  process.exitCode = 1;
}
