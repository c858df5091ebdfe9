import { dayOf, daysBetween, type Instant } from '../days.ts';
import { addonUpdatesOf } from '../snapshot.ts';
import { type AddonSetting, setSince } from '../update.ts';
import { notApplicable, type Verdict } from '../verdicts.ts';
import type { AddonSubject, Peer } from './addon-presence.ts';
import { type Side, sideOf } from './odd-one-out.ts';

/**
 * That a lower environment leads: it was given a setting of an add-on after the higher one was, within `drift.grace`, and
 * that is the ordinary way of a change. Undefined where its updates do not tell so: the difference then counts at once.
 */
export function leadOf(setting: AddonSetting, subject: AddonSubject, peer: Peer): Verdict | undefined {
  const { asOf, settings } = subject.view;
  const other = sideOf(peer);
  const [lower, higher] = subject.rank < other.rank ? [subject, other] : [other, subject];
  const since = sinceOf(lower, setting);
  if (since === undefined || daysBetween(since, asOf) > settings.drift.grace) return undefined;
  if ((sinceOf(higher, setting) ?? '') > since) return undefined;
  return notApplicable(`${lower.environment} has led with it since ${dayOf(since)}, within drift.grace`);
}

function sinceOf({ cluster, addon }: Side, setting: AddonSetting): Instant | undefined {
  const updates = addonUpdatesOf(cluster, addon.name);
  return updates.readable ? setSince(updates.value, setting) : undefined;
}
