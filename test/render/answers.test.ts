import { describe, expect, it } from 'vitest';
import type { ClusterAnswer, FleetAnswer, HistoryAnswer, SweepAnswer } from '#core/answer.ts';
import { renderCluster } from '#render/answers/cluster.ts';
import { renderFindings } from '#render/answers/findings.ts';
import { renderFleet } from '#render/answers/fleet.ts';
import { renderHistory } from '#render/answers/history.ts';
import { renderSweep } from '#render/answers/sweeps.ts';
import { plain } from '#render/layout.ts';
import {
  aCluster,
  aCoverage,
  aFinding,
  anInsufficiency,
  asOf,
  documented,
  prod,
} from '../support/document-builders.ts';

const shown = { ...aCluster(), calendar: {}, changedAt: asOf, faults: [] };
const fleet = (overrides: Partial<FleetAnswer['clusters'][number]> = {}, width = 100) =>
  renderFleet(
    {
      asOf,
      environments: ['dev', 'prod'],
      clusters: [
        { ...shown, ...overrides },
        { ...shown, arn: `${prod}-2`, name: 'two' },
      ],
    },
    { ...plain, width },
  );

describe('the fleet', () => {
  it('marks what is wrong and counts, and where siblings differ', () => {
    const fault = { resource: `${prod}/addon/kube-proxy`, rule: 'x', horizon: 'now', suppressed: false } as const;
    const told = fleet({
      version: '1.23',
      faults: [
        { ...fault, severity: 'HIGH' },
        { ...fault, severity: 'CRITICAL', suppressed: true },
        { ...fault, resource: `${prod}/nodes/ami-1`, severity: 'LOW' },
        { ...fault, resource: prod, severity: 'INFORMATIONAL' },
      ],
    });

    expect(told).toMatch(/^ {2}\* Kubernetes +1\.23 +1\.24$/m);
    expect(told).toMatch(/^ {4}kube-proxy +v\S+ HIGH +v\S+$/m);
    expect(told).toMatch(/^ {2}\* nodes ami-1 +LOW +-$/m);
  });

  it('stands one under the other where it is too wide', () => {
    expect(fleet({}, 40)).toMatch(/^ {4}prod two {2}1\.24$/m);
  });

  it('marks what is not as of tonight, and says of when it is', () => {
    const because = { call: 'eks:DescribeAddon', obstacle: 'DENIED', detail: '' } as const;
    const lastReadAt = '2024-03-01T23:00:00.000Z';
    const own = { name: 'coredns', version: 'v1.8.7', managed: false };
    const told = fleet({
      addons: [...(shown.addons ?? []), own],
      unread: [
        { facet: 'addons', parts: ['kube-proxy'], because, lastReadAt },
        { facet: 'nodegroups', because },
        { facet: 'insights', because, lastReadAt },
      ],
    });

    expect(told).toMatch(/^ {4}kube-proxy +v\S+ ~ +v\S+$/m);
    expect(told).toMatch(/^ {2}\* coredns +v1\.8\.7 \(self-managed\) +-$/m);
    expect(told).toMatch(/^ {4}Kubernetes +1\.24 +1\.24$/m);
    expect(told).toContain('~ shop-prod: add-ons as of 2024-03-01: not read since\n');
    expect(fleet({ unread: [{ facet: 'cluster', because, lastReadAt }] })).toMatch(/^ {4}Kubernetes +1\.24 ~ +1\.24$/m);
    const inside = fleet({ addons: [own], unread: [{ facet: 'selfManagedAddons', because, lastReadAt }] });
    expect(inside).toMatch(/coredns +v1\.8\.7 \(self-managed\) ~/);
    expect(inside).toContain('self-managed add-ons as of 2024-03-01');
  });

  it('shows those in no system, and what could not be seen', () => {
    const { system: _, addons: __, version: ___, ...unknown } = shown;
    const told = renderFleet({ environments: [], clusters: [unknown] }, plain);

    expect(told).toContain('in no system');
    expect(told).toMatch(/Kubernetes +-$/m);
  });
});

