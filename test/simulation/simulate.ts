import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Config } from '#shared/config.ts';
import { readConfiguration } from '../../functions/composition/configuration.ts';
import { checksOfBadNight, checksOfNight, checksOfQuietNight } from './checks.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { tableName } from './cloud-process.ts';
import { runNight } from './night.ts';
import { hub, makeOrganization, type Size } from './organization.ts';
import { told } from './told.ts';

const file = fileURLToPath(new URL('midwatch.yaml', import.meta.url));

/** So little that many accounts are handed on, and so much that none is. */
const workMs = { short: 4_000, long: 3_600_000 };

/**
 * Sweeps a large organization twice, the second time with nothing changed: `npm run simulate -- --accounts 2500`.
 *
 * The functions run in this process, with the SDK's own clients, as the state machine would call them; AWS and DynamoDB
 * are another. Ends with 1 where anything does not hold that must.
 */
async function simulate(size: Size): Promise<boolean> {
  const { limits } = (await readConfiguration(file, process.cwd())).config;
  const cloud = await startCloud(size);
  try {
    await beDeployed(cloud);
    return await sweepTwice(cloud, size, limits);
  } finally {
    cloud.close();
  }
}

/** Sets what the stack sets in a function's environment. */
async function beDeployed(cloud: Cloud): Promise<void> {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: (await cloud.ask()).aws,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: hub,
    AWS_SECRET_ACCESS_KEY: 'simulation',
    MIDWATCH_CONFIG: file,
    MIDWATCH_TABLE: tableName,
  });
}

async function sweepTwice(cloud: Cloud, size: Size, limits: Config['limits']): Promise<boolean> {
  const { accountsAtOnce } = limits;
  const { recording: _, ...organization } = makeOrganization(size); // of what AWS holds, nothing is to count as ours
  const [expectedFirst = new Map(), expectedThen = new Map()] = organization.expected;
  const { accounts, regions } = size;
  console.log(`${accounts} accounts of ${regions} regions with ${organization.clusters} clusters`);

  console.log('\nthe first night');
  const first = await runNight({ cloud, night: 'one', accountsAtOnce, workMs: workMs.short });
  const checks = [...checksOfNight(first, expectedFirst, limits), ...checksOfBadNight(first)];
  console.log(told(first, checks));

  console.log('\na night on which nothing changed');
  const second = await runNight({ cloud, night: 'two', accountsAtOnce, workMs: workMs.long });
  const quiet = [...checksOfNight(second, expectedThen, limits), ...checksOfQuietNight(second, organization, regions)];
  console.log(told(second, quiet));

  const failed = [...checks, ...quiet].filter(({ holds }) => !holds).length;
  console.log(failed === 0 ? '\nall of it holds' : `\n${failed} checks failed`);
  return failed === 0;
}

const { values } = parseArgs({
  options: { accounts: { type: 'string', default: '2500' }, regions: { type: 'string', default: '17' } },
});
const holds = await simulate({ accounts: Number(values.accounts), regions: Number(values.regions) });
process.exitCode = holds ? 0 : 1;
