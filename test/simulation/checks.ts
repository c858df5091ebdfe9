import type { Coverage, CoverageStatus } from '#core/coverage.ts';
import type { Config } from '#shared/config.ts';
import { isFlat } from './memory.ts';
import type { Night } from './night.ts';
import type { Organization } from './organization.ts';
import { imageNames } from './published.ts';

/** One thing that must hold, and what was found. */
export interface Check {
  readonly what: string;
  readonly holds: boolean;
  readonly found: string;
}

/** As many as SSM takes at once. */
const namesACall = 10;

/** What may go from one state to the next, and what SNS takes. */
const mostBytes = 256 * 1024;

export type Limits = Config['limits'];

/** What must hold on any night. */
export function checksOfNight(
  { execution, coverage, seen, callsMade, callsThrottled, digests, quarters }: Night,
  expected: ReadonlyMap<string, CoverageStatus>,
  { callsPerSecond }: Limits,
): readonly Check[] {
  const covered = new Set(coverage.map(({ account }) => account));
  const missing = execution.accounts.filter((account) => !covered.has(account));
  const wrong = wrongRows(coverage, expected);
  const biggest = Math.max(0, ...digests.map(({ bytes }) => bytes));
  const heap = quarters.map(({ heapMb }) => heapMb);
  const resident = quarters.map(({ rssMb }) => rssMb);
  return [
    check(
      'every planned account has coverage',
      missing.length === 0,
      `${missing.length} of ${execution.accounts.length} have none`,
    ),
    check(
      'each target is told apart as what it is',
      wrong.length === 0,
      `${wrong.length} of ${expected.size} are not${wrong.slice(0, 5).join('')}`,
    ),
    check(
      'nothing between two states exceeds 256 KiB',
      execution.largest.bytes <= mostBytes,
      `${execution.largest.bytes} bytes, after ${execution.largest.state}`,
    ),
    check('no digest exceeds 256 KiB', biggest <= mostBytes, `${biggest} bytes`),
    check(
      "no account's region sees more calls a second than configured",
      seen.most.calls <= callsPerSecond,
      `${seen.most.calls} of ${callsPerSecond}, in ${seen.most.target}`,
    ),
    // A call may go astray on its way there, and is tried again.
    check(
      'every call that AWS sees is counted',
      callsMade >= seen.calls,
      `${callsMade} made, ${seen.calls} seen by AWS`,
    ),
    check(
      'every throttled call is counted',
      callsThrottled === seen.throttled,
      `${callsThrottled} counted, ${seen.throttled} throttled by AWS`,
    ),
    check('the heap stays flat', isFlat(heap), `${rounded(heap)} MB by quarter`),
    check('the resident memory stays flat', isFlat(resident), `${rounded(resident)} MB by quarter`),
  ];
}

/** What must hold on a first night, lest the other checks say nothing. */
export function checksOfBadNight({ execution, seen, quarters }: Night): readonly Check[] {
  return [
    check('AWS throttled', seen.throttled > 0, `${seen.throttled} calls`),
    check('an account was handed over', execution.handOvers > 0, `${execution.handOvers} times`),
    check('memory was looked at in each quarter', quarters.length === 4, `${quarters.length} times`),
  ];
}

/** Of a sweep are stored, beside its rows: itself, and notices, since some accounts of the organization are SUSPENDED. */
const besides = 2;

/** What must hold on a night on which nothing changed. */
export function checksOfQuietNight(
  { writes, coverage, seen, execution, digests }: Night,
  { clusters, parts, targetsWithClusters }: Omit<Organization, 'recording'>,
  regions: number,
): readonly Check[] {
  const { SWEEP = 0, CLUSTER = 0, TARGET = 0, ROSTER = 0, SYSTEM = 0, CATALOGUE = 0, CATALOGUES = 0 } = writes;
  const perCluster = CLUSTER + TARGET + ROSTER + SYSTEM;
  const targets = coverage.length;
  const catalogue = regions * (2 + Math.ceil(imageNames / namesACall));
  const bound =
    1.05 * (2 * execution.accounts.length + targets + 6 * targetsWithClusters + 6 * clusters + parts + catalogue);
  const audited = seen.calls - seen.organizations;
  return [
    check('one row is written a target', SWEEP === targets + besides, `${SWEEP - besides} rows of ${targets} targets`),
    check('nothing is written a cluster', perCluster === 0, `${perCluster} writes`),
    check('no catalogue is written again', CATALOGUE === 0, `${CATALOGUE} writes`),
    check('one mark is written a region whose lists were read', CATALOGUES <= regions, `${CATALOGUES} of ${regions}`),
    check('the calls are within the formula', audited <= bound, `${audited} of ${Math.floor(bound)}`),
    check('nothing is told but what can be looked at again', isRegainedAlone(digests), `${digests.length} digests`),
  ];
}

/** AWS throttles nobody any more: that is all the news of this night. */
function isRegainedAlone(digests: Night['digests']): boolean {
  return digests.every(({ digest }) => {
    const { worse, better, over, repeated, coverageLost, catalogueChanges, notices } = digest;
    return [worse, better, over, repeated, coverageLost, catalogueChanges, notices].every((list) => list.length === 0);
  });
}

function wrongRows(coverage: readonly Coverage[], expected: ReadonlyMap<string, CoverageStatus>): readonly string[] {
  const found = new Map(coverage.map(({ account, region, status }) => [`${account} ${region}`, status]));
  return [...new Set([...found.keys(), ...expected.keys()])]
    .filter((target) => found.get(target) !== expected.get(target))
    .map((target) => `; ${target}: got ${found.get(target) ?? 'no row'}, wanted ${expected.get(target) ?? 'no row'}`);
}

function check(what: string, holds: boolean, found: string): Check {
  return { what, holds, found };
}

function rounded(numbers: readonly number[]): string {
  return numbers.map((one) => one.toFixed(0)).join(', ');
}