describe('names from elsewhere', () => {
  const evil = 'x\u001b[31m\u202e';
  const hidden = /[\p{Cc}\p{Cf}]/u;

  it('move and hide nothing, wherever they are shown', () => {
    const cluster = {
      ...shown,
      name: evil,
      addons: [{ name: evil, version: evil }],
      nodegroups: [{ name: evil, releaseVersion: evil, amiType: evil }],
      environment: { name: evil, from: 'tag' as const },
      system: { name: evil, from: 'tag' as const },
    };
    const answer: ClusterAnswer = {
      cluster,
      findings: [{ ...documented(aFinding({ environment: evil })), suppression: undefined as never }],
      insufficientData: [anInsufficiency({ reason: evil })],
      coverage: aCoverage({ status: 'DENIED', because: { call: evil, obstacle: 'DENIED', detail: evil } }),
    };
    const entry = {
      kind: 'TRANSITION',
      at: asOf,
      sweep: evil,
      transition: 'OPENED',
      severity: 'LOW',
      horizon: 'now',
    } as const;
    const past: HistoryAnswer = {
      cluster: `${prod}${evil}`,
      state: { since: asOf, version: evil },
      entries: [
        { ...entry, finding: evil, rule: evil, title: evil, resource: evil, fault: evil },
        {
          kind: 'REVISION',
          at: asOf,
          sweep: evil,
          changes: (['ADDED', 'REMOVED', 'CHANGED'] as const).map((kind) => ({
            component: evil,
            kind,
            field: evil,
            from: evil,
            to: evil,
          })),
        },
      ],
    };
    const sweep = {
      id: evil,
      asOf,
      startedAt: asOf,
      concludedAt: asOf,
      baseline: false,
      targets: 1,
      incompleteTargets: 1,
      clusters: 1,
    };
    const seen: SweepAnswer = {
      sweep,
      notices: [{ kind: 'NOT_STORED', subject: evil, detail: evil }],
      coverage: [answer.coverage!],
    };

    expect(renderCluster(answer, plain).replaceAll('\n', '')).not.toMatch(hidden);
    expect(renderFleet({ environments: [], clusters: [cluster] }, plain).replaceAll('\n', '')).not.toMatch(hidden);
    expect(renderFindings({ findings: answer.findings }, plain).replaceAll('\n', '')).not.toMatch(hidden);
    expect(renderHistory(past, plain).replaceAll('\n', '')).not.toMatch(hidden);
    expect(renderSweep(seen, plain).replaceAll('\n', '')).not.toMatch(hidden);
  });
});

describe('the history', () => {
  it('says each change in words, and what it does not know', () => {
    const change = (overrides: object) => ({ component: 'addon/coredns', kind: 'CHANGED', ...overrides }) as const;
    const entry = {
      kind: 'REVISION' as const,
      at: asOf,
      sweep: 'one',
      changes: [
        change({ field: 'version', from: 'v1', to: 'v2' }),
        change({ field: 'status', to: 'DEGRADED' }),
        change({ field: 'healthIssues' }),
        change({}),
        change({ kind: 'ADDED' }),
        change({ kind: 'REMOVED' }),
        { component: 'nodegroup/workers', kind: 'ADDED' as const, to: '1.25' },
      ],
    };
    const told = renderHistory(
      { cluster: prod, entries: [entry as never, { ...entry, changes: undefined } as never] },
      plain,
    );

    expect(told.split('\n').filter((line) => line.startsWith('  '))).toEqual([
      '  coredns version: v1 to v2',
      '  coredns status: nothing to DEGRADED',
      '  coredns healthIssues: changed',
      '  coredns changed',
      '  coredns came',
      '  coredns went',
      '  node group workers came, 1.25',
      '  the first that is known of it',
    ]);
    expect(told).toContain('What it ran then is not known.');
    expect(renderHistory({ cluster: prod, entries: [] }, plain)).toContain('Nothing happened to it in that time.');
  });
});

it('says of each component of a cluster that could not be read tonight of when it is', () => {
  const because = { call: 'eks:DescribeAddon', obstacle: 'DENIED', detail: '' } as const;
  const lastReadAt = '2024-03-01T23:00:00.000Z';
  const cluster = {
    ...shown,
    addons: [
      { name: 'coredns', version: 'v1.8.7', managed: false },
      { name: 'kube-proxy', version: 'v1.24.7' },
      { name: 'vpc-cni', version: 'v1.12.0' },
    ],
    unread: [
      { facet: 'addons', parts: ['kube-proxy'], because, lastReadAt },
      { facet: 'nodegroups', because, lastReadAt },
      { facet: 'selfManagedAddons', because, lastReadAt },
    ],
  } as const;
  const told = renderCluster({ asOf, cluster, findings: [], insufficientData: [] }, plain);
  const old = ', as of 2024-03-01: not read since';

  expect(told).toContain(`  coredns v1.8.7, self-managed${old}\n  kube-proxy v1.24.7${old}\n  vpc-cni v1.12.0\n`);
  expect(told).toMatch(/node group workers .*, as of 2024-03-01: not read since/);
  expect(told).toMatch(/Kubernetes 1\.24[^,]*\n/);
});
