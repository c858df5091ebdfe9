import type { Knowledge } from '#app/knowledge.ts';
import type { BreakageSource } from '#app/known-breakages.ts';
import { extendedSupportPrice } from '#data/extended-support-price.ts';
import { imageEnds } from '#data/image-ends.ts';
import { knownBreakages } from '#data/known-breakages.ts';
import { minimumVersions } from '#data/minimum-versions.ts';
import { rollbackTerms } from '#data/rollback-terms.ts';
import { settingsOf, siblingRulesOf } from '#shared/config.ts';
import { breakageSourceOf } from './breakage-source.ts';
import type { Configuration } from './configuration.ts';

/** What an audit judges by, and the file from which each sweep learns more. */
export interface Judging {
  readonly knowledge: Knowledge;
  readonly breakageSource?: BreakageSource;
}

/** Puts together the operator's settings and the dated facts that no API gives. */
export function judgingOf({ config, folder }: Configuration): Judging {
  const { knownBreakages: place, suppressions } = config;
  const knowledge = {
    settings: settingsOf(config),
    siblings: siblingRulesOf(config),
    suppressions,
    breakages: knownBreakages,
    minimumVersions,
    imageEnds,
    extendedSupportPrice,
    rollbackTerms,
  };
  return place === undefined ? { knowledge } : { knowledge, breakageSource: breakageSourceOf(place, folder) };
}
