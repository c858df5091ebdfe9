import type { AskDeps } from '#app/ask/ask-deps.ts';
import type { Finding } from '#core/finding.ts';
import { makeApi } from '../../../functions/api/app.ts';
import {
  aCoverage,
  anInsufficiency,
  concluded,
  everyCluster,
  everyCoverage,
  everyFinding,
  everyInsufficiency,
  inSystem,
  openedBy,
  resolvedBy,
  sweepOf,
} from '../../adapters/dynamodb/store-builders.ts';
import { anAskedWorld } from '../../app/ask/asked-world.ts';
import { aCluster } from '../../support/builders.ts';

const [first, second] = [sweepOf(1), sweepOf(2)] as const;
export const arn = everyCluster.arn;
export const sweepId = second.id;

/** A history in which every field that there is has a value. */
export async function everyAnswer(): Promise<AskDeps> {
  const suppression = { rule: '*', resource: '*/node*', reason: 'it goes', owner: 'platform', until: '2026-12-31' };
  const world = await anAskedWorld({ suppressions: [suppression] });
  const { store } = world;
  const open: Finding = { ...everyFinding, status: 'OPEN' };
  await store.saveCluster(first, inSystem('shop', aCluster({ name: 'shop-dev' })), undefined);
  await store.saveCluster(first, inSystem('shop'), undefined);
  await store.saveCluster(second, everyCluster, undefined);
  const onNodes = { ...openedBy(first, { rule: 'nodegroup-health' }), resource: `${arn}/nodegroup/workers` };
  await store.saveFindings(first, [open, openedBy(first, { rule: 'cluster-health' }), onNodes]);
  await store.saveFindings(second, [resolvedBy(second, openedBy(first, { rule: 'addon-health' }))]);
  await store.saveInsufficiencies(first, arn, 'cluster', [everyInsufficiency]);
  await store.saveInsufficiencies(first, arn, 'fleet', [anInsufficiency('no sibling')]);
  await store.saveNotices(second, 'PLAN', [{ kind: 'SETTING_UNUSED', subject: 'report', detail: '' }]);
  await store.saveCoverage(second, everyCoverage);
  await store.saveCoverage(second, aCoverage(second, { region: 'us-east-1' }));
  const known = { since: first.asOf, partial: true as const, regions: ['eu-west-1'], configuration: 'c0ffee' };
  await store.saveSweep(concluded(first));
  await store.saveSweep(concluded({ ...second, ...known }));
  await store.takeLease({ holder: 'h', sweep: { ...second, id: 'running' }, until: '2999-01-01T00:00:00.000Z' });
  return world;
}

/** An answer of whatever kind: what of it is looked at, the test says. */
type AnyAnswer = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> & { readonly next?: string };

/** Asks the API of a history, and keeps what it says of what nobody foresaw. */
export function anApi(deps: AskDeps) {
  const errors: Error[] = [];
  const api = makeApi({ ...deps, onError: (error) => void errors.push(error) });
  const ask = async (path: string, init?: RequestInit) => api.request(path, init);
  return {
    errors,
    ask,
    askJson: async (path: string): Promise<AnyAnswer> => (await (await ask(path)).json()) as AnyAnswer,
  };
}
