import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import type { AuditDocument, DocumentedFinding } from '#core/document.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import { expectGolden } from '../../support/golden.ts';
import { optionalCalls, recordedAudits, rulesThatHide } from '../../support/recorded-audits.ts';

const neglected = await recordedAudits('neglected');
const nights: AuditDocument[] = [];

beforeAll(async () => {
  for (let night = 1; night <= neglected.nights; night += 1) nights.push(await neglected.audit(night));
});
afterAll(() => neglected.close());

/** How what a rule tells comes to its end, where that is no mending. */
const ends: Readonly<Record<string, string>> = { 'cluster-rollback-window': 'NO_LONGER_APPLIES' };

function lineOf({ severity, horizon, rule, resource, fault, status, cause }: DocumentedFinding): string {
  const name = resource.slice(resource.indexOf('cluster/') + 'cluster/'.length);
  return [severity, horizon, rule, name, fault, status, cause].filter((part) => part !== undefined).join(' ');
}

it('what is told of it, night by night, is as it was reviewed', () => {
  const told = nights.map(
    ({ audit, findings }) => `${audit.asOf}\n${findings.map((one) => `  ${lineOf(one)}\n`).join('')}`,
  );

  expectGolden('neglected.txt', told.join('\n'));
});

it('in the end all of it is seen to be well', () => {
  const { findings, insufficientData } = nights.at(-1)!;

  expect(findings.filter(({ status }) => status === 'OPEN')).toEqual([]);
  expect(insufficientData).toEqual([]);
});

it.each([...clusterRules, ...fleetRules].map(({ id }) => id))('%s tells a fault, and sees that it is no more', (id) => {
  const told = nights.flatMap(({ findings }) => findings.filter(({ rule }) => rule === id));

  expect(told.some(({ status }) => status === 'OPEN')).toBe(true);
  expect(told.some(({ cause }) => cause === (ends[id] ?? 'MENDED'))).toBe(true);
});

describe.each([...iamActions.member, ...optionalCalls])('where %s is refused', (action) => {
  it('what would be told is told, or said to be unknown for that reason: nothing turns green', async () => {
    neglected.forget();
    const { coverage, findings, insufficientData } = await neglected.audit(1, action);

    expect(rulesThatHide(action, { insufficientData })).toEqual([]);
    const unknown = insufficientData.filter(({ reason }) => reason.includes(action));
    const isUnknown = ({ rule, cluster }: DocumentedFinding) =>
      unknown.some((one) => one.rule === rule && one.cluster === cluster);
    const isUnlisted = coverage.every(({ clusters }) => clusters === 0) || action === 'eks:DescribeCluster';
    const told = new Set(findings.map(({ id }) => id));
    const lost = nights[0]!.findings.filter((one) => !told.has(one.id) && !isUnknown(one));
    expect(isUnlisted ? [] : lost.map(lineOf)).toEqual([]);
    const known = new Set(nights[0]!.findings.map(({ id }) => id));
    expect(findings.filter(({ id }) => !known.has(id)).map(lineOf)).toEqual([]);
  });
});
