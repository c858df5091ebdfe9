import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Knowledge } from '#app/knowledge.ts';
import type { KnownBreakage } from '#core/known-breakage.ts';
import type { Notice } from '#core/notice.ts';
import { extendedSupportPrice } from '#data/extended-support-price.ts';
import { knownBreakages, mergeBreakages, parseBreakages } from '#data/known-breakages.ts';
import { minimumVersions } from '#data/minimum-versions.ts';
import { formatConfigErrors, settingsOf, siblingRulesOf } from '#shared/config.ts';
import type { Configuration } from './configuration.ts';

/** What an audit judges by, and what has to be said of it. */
export interface Judging {
  readonly knowledge: Knowledge;
  readonly notices: readonly Notice[];
}

/** Puts together the operator's settings and the dated facts that no API gives. */
export async function judgingOf({ config, folder }: Configuration): Promise<Judging> {
  const { breakages, unread, notices } = await breakagesOf(config.knownBreakages, folder);
  const knowledge = {
    settings: settingsOf(config),
    siblings: siblingRulesOf(config),
    suppressions: config.suppressions,
    breakages,
    ...(unread ? { breakagesUnread: true as const } : {}),
    minimumVersions,
    extendedSupportPrice,
  };
  return { knowledge, notices };
}

interface Breakages {
  readonly breakages: readonly KnownBreakage[];
  readonly unread?: true;
  readonly notices: readonly Notice[];
}

/** The breakages that come with Midwatch and those of the user's file; one that cannot be read is a notice, no more. */
async function breakagesOf(path: string | undefined, folder: string): Promise<Breakages> {
  // An address is told as a setting that this version does not act on.
  if (path === undefined || path.startsWith('https://')) return { breakages: knownBreakages, notices: [] };
  const unread = (detail: string): Breakages => ({
    breakages: knownBreakages,
    unread: true,
    notices: [{ kind: 'BREAKAGES_UNREADABLE', subject: path, detail }],
  });
  try {
    const parsed = parseBreakages(await readFile(resolve(folder, path)), path);
    if (!parsed.ok) return unread(formatConfigErrors(parsed.errors));
    const merged = mergeBreakages(knownBreakages, parsed.breakages, path);
    return merged;
  } catch (error) {
    return unread(error instanceof Error ? error.message : String(error));
  }
}
