import { partsOf, type SnapshotFacet, snapshotFacets } from '../facets.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { Reading } from '../reading.ts';
import type { ClusterSnapshot } from '../snapshot.ts';
import { toldInBoth } from './told-in-both.ts';

/** How a part of a cluster differs from what it was. */
export interface ComponentChange {
  /** `cluster`, or a part of it: `addon/vpc-cni`, `nodegroup/workers`, a facet by its name. */
  readonly component: string;
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  /** What of it is another; absent where the whole of it came, went, or differs. */
  readonly field?: string;
  /** Where it is a text, a number, or true or false. */
  readonly from?: string;
  readonly to?: string;
}

/** Facets whose parts people know by name, and what those are called. */
const kinds: { readonly [F in SnapshotFacet]?: string } = { addons: 'addon', nodegroups: 'nodegroup' };

/** Moves with every change, of which it says nothing; and what is made anew changes in other ways too. */
const unsaid: readonly string[] = ['name', 'createdAt', 'modifiedAt'];

type Fields = Readonly<Record<string, unknown>>;

/** What of a cluster is otherwise in the second snapshot, versions first. */
export function componentChanges(before: ClusterSnapshot, after: ClusterSnapshot): readonly ComponentChange[] {
  return [
    ...changedFields('cluster', withoutFacets(toldInBoth(before, after)), withoutFacets(toldInBoth(after, before))),
    ...snapshotFacets.flatMap((facet) => facetChanges(facet, before, after)),
  ];
}

/** A list that was not read has lost nothing, and one that is read again has won nothing: only that is told of it. */
function facetChanges(
  facet: SnapshotFacet,
  before: ClusterSnapshot,
  after: ClusterSnapshot,
): readonly ComponentChange[] {
  if (isSame(before[facet], after[facet])) return [];
  const kind = kinds[facet];
  const [parts, others] = [partsIn(facet, before), partsIn(facet, after)];
  if (kind !== undefined && parts && others) return partChanges(kind, parts, others);
  return [{ component: facet, kind: 'CHANGED' }];
}

function withoutFacets(snapshot: Fields): Fields {
  return Object.fromEntries(Object.entries(snapshot).filter(([key]) => !snapshotFacets.some((facet) => facet === key)));
}

type Parts = ReadonlyMap<string, Fields | undefined>;

/** The parts of a list, by name; undefined where it could not be read. */
function partsIn(facet: SnapshotFacet, snapshot: ClusterSnapshot): Parts | undefined {
  const reading: Reading<unknown> = snapshot[facet];
  const parts = reading.readable ? partsOf(facet, reading.value) : undefined;
  return (
    parts && new Map(parts.map(({ name, detail }) => [name, detail.readable ? (detail.value as Fields) : undefined]))
  );
}

function partChanges(kind: string, before: Parts, after: Parts): readonly ComponentChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name): readonly ComponentChange[] => {
    const component = `${kind}/${name}`;
    const [one, other] = [before.get(name), after.get(name)];
    if (!before.has(name)) return [{ component, kind: 'ADDED', ...valued('to', other?.version) }];
    if (!after.has(name)) return [{ component, kind: 'REMOVED', ...valued('from', one?.version) }];
    if (one && other) return changedFields(component, one, other);
    return one === other ? [] : [{ component, kind: 'CHANGED' }];
  });
}

function changedFields(component: string, before: Fields, after: Fields): readonly ComponentChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => !unsaid.includes(field),
  );
  return fields
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => ({
      component,
      kind: 'CHANGED' as const,
      field,
      ...valued('from', before[field]),
      ...valued('to', after[field]),
    }))
    .sort((a, b) => rank(a.field) - rank(b.field));
}

/** Versions are what people look for. */
function rank(field: string): number {
  return /version/i.test(field) ? 0 : 1;
}

function valued(key: 'from' | 'to', value: unknown): { readonly from?: string; readonly to?: string } {
  return ['string', 'number', 'boolean'].includes(typeof value) ? { [key]: String(value) } : {};
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json | undefined) === canonicalJson(b as Json | undefined);
}
