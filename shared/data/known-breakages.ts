import type { KnownBreakage } from '#core/known-breakage.ts';
import type { Notice } from '#core/notice.ts';
import { type ConfigError, inOrder } from '#shared/config/config-error.ts';
import { configErrors } from '#shared/config/issues.ts';
import { readYaml } from '#shared/config/yaml-text.ts';
import { BreakageFile } from './breakage-schema.ts';
import file from './known-breakages.json' with { type: 'json' };

/** The breakages that come with Midwatch. */
export const knownBreakages: readonly KnownBreakage[] = BreakageFile.parse(file).breakages;

export type BreakagesResult =
  | { readonly ok: true; readonly breakages: readonly KnownBreakage[] }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

/** Reads a file of breakages that users wrote, whole: one entry that is wrong refuses the file. */
export function parseBreakages(input: string | Uint8Array, source: string): BreakagesResult {
  const reading = readYaml(input, source);
  if (!reading.ok) return reading;
  const { text } = reading;
  const parsed = BreakageFile.safeParse(text.value);
  const errors = [...text.errors, ...configErrors(parsed.error?.issues ?? [], text)];
  if (!parsed.success || errors.length > 0) return { ok: false, errors: inOrder(errors) };
  return { ok: true, breakages: parsed.data.breakages };
}

/**
 * Lays the breakages of a user's file beside Midwatch's own.
 *
 * A file that a newer release came with, read by an older one, or the other way round, names the same ids: of two
 * entries of one id, the one that was read from its source later holds, and the user's where both were read that day.
 */
export function mergeBreakages(
  own: readonly KnownBreakage[],
  theirs: readonly KnownBreakage[],
  source: string,
): { readonly breakages: readonly KnownBreakage[]; readonly notices: readonly Notice[] } {
  const ownById = new Map(own.map((breakage) => [breakage.id, breakage]));
  const isOutdated = ({ id, read }: KnownBreakage): boolean => read < (ownById.get(id)?.read ?? '');
  const outdated = theirs.filter(isOutdated);
  const used = theirs.filter((breakage) => !isOutdated(breakage));
  const replaced = new Set(used.map(({ id }) => id));
  return {
    breakages: [...own.filter(({ id }) => !replaced.has(id)), ...used],
    notices: outdated.map(({ id, read }) => ({
      kind: 'SETTING_UNUSED',
      subject: `${source}: ${id}`,
      detail: `Midwatch's own entry of ${ownById.get(id)?.read} is newer than this one of ${read}`,
    })),
  };
}
