import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '#core/remediation.ts';
import { firstCommand, mergeSteps, shapeOf, stepLines } from '#render/steps.ts';
import { accounts, addonStep, controlPlaneStep, nodegroupStep } from '../support/document-builders.ts';

const step = (name: string): Step => ({ account: accounts.prod, command: ['do', name], verify: [] });
const names = (steps: readonly Step[]) => steps.map(({ command }) => command[1]);
const layout = { width: 240, colour: false };

describe('mergeSteps', () => {
  it('keeps what every list says of the order, and repeats nothing', () => {
    const merged = mergeSteps([[step('b')], [step('a'), step('b'), step('d')], [step('c'), step('d')]]);

    expect(names(merged)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps the first order of two that contradict each other', () => {
    expect(
      names(
        mergeSteps([
          [step('a'), step('b')],
          [step('b'), step('a')],
        ]),
      ),
    ).toEqual(['a', 'b']);
  });

  it('holds apart what is verified otherwise', () => {
    const looked = { ...step('a'), verify: ['look'] };
    const expecting = { ...looked, expected: ['ACTIVE'] };

    expect(mergeSteps([[step('a')], [looked], [expecting]])).toEqual([step('a'), looked, expecting]);
    const elsewhere = { ...step('a'), account: accounts.dev };
    expect(mergeSteps([[step('a')], [elsewhere]])).toEqual([step('a'), elsewhere]);
  });

  it('keeps of a look that it holds back what follows, whichever list says so', () => {
    const held: Step = { ...step('a'), holdsBack: true };

    expect(mergeSteps([[held], [step('a')]])).toEqual([held]);
    expect(mergeSteps([[step('a')], [held]])).toEqual([held]);
    const waiting: Step = { ...step('a'), waitsFor: 'GOOD_IMAGE' };
    expect(mergeSteps([[waiting], [step('a')], [held]])).toEqual([{ ...held, ...waiting }]);
  });

  it('rolls a node group once, where it goes to another version as well', () => {
    const up = nodegroupStep('shop', 'a', '1.25');
    const release = (name: string, account: string = up.account): Step => ({
      ...nodegroupStep('shop', name, ''),
      account,
      command: [...nodegroupStep('shop', name, '').command.slice(0, -2), '--release-version', '1.24.17-20240202'],
    });
    const [same, other, elsewhere] = [release('a'), release('b'), release('a', accounts.dev)];

    expect(mergeSteps([[controlPlaneStep('shop', '1.25'), up], [other], [elsewhere], [same]])).toEqual([
      controlPlaneStep('shop', '1.25'),
      up,
      other,
      elsewhere,
    ]);
  });

  it('gives each step once, in an order that no list contradicts', () => {
    const lists = fc.array(fc.subarray(['a', 'b', 'c', 'd', 'e', 'f', 'g']));
    fc.assert(
      fc.property(lists, (given) => {
        const merged = names(mergeSteps(given.map((list) => list.map(step))));

        expect(merged.toSorted()).toEqual([...new Set(given.flat())].toSorted());
        for (const list of given) expect(merged.filter((name) => list.includes(name ?? ''))).toEqual(list);
      }),
    );
  });
});

describe('stepLines', () => {
  it('numbers commands, with the command that shows each done', () => {
    const lines = stepLines(
      [addonStep('shop-prod', 'kube-proxy', 'v1.24.17-eksbuild.2'), step('look')],
      layout,
      2,
      accounts.prod,
    );

    expect(lines).toEqual([
      '  1.  aws eks update-addon --region eu-west-1 --cluster-name shop-prod --addon-name kube-proxy --addon-version v1.24.17-eksbuild.2 --resolve-conflicts PRESERVE',
      "      verify: aws eks describe-addon --region eu-west-1 --cluster-name shop-prod --addon-name kube-proxy --query 'addon.[status,addonVersion]' --output text",
      '              until it says: ACTIVE v1.24.17-eksbuild.2',
      '  2.  do look',
    ]);
  });

  it('says of a look what waits for it', () => {
    expect(stepLines([{ ...step('look'), holdsBack: true }], layout, 0, accounts.prod)).toEqual([
      '1.  do look',
      '    look at it before anything else: what would follow is left out, since it may break what runs',
    ]);
  });

  it.each([
    ['ANOTHER_AMI_TYPE', 'make a node group of another AMI type in its place'],
    ['FIRST_IMAGE', 'yet: wait for the first'],
    ['UPDATE_END', 'an update of it is under way: wait for its end'],
    ['GOOD_IMAGE', 'is known to be bad: wait for the next'],
  ] as const)('says of a node group that no command rolls what comes first: %s', (waitsFor, words) => {
    const lines = stepLines([{ ...step('look'), waitsFor }], layout, 0, accounts.prod);

    expect(lines.join(' ')).toContain(words);
    expect(lines.join(' ')).not.toContain('before anything else');
    const both = stepLines([{ ...step('look'), waitsFor, holdsBack: true }], layout, 0, accounts.prod).join(' ');
    expect(both).toContain(words);
    expect(both).toContain('before anything else');
  });

  it('tells of looks that wait for something else apart', () => {
    const looks = ['a', 'b', 'c', 'd', 'e', 'f'].map(step);
    const waiting: Step = { ...step('g'), waitsFor: 'GOOD_IMAGE' };

    expect(stepLines([...looks, waiting], layout, 0, accounts.prod)).toContain('2.  do g');
  });

  it('tells many that differ in one argument as one', () => {
    const rolls = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => nodegroupStep('shop', name, '1.25'));
    const lines = stepLines([controlPlaneStep('shop', '1.25'), ...rolls, step('look')], layout, 0, accounts.prod);

    expect(lines.filter((line) => line.includes('update-nodegroup-version'))).toHaveLength(1);
    expect(lines).toContain('    and likewise, one after another: b, c, d, e, f and g');
    expect(lines.at(-1)).toBe('3.  do look');
  });

  it('names the account of steps that are for another, once, and where they are for its own again', () => {
    const elsewhere = (name: string): Step => ({ ...step(name), account: accounts.dev });

    expect(stepLines([elsewhere('a'), elsewhere('b'), step('c')], layout, 2, accounts.prod)).toEqual([
      `  With the credentials of account ${accounts.dev}:`,
      '  1.  do a',
      '  2.  do b',
      `  With the credentials of account ${accounts.prod}:`,
      '  3.  do c',
    ]);
  });

  it('tells of no steps in two accounts as one', () => {
    const rolls = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => nodegroupStep('shop', name, '1.25'));
    const elsewhere = rolls.map((one) => ({ ...one, account: accounts.dev }));

    const lines = stepLines([...rolls, ...elsewhere], layout, 0, accounts.prod);

    expect(lines.filter((line) => line.includes('update-nodegroup-version'))).toHaveLength(2);
  });

  it('writes a few out', () => {
    const rolls = ['a', 'b', 'c', 'd', 'e'].map((name) => nodegroupStep('shop', name, '1.25'));

    expect(stepLines(rolls, layout, 0, accounts.prod)).toHaveLength(15);
  });

  it('takes no step for another that differs elsewhere', () => {
    const moved = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => nodegroupStep('shop', name, '1.25'));
    const other = nodegroupStep('shop', 'a', '1.26');

    expect(
      stepLines([...moved, other], layout, 0, accounts.prod).some((line) => line.includes('--kubernetes-version 1.26')),
    ).toBe(true);
  });
});

