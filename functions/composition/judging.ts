import type { Knowledge } from '#app/knowledge.ts';
import type { BreakageSource } from '#app/known-breakages.ts';
import { datedFacts } from '#data/dated-facts.ts';
import { knownBreakages } from '#data/known-breakages.ts';
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
    ...datedFacts,
  };
  return place === undefined ? { knowledge } : { knowledge, breakageSource: breakageSourceOf(place, folder) };
}
