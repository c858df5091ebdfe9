import type { AskDeps, AskedStore } from '#app/ask/ask-deps.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { Judging } from './judging.ts';

/** What questions are answered by, wherever they are asked. */
export function askDeps({ store, knowledge }: { readonly store: AskedStore } & Pick<Judging, 'knowledge'>): AskDeps {
  return { store, rules: [...clusterRules, ...fleetRules], knowledge };
}
