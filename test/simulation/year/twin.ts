import { gunzipSync } from 'node:zlib';
import type { Item } from '#adapters/dynamodb/item.ts';
import { catalogueReadsRange } from '#adapters/dynamodb/keys.ts';

/**
 * In what two tables differ that ought to be alike: one after a night with deaths and reruns, one after the same night
 * without.
 *
 * Left out is what goes by the real clock, which went on while somebody started the sweep again: when history expires,
 * when the sweep was concluded, and until when its lease holds. Which lists of a catalogue were read is a set. And what a
 * death left out of the history is still untold in its finding: it is copied from there when it is told.
 */
export function differences(ours: readonly Item[], twins: readonly Item[]): readonly string[] {
  const [mine, others] = [byKey(ours), byKey(twins)];
  return [...new Set([...mine.keys(), ...others.keys()])].flatMap((key) => {
    const [one, other] = [mine.get(key), others.get(key)];
    if (one === other || (one === undefined && other && isUntold(other, mine))) return [];
    const [text, wanted] = [one && comparable(one), other && comparable(other)];
    return text === wanted
      ? []
      : [`${key} is ${text ?? 'not there'}, and without the death ${wanted ?? 'is not there'}`];
  });
}

const transition = /^HISTORY#[^#]*#TRANSITION#(.*)#(\d+)$/;

/** Whether an item of the history tells what its finding still holds as untold. */
function isUntold({ pk, sk }: Item, items: ReadonlyMap<string, Item>): boolean {
  const [, finding, revision] = transition.exec(sk) ?? [];
  const item = items.get(`${pk} FINDING#${finding}`);
  if (!item) return false;
  const { untold } = contentOf(item) as { readonly untold: readonly { readonly revision: number }[] };
  return untold.some((one) => String(one.revision) === revision);
}

function byKey(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
}

/** The body of an item, read. */
export function contentOf({ body }: Item): unknown {
  const text = body instanceof Uint8Array ? gunzipSync(body).toString() : body;
  return typeof text === 'string' ? JSON.parse(text) : text;
}

function comparable(item: Item): string {
  const { expiresAt: _, leasedUntil: _until, body: _body, ...beside } = item;
  const facts = withoutClock(contentOf(item));
  return JSON.stringify(sorted({ ...beside, body: beside.pk === catalogueReadsRange.pk ? asSets(facts) : facts }));
}

function withoutClock(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return content;
  const { concludedAt: _, until: _until, ...others } = content as Record<string, unknown>;
  return others;
}

/** Each list in one order: that in which accounts come to ask is nobody's. */
function asSets(content: unknown): unknown {
  const lists = Object.entries(content as Record<string, unknown>);
  return Object.fromEntries(lists.map(([name, list]) => [name, Array.isArray(list) ? [...list].sort() : list]));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, sorted(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
