import { listed, type Phrase, say } from '../phrase.ts';
import type { Told, Words } from './wording.ts';

export const clusterHealth: Words = (told) => health(told, []);

export const nodegroupHealth: Words = (told) =>
  health(
    told,
    told.facts.flag('scaledToZero')
      ? [say`The group is scaled to zero. What kept a node from coming is reported until one comes.`]
      : [],
  );

export const addonHealth: Words = (told) =>
  health(
    told,
    told.facts.flag('withoutNodes') ? [say`Each node group is scaled to zero: it has no node to run on.`] : [],
  );

/** What EKS reports, in its own words, and what a rule has to add. */
function health({ facts }: Told, more: readonly Phrase[]): ReturnType<Words> {
  const code = facts.text('code');
  const status = facts.text('status');
  const resources = facts.texts('resources');
  if (code === undefined && status === undefined) return undefined;
  const named = resources.length === 0 ? [] : [say`It is about ${listed(resources)}.`];
  return {
    headline: headlineOf(code, status),
    details: [...facts.texts('messages').map((message) => say`EKS says: ${message}`), ...named, ...more],
  };
}

function headlineOf(code: string | undefined, status: string | undefined): Phrase {
  if (code === undefined) return say`EKS calls it ${String(status)}, and does not say why`;
  return status === undefined ? say`EKS reports ${code}` : say`EKS reports ${code}, and calls it ${status}`;
}
