import type { Check } from './checks.ts';
import type { Night } from './night.ts';

/** What one night came to, for people. */
export function told(night: Night, checks: readonly Check[]): string {
  const { seconds, cpuSeconds, seen, writes, execution, instruments, telling, after, quarters } = night;
  const megabytes = [...telling, after].map(({ heapMb }) => heapMb.toFixed(0));
  const sockets = quarters.map((quarter) => quarter.sockets);
  return [
    `${seconds.toFixed(0)} s; of CPU ${cpuSeconds.functions.toFixed(0)} s in the functions, ${cpuSeconds.cloud.toFixed(0)} s in AWS and DynamoDB`,
    `${seen.calls} calls, ${seen.throttled} of them throttled; ${execution.handOvers} hand-overs`,
    `written: ${listed(writes)}`,
    `logged: ${listed(instruments.logged)}`,
    `sockets by quarter: ${sockets.join(', ')}`,
    `heap while telling and at the end: ${megabytes.join(', ')} MB`,
    ...checks.map(({ what, holds, found }) => `${holds ? 'holds ' : 'FAILED'}  ${what}: ${found}`),
  ]
    .map((line) => `  ${line}`)
    .join('\n');
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
