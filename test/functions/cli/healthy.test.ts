import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { optionalCalls, recordedAudits, rulesThatHide } from '../../support/recorded-audits.ts';

const healthy = await recordedAudits('healthy');
/** What this test reads of a coverage row as it is written. */
interface Refused {
  readonly call?: string;
  readonly unreadable: readonly { readonly call: string }[];
}

beforeEach(() => healthy.forget());
afterAll(() => healthy.close());

it('a fleet that is well kept is told nothing, night after night, and all of it is seen', async () => {
  for (let night = 1; night <= healthy.nights; night += 1) {
    const { audit, coverage, clusters, findings, insufficientData } = await healthy.audit(night);

    expect({ night, findings, insufficientData, notices: audit.notices }).toEqual({
      night,
      findings: [],
      insufficientData: [],
      notices: [],
    });
    expect(coverage.flatMap(({ status, unreadable }) => [status, ...unreadable])).toEqual(Array(4).fill('COVERED'));
    expect(clusters.map(({ name }) => name).toSorted()).toEqual(
      [
        'auto',
        'desktops',
        'elastic',
        'factory',
        'jobs',
        'mesh',
        'plants',
        'shop-dev',
        'shop-prod',
        'shop-test',
      ].toSorted(),
    );
  }
});

describe.each(iamActions.member)('where %s is refused', (action) => {
  it('a fleet that is well kept has no finding, and what nobody could judge names the call', async () => {
    for (let night = 1; night <= 2; night += 1) {
      const { coverage, findings, insufficientData } = await healthy.audit(night, action);

      expect(findings).toEqual([]);
      expect(insufficientData.filter((one) => !one.reason.includes(action))).toEqual([]);
      expect(rulesThatHide(action, { insufficientData })).toEqual([]);
      const refused = coverage as readonly Refused[];
      const told = refused.flatMap(({ call, unreadable }) => [call, ...unreadable.map((one) => one.call)]);
      // The regions are configured, and no insight is described that passes.
      const isAsked = !['account:ListRegions', 'eks:DescribeInsight'].includes(action);
      if (isAsked) expect(told).toContain(action);
    }
  });
});

/** What nothing else shows: that Cilium runs in the place of the others, and what hybrid nodes run. */
const shownAlone: Readonly<Record<string, readonly [cluster: string, rule: string]>> = {
  'kubernetes:ListDaemonSets': ['mesh', 'addon-management'],
  'kubernetes:ListDeployments': ['mesh', 'addon-management'],
  'kubernetes:ListNodes': ['plants', 'nodegroup-version-skew'],
};

describe.each(optionalCalls)('where clusters refuse %s', (call) => {
  it('that is the reason of what nobody could judge, and neither a finding nor an end of the audit', async () => {
    for (let night = 1; night <= 2; night += 1) {
      const { exitCode, coverage, findings, insufficientData } = await healthy.audit(night, call);

      expect(exitCode).toBe(0);
      expect(findings).toEqual([]);
      expect(coverage.flatMap(({ unreadable }) => unreadable)).toEqual([]);
      const unknown = insufficientData.map(({ cluster, rule }) => [cluster.split('/').at(-1), rule]);
      expect(unknown).toContainEqual(shownAlone[call]);
      expect(insufficientData.filter(({ reason }) => !reason.includes(`${call}: DENIED`))).toEqual([]);
      expect(rulesThatHide(call, { insufficientData })).toEqual([]);
    }
  });
});