describe('shapeOf', () => {
  const [first, other] = ['a', 'b'].map((name) => nodegroupStep('shop', name, '1.25')) as [Step, Step];

  it('is the same where the commands differ in their values only, and in how many of a kind follow one another', () => {
    expect(shapeOf([first])).toBe(shapeOf([nodegroupStep('cart', 'x', '1.26')]));
    expect(shapeOf([first, other, first])).toBe(shapeOf([first]));
  });

  it.each<[string, readonly Step[]]>([
    ['command', [controlPlaneStep('shop', '1.25')]],
    ['option', [{ ...first, command: [...first.command, '--force'] }]],
    ['step before', [controlPlaneStep('shop', '1.25'), first]],
    ['wait for what it shows', [{ ...first, holdsBack: true }]],
    ['wait for what is to come', [{ ...first, waitsFor: 'GOOD_IMAGE' }]],
  ])('is another with another %s', (_what, steps) => {
    expect(shapeOf(steps)).not.toBe(shapeOf([first]));
  });

  it('is nothing where there is nothing to do', () => {
    expect(shapeOf([])).toBe('');
  });
});

describe('firstCommand', () => {
  it('says how many follow', () => {
    expect(firstCommand([step('a'), step('b')])).toEqual({
      account: accounts.prod,
      command: 'do a',
      reservations: [],
      looks: false,
      more: 1,
    });
    expect(firstCommand([])).toBeUndefined();
  });
});
