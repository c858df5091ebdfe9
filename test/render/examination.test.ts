import { describe, expect, it } from 'vitest';
import { type Obstacle, obstacles } from '#core/reading.ts';
import { renderExamination } from '#render/examination.ts';
import { renderExaminationJson } from '#render/examination-json.ts';
import { ExaminationJson } from '#shared/examination-schema.ts';
import { ailing, anExamination, aTarget, hub, prod, withoutGroups } from '../support/examination-builders.ts';
import { expectGolden } from '../support/golden.ts';

describe('an examination for people', () => {
  it('says what is missing, what mends it, and what was asked', () => {
    expectGolden('render/examination.txt', renderExamination(ailing));
  });

  it('says in a line that all is well, and what could not be asked for want of it', () => {
    expectGolden('render/examination-healthy.txt', renderExamination(anExamination({ targets: [withoutGroups] })));
  });

  it('says nothing of what was asked elsewhere', () => {
    const text = renderExamination(anExamination({ targets: [withoutGroups, aTarget({ account: prod })] }));

    expect(text).not.toContain('nothing to ask');
  });

  it('counts what would be incomplete', () => {
    const unlisted = { ...ailing, targets: ailing.targets.slice(0, 3) };
    const { organization: __, ...listed } = unlisted;

    expect(renderExamination(listed)).toMatch(
      /^An audit cannot see everything: 1 of 3 targets would be incomplete\.$/m,
    );
  });

  it('asks nobody to become the auditor who is, nor one of whom nothing is known', () => {
    const asking = (arn: string | undefined) =>
      renderExamination({ ...ailing, caller: { account: hub, ...(arn === undefined ? {} : { arn }) } }).replace(
        /\s+/g,
        ' ',
      );

    expect(asking(ailing.caller.arn)).not.toContain('run doctor as that role');
    expect(asking(undefined)).not.toContain('run doctor as that role');
    expect(asking(`arn:aws:iam::${hub}:user/ann`)).toContain(`asked by arn:aws:iam::${hub}:user/ann: run doctor as`);
  });

  it.each([
    ['a session', `arn:aws:sts::${hub}:assumed-role/auditor/me`, ` --principal-arn arn:aws:iam::${hub}:role/auditor`],
    ['a user', `arn:aws:iam::${hub}:user/ann`, ` --principal-arn arn:aws:iam::${hub}:user/ann`],
    ['nobody who is known', undefined, ''],
  ])('has an access entry made for who asks: %s', (_, arn, expected) => {
    const { role: __, ...own } = aTarget();
    const refusedInside = { call: 'kubernetes:ListNodes', obstacle: 'DENIED', detail: 'HTTP 403' } as const;
    const target = { ...own, inside: { answered: [], refused: [refusedInside] } };
    const caller = { account: hub, ...(arn === undefined ? {} : { arn }) };

    const { mends } = JSON.parse(renderExaminationJson(anExamination({ caller, targets: [target] })));

    expect(mends).toHaveLength(1);
    expect(`${mends[0].commands.flat().join(' ')}`).toBe(
      expected === ''
        ? ''
        : `aws eks create-access-entry --region eu-west-1 --cluster-name shop-dev --kubernetes-groups midwatch${expected}`,
    );
  });

  it.each(obstacles)('says what to do where the credentials in use meet %s', (obstacle: Obstacle) => {
    const { role: __, ...own } = aTarget();
    const unreadable = [{ call: 'eks:ListAddons', obstacle, detail: '', resource: 'shop-dev' }];

    const text = renderExamination(anExamination({ targets: [{ ...own, unreadable }] }));

    expect(text).toContain('eks:ListAddons');
    expect(text).toMatch(/To do: \S+/);
    expect(text).not.toContain('AWS says');
  });

  it('lets a service control policy except who asks by its role, not by its session', () => {
    const { role: __, ...own } = aTarget();
    const unreadable = [{ call: 'eks:ListAddons', obstacle: 'DENIED_BY_SCP' as const, detail: '', resource: 'shop' }];

    const text = renderExamination(anExamination({ targets: [{ ...own, unreadable }] }));

    expect(text).toContain(`{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::${hub}:role/midwatch-auditor"}}`);
  });
});

describe('an examination for machines', () => {
  it.each([
    ['where something is in the way', ailing],
    ['where all is well', anExamination()],
  ])('holds nothing that the schema does not know, in its order: %s', (_when, examination) => {
    const json = JSON.parse(renderExaminationJson(examination));

    expect(JSON.stringify(ExaminationJson.parse(json))).toBe(JSON.stringify(json));
  });
});
