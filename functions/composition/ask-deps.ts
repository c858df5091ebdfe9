import type { AskDeps, AskedStore } from '#app/ask/ask-deps.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { Judging } from './judging.ts';

/** What questions are answered by, wherever they are asked. */
export function askDeps<S extends AskedStore>({
  store,
  knowledge,
}: { readonly store: S } & Pick<Judging, 'knowledge'>): AskDeps & { readonly store: S } {
  return { store, rules: [...clusterRules, ...fleetRules], knowledge };
}
