import { dayOf, type Instant } from '../days.ts';
import { addonUpdatesOf } from '../snapshot.ts';
import { type AddonSetting, setSince } from '../update.ts';
import { notApplicable, type Verdict } from '../verdicts.ts';
import type { AddonSubject, Peer } from './addon-presence.ts';
import { cameWith, isWithinGrace } from './grace.ts';
import { type Side, sideOf } from './odd-one-out.ts';

/**
 * That a lower environment leads: it was given a setting of an add-on after the higher one was, within `drift.grace`, and
 * that is the ordinary way of a change. Undefined where its updates do not tell so: the difference then counts at once.
 */
export function leadOf(setting: AddonSetting, subject: AddonSubject, peer: Peer): Verdict | undefined {
  const other = sideOf(peer);
  const [lower, higher] = subject.rank < other.rank ? [subject, other] : [other, subject];
  const since = sinceOf(lower, setting);
  if (since === undefined || !isWithinGrace(since, subject.view)) return undefined;
  if ((sinceOf(higher, setting) ?? '') >= since) return undefined;
  return notApplicable(`${lower.environment} has led with it since ${dayOf(since)}, within drift.grace`);
}

/** Since when an add-on is set as it is; undefined where nothing tells, and where it came with its cluster. */
function sinceOf({ cluster, addon }: Side, setting: AddonSetting): Instant | undefined {
  const updates = addonUpdatesOf(cluster, addon.name);
  if (!updates.readable) return undefined;
  if (updates.value.length > 0) return setSince(updates.value, setting);
  // EKS lists no update of what is as it was installed.
  const { modifiedAt } = addon;
  return modifiedAt !== undefined && !cameWith(cluster, modifiedAt) ? modifiedAt : undefined;
}
