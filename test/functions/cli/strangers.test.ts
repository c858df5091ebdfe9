import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import type { AuditDocument } from '#core/document.ts';
import { optionalCalls, recordedAudits, rulesThatHide } from '../../support/recorded-audits.ts';

const strangers = await recordedAudits('strangers');
let first: AuditDocument;
let again: AuditDocument;

beforeAll(async () => {
  first = await strangers.audit(1);
  again = await strangers.audit(2);
});
afterAll(() => strangers.close());

/** The name of a resource within its account: `crowd/nodegroup/hollow`. */
function nameOf(resource: string): string {
  return resource.slice(resource.indexOf('cluster/') + 'cluster/'.length);
}

/** What is to be told, as the table of rules has it, and of nothing else. */
const told = `
  HIGH next-upgrade addon-version-compatibility bazaar/addon/vendor11_agent
  HIGH next-upgrade kube-proxy-version-skew shop-gov/addon/kube-proxy
  HIGH now addon-health bazaar/addon/vendor17_agent
  HIGH now addon-version-compatibility bazaar/addon/vendor11_agent
  HIGH now cluster-health never-came
  HIGH now cluster-version-support shop-cn
  HIGH now kube-proxy-version-skew shop-gov/addon/kube-proxy
  HIGH now nodegroup-health crowd/nodegroup/never-joined
  LOW now addon-version-compatibility shop-gov/addon/kube-proxy
  LOW now nodegroup-health crowd/nodegroup/hollow
  LOW now nodegroup-version-skew crowd/nodegroup/own-behind
  LOW now nodegroup-version-skew moat/nodes/1.34
  MEDIUM now cluster-version-support Payroll_EU
  MEDIUM now environment-drift-cluster-version Payroll_EU
`;

/** What nobody can know of what EKS does not list, does not name, or does not say. */
const unknown = `
  addon-override moat/addon/kube-proxy the image of daemonset/kube-proxy tells no version
  addon-permissions bazaar/addon/shipshape_in-house AWS does not list
  addon-version-compatibility bazaar/addon/shipshape_in-house AWS lists no version
  addon-version-compatibility bazaar/addon/vendor07_agent its version latest
  addon-version-currency bazaar/addon/shipshape_in-house AWS lists no version
  addon-version-currency bazaar/addon/vendor07_agent its version latest
  kube-proxy-version-skew crowd/addon/kube-proxy the Kubernetes version of node group own-unknown
  kube-proxy-version-skew moat/addon/kube-proxy the Kubernetes version of nodes of the kind SELF_MANAGED
  nodegroup-ami-currency crowd/nodegroup/of-tomorrow its AMI type is not one that is known
  nodegroup-ami-support crowd/nodegroup/of-tomorrow its AMI type is not one that is known
  nodegroup-image-known-bad crowd/nodegroup/of-tomorrow its AMI type is not one that is known
  nodegroup-image-withdrawn crowd/nodegroup/of-tomorrow its AMI type is not one that is known
  nodegroup-version-skew crowd/nodegroup/own-unknown its Kubernetes version cannot be read
  nodegroup-version-skew moat/nodes/v0.0.0-master+$Format:%H$ its Kubernetes version cannot be read
  unmanaged-nodes moat/nodes/ami-0d7f2b91c4e8a3650 neither the name nor the description
  upgrade-rehearsal Payroll_EU with which add-ons its sibling
`;

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .sort();
}

