import type { Fault } from '#adapters/recording/fault.ts';
import type { RecordedAccount, RecordedNight, Recording } from '#adapters/recording/recording.ts';
import type { CoverageStatus } from '#core/coverage.ts';
import { clustersOf, subnetsOf } from './clusters.ts';
import { published } from './published.ts';

export interface Size {
  readonly accounts: number;
  readonly regions: number;
}

/** An organization as it is recorded, and what an audit of it must say of each target. */
export interface Organization {
  readonly recording: Recording;
  /** By night, then by `account region`: the whole coverage. */
  readonly expected: readonly ReadonlyMap<string, CoverageStatus>[];
  readonly clusters: number;
  /** Add-ons and node groups of all clusters that can be read. */
  readonly parts: number;
  readonly targetsWithClusters: number;
}

export const hub = accountId(0);
const hour = 3_600_000;

/** More clusters than one call of a function has time for. */
const crowd = 150;
/** Fewer than the attempts of one call. */
const recoversAfter = 3;

const regionNames = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-central-1', 'eu-west-1'],
  ...['eu-west-2', 'eu-west-3', 'eu-north-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1'],
  ...['ap-northeast-2', 'ap-northeast-3', 'af-south-1', 'ap-east-1', 'eu-south-1', 'me-south-1', 'eu-central-2'],
];

/** What is special about an account, by its place in the organization. */
function fateOf(account: number) {
  return {
    isRefused: account % 100 === 13,
    isCrowded: account === 5,
    isDeniedByScp: account === 11,
    isThrottledForGood: account === 7,
    isThrottledAtFirst: account % 40 === 3,
  };
}

/**
 * Makes an organization of so many ACTIVE accounts, and some that are SUSPENDED besides. The clusters are in one target
 * of twenty. On its second night nothing has changed, but that AWS throttles nobody any more.
 */
export function makeOrganization({ accounts, regions }: Size): Organization {
  const names = regionNames.slice(0, regions);
  if (names.length < regions) throw new Error(`regions: got ${regions}, wanted at most ${regionNames.length}`);
  const ids = Array.from({ length: accounts }, (_, i) => accountId(i));
  const recorded = ids.map((id, i) => [id, recordedAccount(id, i, names)] as const);
  const first = { ...(names[0] === undefined ? {} : { region: names[0] }) };
  const lasting: Fault[] = [];
  const passing: Fault[] = [];
  for (const [i, account] of ids.entries()) {
    const { isRefused, isDeniedByScp, isThrottledForGood, isThrottledAtFirst } = fateOf(i);
    if (isRefused) lasting.push({ service: 'sts', operation: 'AssumeRole', account, answer: 'refused' });
    if (isDeniedByScp) lasting.push({ service: 'eks', account, ...first, answer: 'refused-by-scp' });
    if (isThrottledForGood) passing.push({ service: 'eks', account, ...first, answer: 'throttled' });
    if (isThrottledAtFirst) {
      passing.push({ service: 'eks', account, ...first, first: recoversAfter, answer: 'throttled' });
    }
  }
  const now = Date.now();
  const night = (id: string, asOf: number, faults: readonly Fault[]): RecordedNight => ({
    id,
    asOf: new Date(asOf).toISOString(),
    title: id,
    story: '',
    faults,
    organization: organizationOf(ids),
    accounts: Object.fromEntries(recorded),
    published: { all: published },
  });
  const readable = recorded
    .filter((_, i) => !fateOf(i).isRefused)
    .flatMap(([, { clusters }]) => Object.values(clusters));
  const all = readable.flatMap((ofRegion) => Object.values(ofRegion));
  return {
    recording: {
      name: 'simulation',
      title: 'an organization',
      about: '',
      hub,
      nights: [night('one', now - hour, [...lasting, ...passing]), night('two', now, lasting)],
    },
    expected: [true, false].map((isThrottling) => expectedCoverage(recorded, names, isThrottling)),
    clusters: all.length,
    parts: all.reduce((sum, one) => sum + Object.keys(one.addons).length + Object.keys(one.nodegroups).length, 0),
    targetsWithClusters: readable.length,
  };
}

function accountId(index: number): string {
  return String(100_000_000_000 + index * 7);
}

function recordedAccount(account: string, index: number, regions: readonly string[]): RecordedAccount {
  const { isCrowded, isDeniedByScp, isThrottledForGood } = fateOf(index);
  const clusters = regions.flatMap((region, r) => {
    const target = { account, region };
    if (r === 0 && isCrowded) return [[region, clustersOf(target, crowd, 'crowd')] as const];
    const place = index * regions.length + r;
    if (place % 20 !== 0 || (r === 0 && (isDeniedByScp || isThrottledForGood))) return [];
    return [[region, clustersOf(target, 1 + (Math.floor(place / 20) % 3), `shop${index}r${r}s`)] as const];
  });
  return {
    regions: [
      ...regions.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
      { RegionName: 'il-central-1', RegionOptStatus: 'DISABLED' },
    ],
    clusters: Object.fromEntries(clusters),
    ec2: Object.fromEntries(clusters.map(([region]) => [region, { subnets: subnetsOf(region) }])),
  };
}

function organizationOf(ids: readonly string[]) {
  const account = (Id: string, State: string) => ({ Id, Name: `account ${Id}`, State });
  const suspended = ids.filter((_, i) => i % 50 === 0).map((id) => account(String(Number(id) + 3), 'SUSPENDED'));
  const Accounts = [...ids.map((id) => account(id, 'ACTIVE')), ...suspended];
  return { administrators: [hub], parents: { 'r-ab12': { Accounts, OrganizationalUnits: [] } } };
}

function expectedCoverage(
  recorded: readonly (readonly [string, RecordedAccount])[],
  regions: readonly string[],
  isThrottling: boolean,
): ReadonlyMap<string, CoverageStatus> {
  const rows = recorded.flatMap(([account, { clusters }], i): [string, CoverageStatus][] => {
    const { isRefused, isDeniedByScp, isThrottledForGood } = fateOf(i);
    if (isRefused) return [[`${account} *`, 'DENIED']];
    return regions.map((region, r) => {
      const seen = clusters[region] ? 'COVERED' : 'EMPTY';
      if (r === 0 && isDeniedByScp) return [`${account} ${region}`, 'DENIED_BY_SCP'];
      return [`${account} ${region}`, r === 0 && isThrottledForGood && isThrottling ? 'THROTTLED' : seen];
    });
  });
  return new Map(rows);
}
