import type { FaultAnswer } from '#adapters/recording/fault.ts';
import type { SeenCall } from '../../functions/replay/faults.ts';

/** What AWS saw of one night. */
export interface CallCounts {
  readonly calls: number;
  readonly throttled: number;
  /** The calls that are made once a region and sweep. */
  readonly catalogue: number;
  readonly organizations: number;
  /** The most calls of EKS that one region of one account saw within any second, and which it was. */
  readonly most: { readonly calls: number; readonly target: string };
}

const catalogueCalls = ['DescribeClusterVersions', 'DescribeAddonVersions', 'GetParameters'];

/** Counts calls as they come, by a clock in milliseconds. */
export function makeCallCounts(now: () => number = () => performance.now()) {
  let counts: CallCounts = { calls: 0, throttled: 0, catalogue: 0, organizations: 0, most: { calls: 0, target: '' } };
  /** By target, when the calls of its last second came. */
  const lastSecond = new Map<string, number[]>();
  return {
    see({ service, operation, account, region }: SeenCall, bad: FaultAnswer | undefined): void {
      const { most } = counts;
      counts = {
        calls: counts.calls + 1,
        throttled: counts.throttled + Number(bad === 'throttled'),
        catalogue: counts.catalogue + Number(catalogueCalls.includes(operation)),
        organizations: counts.organizations + Number(service === 'organizations'),
        most,
      };
      if (service !== 'eks') return;
      const target = `${account} ${region}`;
      const at = now();
      const within = [...(lastSecond.get(target) ?? []), at].filter((before) => before > at - 1000);
      lastSecond.set(target, within);
      if (within.length > most.calls) counts = { ...counts, most: { calls: within.length, target } };
    },
    counts: () => counts,
  };
}