describe('an odd fleet', () => {
  it('is told what is wrong with it, and nothing else', () => {
    const lines = first.findings.map(({ severity, horizon, rule, resource }) =>
      [severity, horizon, rule, nameOf(resource)].join(' '),
    );

    expect(lines.sort()).toEqual(linesOf(told));
  });

  it('is told what nobody can know of it, and no more of that', () => {
    const missed = linesOf(unknown).filter((line) => {
      const [rule, resource = '', ...reason] = line.split(' ');
      return !first.insufficientData.some(
        (one) => one.rule === rule && nameOf(one.resource) === resource && one.reason.startsWith(reason.join(' ')),
      );
    });

    expect(missed).toEqual([]);
    const known = new Set(linesOf(unknown).map((line) => line.split(' ').slice(0, 2).join(' ')));
    const more = first.insufficientData.map(({ rule, resource }) => `${rule} ${nameOf(resource)}`);
    expect(more.filter((one) => !known.has(one))).toEqual([]);
  });

  it('is seen whole, page by page, but for what is somebody else’s, and what is not there yet or no more', () => {
    const longest = first.clusters.map(({ name }) => name).find((name) => name.length === 100);
    expect(first.coverage.flatMap(({ status, unreadable = [] }) => [status, ...unreadable])).toEqual(
      Array(3).fill('COVERED'),
    );
    expect(first.clusters.map(({ name }) => name).sort()).toEqual(
      ['1', longest, 'Payroll_EU', 'barn', 'bazaar', 'crowd', 'moat', 'mystery', 'never-came', 'payroll-2', 'rack']
        .concat(['shop-cn', 'shop-gov'])
        .sort(),
    );
  });

  it('is placed by tags in whatever case', () => {
    const placed = (wanted: string) => first.clusters.find(({ name }) => name === wanted);
    expect(placed('Payroll_EU')).toMatchObject({ environment: { name: 'prod' }, system: { name: 'Payroll' } });
    expect(placed('payroll-2')).toMatchObject({ environment: { name: 'dev' }, system: { name: 'Payroll' } });
    expect(first.audit.notices).toMatchObject([
      { kind: 'UNKNOWN_ENVIRONMENT', subject: 'pre-production-7', detail: 'mystery' },
      { kind: 'NO_ENVIRONMENT' },
    ]);
  });

  it('is named as its partition names it', () => {
    const arns = first.findings.map(({ cluster }) => cluster);
    expect(arns).toContain('arn:aws-cn:eks:cn-north-1:222233334444:cluster/shop-cn');
    expect(arns).toContain('arn:aws-us-gov:eks:us-gov-west-1:333344445555:cluster/shop-gov');
  });

  it('is told no price in US dollars where another money is asked', () => {
    const { evidence } = first.findings.find(({ rule, resource }) => {
      return rule === 'cluster-version-support' && nameOf(resource) === 'shop-cn';
    })!;
    expect(evidence).not.toHaveProperty('surchargePerMonthUsd');
  });

  it('is told nothing new on a night on which nothing changed', () => {
    expect(again.findings.filter(({ transition }) => transition !== undefined)).toEqual([]);
    expect(again.findings.map(({ id }) => id).sort()).toEqual(first.findings.map(({ id }) => id).sort());
  });
});

describe.each([...iamActions.member, ...optionalCalls])('where %s is refused', (action) => {
  it('an odd fleet is told nothing that is not so, and what it is not told is unknown for that reason', async () => {
    strangers.forget();
    const { coverage, findings, insufficientData } = await strangers.audit(1, action);

    const known = new Set(first.findings.map(({ id }) => id));
    expect(findings.filter(({ id }) => !known.has(id)).map(({ rule, resource }) => [rule, resource])).toEqual([]);
    expect(rulesThatHide(action, { insufficientData })).toEqual([]);
    const unknown = insufficientData.filter(({ reason }) => reason.includes(action));
    // What is not described has no tags by which its siblings could be told.
    const isUnseen = coverage.every(({ clusters }) => clusters === 0) || action === 'eks:DescribeCluster';
    const seen = new Set(findings.map(({ id }) => id));
    const lost = first.findings.filter(
      ({ id, rule, cluster }) => !seen.has(id) && !unknown.some((one) => one.rule === rule && one.cluster === cluster),
    );
    expect(isUnseen ? [] : lost.map(({ rule, resource }) => [rule, resource])).toEqual([]);
  });
});
