import { z } from 'zod';
import { type Finding as CoreFinding, compareFindings, type Transition } from '#core/finding.ts';
import type { Sweep } from '#core/sweep.ts';
import type { Store } from '#ports/store.ts';
import { ifUnchanged, unlessYoungerOrSame } from './fence.ts';
import { Finding } from './finding-schema.ts';
import { besideBody, fromItem, type Item, toItem } from './item.ts';
import { findingIndexKeys, findingKey, findingShards, findingsRange, transitionKey, untoldShards } from './keys.ts';
import type { StoreParts } from './store-parts.ts';
import type { IndexName } from './tables.ts';

type FindingStore = Pick<
  Store,
  'findingsOf' | 'saveFindings' | 'openFindings' | 'untoldFindings' | 'markTold' | 'markPublished'
>;

const Beside = z.object({ startedAt: z.string() });

/**
 * Findings and what happened to them.
 *
 * A transition is kept in the finding's own item until it is told, and copied from there into the history: after
 * the item is saved, and again before it is cleared. What a crash leaves uncopied is still in the item.
 */
export function findingStore({ table, expiry }: StoreParts): FindingStore {
  /** Whether the finding is stored as this sweep saw it: written now, or before. */
  async function save(sweep: Sweep, finding: CoreFinding): Promise<boolean> {
    const item = findingItem(sweep, finding);
    if (await table.put(item, unlessYoungerOrSame(sweep, finding))) return true;
    const stored = await table.get(item);
    if (!stored) return false;
    return besideBody(stored, Beside).startedAt === sweep.startedAt;
  }

  async function copyToHistory(findings: readonly CoreFinding[]): Promise<void> {
    const items = findings.flatMap((finding) =>
      newTransitions(finding).map((transition) =>
        toItem(transitionKey(finding, transition), historyOf(finding, transition), expiry()),
      ),
    );
    await table.putAll(items);
  }

  /** Found by the index, which may lag behind, then read as they are. */
  async function findingsIn(index: IndexName, shards: readonly string[]): Promise<readonly CoreFinding[]> {
    const found = await Promise.all(shards.map((shard) => table.queryIndex(index, shard)));
    const items = await table.getAll(found.flat());
    return items.map((item) => fromItem(item, Finding)).sort(compareFindings);
  }

  async function mark(sweep: Sweep, findings: readonly CoreFinding[]): Promise<void> {
    await Promise.all(findings.map((finding) => table.put(findingItem(sweep, finding), ifUnchanged(sweep, finding))));
  }

  return {
    async findingsOf(clusterArn) {
      const items = await table.query(findingsRange(clusterArn));
      return items.map((item) => fromItem(item, Finding));
    },

    async saveFindings(sweep, findings) {
      const saved = await Promise.all(findings.map((finding) => save(sweep, finding)));
      await copyToHistory(findings.filter((_, i) => saved[i]));
    },

    async openFindings() {
      return (await findingsIn('findings', findingShards('OPEN'))).filter(({ status }) => status === 'OPEN');
    },

    async untoldFindings() {
      return (await findingsIn('untold-findings', untoldShards)).filter(
        ({ untold, unpublished }) => untold.length > 0 || unpublished.length > 0,
      );
    },

    async markTold(sweep, findings) {
      await copyToHistory(findings.filter(({ untold }) => untold.length > 0));
      const told = findings.map((finding) => ({ ...finding, untold: [], lastToldAt: sweep.asOf }));
      await mark(sweep, told);
    },

    async markPublished(sweep, findings) {
      await mark(sweep, findings);
    },
  };
}

function findingItem({ startedAt }: Sweep, finding: CoreFinding): Item {
  return toItem(findingKey(finding), finding, {
    startedAt,
    revision: finding.revision,
    ...findingIndexKeys(finding),
  });
}

/** What may not be in the history yet: a transition that has been told was copied when it was. */
function newTransitions({ untold, lastTransition, revision }: CoreFinding): readonly Transition[] {
  const isKept = untold.some((one) => one.revision === lastTransition.revision);
  return isKept || lastTransition.revision !== revision ? untold : [...untold, lastTransition];
}

function historyOf({ id, rule, resource, horizon, fault }: CoreFinding, transition: Transition): object {
  return { finding: id, rule, resource, horizon, fault, transition };
}
