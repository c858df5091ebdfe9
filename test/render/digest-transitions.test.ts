import { expect, it } from 'vitest';
import type { Digest } from '#core/digest/digest.ts';
import { type ResolutionCause, resolutionCauses, transitionKinds } from '#core/finding.ts';
import { digestMessages } from '#render/digest-message.ts';
import { aDigest, aFinding, resolved, told } from '../support/document-builders.ts';
import { expectGolden } from '../support/golden.ts';
import { enteredUntested } from '../support/incident-audit.ts';

const finding = aFinding({ firstObservedAt: '2024-02-20T23:00:00.000Z' });
const over = (cause: ResolutionCause) => [told(resolved(finding, cause), 'RESOLVED', { cause })];

/** A digest of one transition, for each kind of it and each way to be over. */
const digests: Readonly<Record<string, Digest>> = {
  OPENED: aDigest({ worse: [told(aFinding())], open: [aFinding()] }),
  WORSENED: aDigest({ worse: [told(finding, 'WORSENED', { previousSeverity: 'MEDIUM' })], open: [finding] }),
  EASED: aDigest({ better: [told(finding, 'EASED', { previousSeverity: 'CRITICAL' })], open: [finding] }),
  REOPENED: aDigest({ worse: [told(aFinding(), 'REOPENED')], open: [aFinding()] }),
  'RESOLVED MENDED': aDigest({ better: over('MENDED') }),
  'RESOLVED GONE': aDigest({ over: over('GONE') }),
  'RESOLVED MADE_ANEW': aDigest({ over: over('MADE_ANEW') }),
  'RESOLVED NO_LONGER_WATCHED': aDigest({ over: over('NO_LONGER_WATCHED') }),
  'RESOLVED NO_LONGER_APPLIES': aDigest({ over: over('NO_LONGER_APPLIES') }),
  'RESOLVED UPGRADED_UNTESTED': aDigest({ over: [told(enteredUntested, 'RESOLVED', { cause: 'UPGRADED_UNTESTED' })] }),
  'RESOLVED RETIRED': aDigest({ over: over('RETIRED') }),
  'RESOLVED EXPLAINED': aDigest({ over: over('EXPLAINED') }),
};

const mild = aFinding({ severity: 'LOW', firstObservedAt: '2024-03-03T23:00:00.000Z' });
const worst = 'CRITICAL';

/** A digest of several transitions of one finding that nobody had heard of. */
const summed: Readonly<Record<string, Digest>> = {
  'OPENED and eased': aDigest({ worse: [told(mild, 'OPENED', { worst })], open: [mild] }),
  'REOPENED and eased': aDigest({ worse: [told(mild, 'REOPENED', { worst })], open: [mild] }),
  'WORSENED and eased': aDigest({
    worse: [told(finding, 'WORSENED', { worst, previousSeverity: 'LOW' })],
    open: [finding],
  }),
  'EASED and worsened': aDigest({ better: [told(mild, 'EASED', { worst, previousSeverity: 'HIGH' })], open: [mild] }),
  'EASED and RESOLVED': aDigest({
    better: [told(resolved(mild), 'RESOLVED', { cause: 'MENDED', worst })],
  }),
  'OPENED and RESOLVED': aDigest({
    better: [told(resolved(mild), 'RESOLVED', { cause: 'MENDED', worst, unheardOf: true })],
    over: [
      told(resolved(aFinding({ fault: 'other', firstObservedAt: '2024-03-03T23:00:00.000Z' }), 'GONE'), 'RESOLVED', {
        cause: 'GONE',
        unheardOf: true,
      }),
    ],
  }),
};

const messages = (format: keyof ReturnType<typeof digestMessages>) =>
  Object.entries({ ...digests, ...summed }).map(([name, digest]) => ({ name, ...digestMessages()[format](digest) }));
const asJson = (format: keyof ReturnType<typeof digestMessages>): string => {
  const byName = messages(format).map(({ name, message }) => [name, JSON.parse(message) as unknown] as const);
  return `${JSON.stringify(Object.fromEntries(byName), undefined, 2)}\n`;
};

it('are all that there are', () => {
  const kinds = transitionKinds.filter((kind) => kind !== 'RESOLVED');
  const ends = resolutionCauses.map((cause) => `RESOLVED ${cause}`);

  expect(Object.keys(digests).sort()).toEqual([...kinds, ...ends].sort());
});

it('are told in an e-mail as they were reviewed', () => {
  const texts = messages('text').map(({ name, subject, message }) => `=== ${name}\nSubject: ${subject}\n\n${message}`);

  expectGolden('render/digest-transitions.txt', texts.join('\n'));
});

it('are told to machines as they were reviewed', () => {
  expectGolden('render/digest-transitions.json', asJson('json'));
});

it('are told in a chat as they were reviewed', () => {
  expectGolden('render/digest-transitions-chat.json', asJson('chat'));
});
