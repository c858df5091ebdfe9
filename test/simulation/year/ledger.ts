import { addDays } from '#core/days.ts';
import type { Expected, Model, ModelNight } from './model.ts';
import { type Night, repeatCriticalEveryDays } from './night.ts';
import type { People } from './people.ts';

/** What people ought to have heard, and by when. */
export interface Ledger {
  /** Compares a night with what ought to have happened, and says what did not hold. */
  close(night: Night, expected: ModelNight, open: ReadonlyMap<string, string>): readonly string[];
  /** Whether the last night had anything to tell. */
  wasNews(): boolean;
}

interface Happened extends Expected {
  readonly at: string;
}

export function makeLedger(people: People, model: Model): Ledger {
  /** By finding, what happened to it and no digest told, in order: the names of transitions. */
  const untold = new Map<string, string[]>();
  /** What happened on nights on which nothing was published. */
  let unpublished: readonly Happened[] = [];
  const lastTold = new Map<string, string>();
  const known = new Set<string>();
  let isNews = false;

  /** Takes what was published since the last night: each happened tonight, or on one that was mute. */
  function published(happened: readonly Happened[]): readonly string[] {
    const wrong: string[] = [];
    const due = [...unpublished, ...happened];
    for (const [name, { finding, transition }] of people.heard) {
      if (known.has(name)) continue;
      known.add(name);
      untold.set(finding, [...(untold.get(finding) ?? []), name]);
      const at = due.findIndex((one) => one.id === finding && one.kind === transition.kind && one.at === transition.at);
      const [one] = at === -1 ? [] : due.splice(at, 1);
      if (!one) wrong.push(`${name} was told as ${transition.kind} of ${transition.at}, which did not happen`);
      else if (one.severity !== transition.severity) wrong.push(`${name} was told as ${transition.severity}`);
    }
    for (const { id, kind, at } of due) wrong.push(`${id} was ${kind} at ${at}, and nobody was told`);
    unpublished = [];
    return wrong;
  }

  /** Of each finding the digest tells what happened, by the name of the last, and again what is critical and was not told for a while. */
  function inDigest({ asOf }: Night): readonly string[] {
    const stamp = asOf.slice(0, 10).replaceAll('-', '');
    const sweep = [...people.digests.keys()].findLast((id) => id.startsWith(stamp)) ?? '';
    const digest = people.digests.get(sweep) ?? { told: new Set(), repeated: new Set() };
    const wanted = new Set([...untold.values()].flatMap((names) => names.slice(-1)));
    const due = addDays(asOf, -repeatCriticalEveryDays);
    const again = [...model.faults].flatMap(([id, { isOpen, severity }]) =>
      isOpen && severity === 'CRITICAL' && !untold.has(id) && (lastTold.get(id) ?? asOf) <= due ? [id] : [],
    );
    const wrong = [
      ...compared(digest.told, wanted).map((words) => `of the transitions ${words} the digest`),
      ...compared(digest.repeated, new Set(again)).map((words) => `of what is told again ${words} the digest`),
    ];
    for (const id of [...untold.keys(), ...again]) lastTold.set(id, asOf);
    untold.clear();
    return wrong;
  }

  return {
    wasNews: () => isNews,
    close(night, expected, open) {
      const wrong = [...people.complaints()];
      const { asOf, telling } = night;
      const ended = [...expected.mayEnd].filter((id) => !open.has(id)).map((id) => model.end(id));
      const happened = [...expected.transitions, ...ended].map((one) => ({ ...one, at: asOf }));
      if (telling === 'mute') unpublished = [...unpublished, ...happened];
      else wrong.push(...published(happened));
      isNews = untold.size > 0;
      for (const { id, kind } of expected.transitions) if (kind === 'REOPENED') lastTold.delete(id);
      if (telling === 'heard') wrong.push(...inDigest(night));
      isNews ||= [...lastTold.values()].includes(asOf);
      const faults = [...model.faults].filter(([, { isOpen }]) => isOpen);
      const wanted = new Set(faults.map(([id, { severity }]) => `${id} as ${severity}`));
      const is = new Set([...open].map(([id, severity]) => `${id} as ${severity}`));
      wrong.push(...compared(is, wanted).map((words) => `of what is open ${words} the store`));
      return wrong;
    },
  };
}

function compared(is: ReadonlySet<string>, wanted: ReadonlySet<string>): readonly string[] {
  const missing = [...wanted].filter((one) => !is.has(one));
  const more = [...is].filter((one) => !wanted.has(one));
  return [...missing.map((one) => `${one} is missing in`), ...more.map((one) => `${one} is too many in`)];
}
