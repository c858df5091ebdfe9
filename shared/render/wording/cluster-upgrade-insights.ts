import { dayOf } from '#core/days.ts';
import type { Json } from '#core/json.ts';
import { dayAndDistance } from '../day-words.ts';
import { firstOf, listed, type Phrase, say } from '../phrase.ts';
import { factText } from './facts.ts';
import type { Told, Words } from './wording.ts';

export const clusterUpgradeInsights: Words = (told) => {
  const { facts } = told;
  const insight = facts.text('insight');
  const status = facts.text('status');
  const kubernetes = facts.text('kubernetes');
  if (insight === undefined || status === undefined) return undefined;
  const reason = facts.text('reason');
  const addons = facts.texts('addons');
  return {
    headline: say`${headline(insight, status, kubernetes, told)}${lastAsked(told)}`,
    details: [
      ...(reason === undefined ? [] : [say`EKS says: ${reason}`]),
      ...askedFor(facts.json('asked')),
      ...(addons.length === 0 ? [] : [say`It is about ${listed(addons)}.`]),
      ...passesAgain(told),
    ],
  };
};

function headline(insight: string, status: string, kubernetes: string | undefined, { horizon }: Told): Phrase {
  const about = kubernetes === undefined ? say`` : say` of Kubernetes ${kubernetes}`;
  if (status === 'WARNING') return say`EKS warns${about} by its insight ${insight}`;
  if (horizon === 'now') return say`does not pass EKS's insight ${insight}`;
  const at = kubernetes === undefined ? say`the next upgrade` : say`the upgrade to ${kubernetes}`;
  return say`does not pass EKS's insight ${insight}, at ${at}`;
}

function lastAsked({ facts }: Told): Phrase {
  const day = facts.text('lastRequestedAt');
  return day === undefined ? say`` : say`; the last request that it is about was on ${dayOf(day)}`;
}

function passesAgain({ facts, asOf }: Told): readonly Phrase[] {
  const day = facts.text('forgottenAt');
  return day === undefined ? [] : [say`It passes again on ${dayAndDistance(day, asOf)}, unless there is another one.`];
}

/** Which API is asked for by whom: names that clients gave themselves. */
function askedFor(value: Json | undefined): readonly Phrase[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).flatMap((one: Json) => {
    const { api, replacedBy, by } = Object(one) as Readonly<Record<string, Json>>;
    if (typeof api !== 'string' || !Array.isArray(by)) return [say`It is about ${factText(one)}.`];
    const instead = typeof replacedBy === 'string' ? say`; ${replacedBy} takes its place` : say``;
    return [say`${api} is asked for by ${firstOf(by.map(String))}${instead}.`];
  });
}
