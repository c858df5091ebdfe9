import { dayOf } from '#core/days.ts';
import { listed, type Phrase, say } from '../phrase.ts';
import type { Words } from './wording.ts';

export const lastUpdateOutcome: Words = ({ facts }) => {
  const type = facts.text('type');
  const startedAt = facts.text('startedAt');
  const outcome = outcomes[facts.text('outcome') ?? ''];
  if (type === undefined || startedAt === undefined || outcome === undefined) return undefined;
  facts.pass('update');
  const version = facts.text('version');
  const errors = facts.texts('errors');
  const update = version === undefined ? say`${type}` : say`${type} to ${version}`;
  const because = errors.length === 0 ? say`` : say`: ${listed(errors)}`;
  const messages = facts.texts('messages').map((message) => say`EKS says: ${message}`);
  return { headline: say`${outcome(update, dayOf(startedAt))}${because}`, details: messages };
};

const outcomes: Readonly<Record<string, (update: Phrase, day: string) => Phrase>> = {
  FAILED: (update, day) => say`its last update (${update}, begun on ${day}) failed`,
  CANCELLED: (update, day) => say`its last update (${update}, begun on ${day}) was cancelled`,
  UNFINISHED: (update, day) => say`its last update (${update}) has been in progress since ${day}`,
  ROLLED_BACK: (update, day) => say`it was rolled back on ${day} (${update})`,
};
