import { addDays } from '#core/days.ts';
import type { Expected, Model, ModelNight } from './model.ts';
import { type Night, repeatCriticalEveryDays } from './night.ts';
import type { People } from './people.ts';
import { isAccepted } from './setup.ts';

/** What people and other systems ought to have heard, and by when. */
export interface Ledger {
  /** Compares a night with what ought to have happened, and says what did not hold. */
  close(night: Night, expected: ModelNight, open: ReadonlyMap<string, string>): readonly string[];
  /** Whether anybody heard anything on the last night. */
  wasNews(): boolean;
}

/** What happened, and the bus has not taken. */
interface Due extends Expected {
  readonly at: string;
  /** Its name, once the bus was given it. */
  name?: string;
}

export function makeLedger(people: People, model: Model): Ledger {
  /** By finding, what happened to it and no digest told, in order: the names of transitions. */
  const untold = new Map<string, string[]>();
  let due: Due[] = [];
  const lastTold = new Map<string, string>();
  const known = new Set<string>();
  let isNews = false;

  /** Takes what the bus was given since the last night, which is what happened then or was not given before. */
  function given({ setup, asOf }: Night): readonly string[] {
    const wrong: string[] = [];
    for (const [name, { finding, transition, isAccepted: isSaid }] of people.given) {
      if (known.has(name)) continue;
      known.add(name);
      untold.set(finding, [...(untold.get(finding) ?? []), name]);
      const one = due.find(({ id, kind, at, name: its }) => {
        return its === undefined && id === finding && kind === transition.kind && at === transition.at;
      });
      if (one) one.name = name;
      if (!one) wrong.push(`${name} was told as ${transition.kind} of ${transition.at}, which did not happen`);
      else if (one.severity !== transition.severity) wrong.push(`${name} was told as ${transition.severity}`);
      if (isSaid !== isAccepted(setup, finding, asOf)) wrong.push(`${name} was told as accepted: ${isSaid}`);
    }
    return wrong;
  }

  /** Each has come, unless what shows it is late or the bus does not take it: then it comes on another night. */
  function taken({ telling, bus, isLagging }: Night): readonly string[] {
    const left = due.filter(({ name }) => name === undefined || !people.heard.has(name));
    isNews ||= left.length < due.length;
    due = left;
    const missing = left.filter(({ name }) => (name === undefined ? !isLagging : bus === 'well' && !isLagging));
    return telling === 'mute'
      ? []
      : missing.map(({ id, kind, at }) => `${id} was ${kind} at ${at}, and nobody was told`);
  }

  /** Of each finding the digest tells what happened, by the name of the last, and again what is critical and was not told for a while. */
  function inDigest({ asOf, setup, isLagging }: Night): readonly string[] {
    const stamp = asOf.slice(0, 10).replaceAll('-', '');
    const sweep = [...people.digests.keys()].findLast((id) => id.startsWith(stamp)) ?? '';
    const digest = people.digests.get(sweep) ?? { told: new Set(), repeated: new Set() };
    const news = [...untold].filter(([id]) => !isAccepted(setup, id, asOf));
    const wanted = new Map(news.map(([id, names]) => [names.at(-1) ?? '', id]));
    const late = new Set(due.flatMap(({ id, name }) => (name === undefined ? [id] : [])));
    const before = addDays(asOf, -repeatCriticalEveryDays);
    const again = [...model.faults].flatMap(([id, { isOpen, severity }]) =>
      isOpen &&
      severity === 'CRITICAL' &&
      !untold.has(id) &&
      !late.has(id) &&
      !isAccepted(setup, id, asOf) &&
      (lastTold.get(id) ?? asOf) <= before
        ? [id]
        : [],
    );
    const told = [...wanted].filter(([name]) => !isLagging || digest.told.has(name));
    const wrong = [
      ...compared(digest.told, new Set(told.map(([name]) => name))).map(
        (words) => `of the transitions ${words} the digest`,
      ),
      ...compared(digest.repeated, new Set(again)).map((words) => `of what is told again ${words} the digest`),
    ];
    for (const id of [...told.map(([, finding]) => finding), ...again]) lastTold.set(id, asOf);
    for (const [, finding] of told) untold.delete(finding);
    isNews ||= told.length + again.length > 0;
    return wrong;
  }

  return {
    wasNews: () => isNews,
    close(night, expected, open) {
      const wrong = [...people.complaints()];
      const { asOf, telling } = night;
      isNews = false;
      const ended = [...expected.mayEnd].filter((id) => !open.has(id)).map((id) => model.end(id));
      due.push(...[...expected.transitions, ...ended].map((one) => ({ ...one, at: asOf })));
      wrong.push(...given(night), ...taken(night));
      for (const { id, kind } of expected.transitions) if (kind === 'REOPENED') lastTold.delete(id);
      if (telling === 'heard') wrong.push(...inDigest(night));
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
