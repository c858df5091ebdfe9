import type { Json } from '#core/json.ts';
import { dayAndDistance, minuteOf } from '../day-words.ts';
import { listed, type Phrase, say } from '../phrase.ts';
import { factText } from './facts.ts';
import type { Told, Words } from './wording.ts';

export const clusterRollbackWindow: Words = (told) => {
  const { facts } = told;
  const version = facts.text('version');
  const previous = facts.text('previousVersion');
  const upgradedAt = facts.text('upgradedAt');
  const end = endOf(told);
  if (version === undefined || previous === undefined || upgradedAt === undefined || !end) return undefined;
  return {
    headline: say`its upgrade from ${previous} to ${version} can be undone ${end}`,
    details: [say`It began at ${minuteOf(upgradedAt)}.`, ...inTheWay(told, previous)],
  };
};

function endOf({ facts, asOf }: Told): Phrase | undefined {
  const atLeast = facts.text('atLeastUntil');
  const until = facts.text('until');
  if (atLeast !== undefined) return say`at least until ${dayAndDistance(atLeast, asOf)}`;
  return until === undefined ? undefined : say`until ${dayAndDistance(until, asOf)}`;
}

/** What prevents it already. */
function inTheWay({ facts }: Told, previous: string): readonly Phrase[] {
  const blockers = facts.json('blockers');
  const policy = facts.flag('needsExtendedPolicy')
    ? [say`The upgrade policy has to be EXTENDED for that: ${previous} is in extended support.`]
    : [];
  if (facts.flag('blockersUnknown')) return [say`What EKS has against it is not known.`, ...policy];
  const named = Array.isArray(blockers) ? blockers.map(blocker) : [];
  if (named.length === 0) return [say`EKS has nothing against it.`, ...policy];
  return [say`EKS has against it: ${listed(named)}.`, ...policy];
}

function blocker(one: Json): Phrase {
  const { insight, status, reason } = Object(one) as Readonly<Record<string, Json>>;
  if (typeof insight !== 'string' || typeof status !== 'string') return say`${factText(one)}`;
  return typeof reason === 'string' ? say`${insight} (${status}, ${reason})` : say`${insight} (${status})`;
}
