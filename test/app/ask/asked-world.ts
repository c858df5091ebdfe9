import type { AskDeps } from '#app/ask/ask-deps.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import { sweepOf } from '../../adapters/dynamodb/store-builders.ts';
import { aCatalogue } from '../../support/builders.ts';
import { type FakeStore, fakeStore } from '../../support/fake-store.ts';
import { knowledge } from '../../support/sweeps.ts';

export interface AskedWorld extends AskDeps {
  readonly store: FakeStore;
}

/** What questions are asked of: a history that knows what AWS publishes, and nothing else. */
export async function anAskedWorld(overrides: Partial<AskDeps['knowledge']> = {}): Promise<AskedWorld> {
  const store = fakeStore();
  await store.saveCatalogue(sweepOf(1), aCatalogue());
  return { store, rules: [...clusterRules, ...fleetRules], knowledge: { ...knowledge(), ...overrides } };
}
