import type { Awaited, Step } from '#core/remediation.ts';
import { type Layout, wrapped } from './layout.ts';
import { firstOf, say } from './phrase.ts';
import { commandLine, commandLines } from './shell.ts';

/**
 * One list of several: each step once, no two the other way round than some list has them.
 *
 * Lists that contradict each other keep the order of the first. A node group that goes to another version gets the
 * newest image with it: a release of the one before is left out.
 */
export function mergeSteps(lists: readonly (readonly Step[])[]): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const step of lists.flat()) {
    const known = steps.get(keyOf(step));
    // What one list waits for, all wait for.
    steps.set(keyOf(step), { ...known, ...step });
  }
  const before = new Map([...steps.keys()].map((key) => [key, new Set<string>()]));
  for (const list of lists) {
    const keys = list.map(keyOf);
    keys.forEach((key, index) => {
      const previous = keys[index - 1];
      if (previous !== undefined && previous !== key) before.get(key)?.add(previous);
    });
  }
  for (const [key, step] of steps) {
    if ([...steps.values()].some((other) => isWithinVersionOf(step, other))) steps.delete(key);
  }
  const merged: Step[] = [];
  while (steps.size > 0) {
    const ready = [...steps.keys()].find((key) => [...(before.get(key) ?? [])].every((one) => !steps.has(one)));
    const key = ready ?? [...steps.keys()][0] ?? '';
    const step = steps.get(key);
    if (step) merged.push(step);
    steps.delete(key);
  }
  return merged;
}

/** Whether a step rolls a node group within its version, and another the same one to a version. */
function isWithinVersionOf(step: Step, other: Step): boolean {
  const [within, to] = [step.command, other.command];
  return (
    step.account === other.account &&
    within.at(-2) === '--release-version' &&
    to.at(-2) === '--kubernetes-version' &&
    within.slice(0, -2).join(' ') === to.slice(0, -2).join(' ')
  );
}

function keyOf({ account, command, verify, expected }: Step): string {
  return JSON.stringify([account, command, verify, expected]);
}

/** Steps that differ in one argument only, and follow one another, as one with the others' arguments. */
interface Run {
  readonly step: Step;
  readonly likewise: readonly string[];
}

/** Up to this many alike are each written out. */
const few = 5;

const verifying = 'verify: ';

const waiting: Record<Awaited, string> = {
  UPDATE_END: 'an update of it is under way: wait for its end',
  ANOTHER_AMI_TYPE:
    'AWS publishes no image of its AMI type for the version it would go to: make a node group of another AMI type in its place, move the pods to it, and delete this one',
  FIRST_IMAGE: 'AWS publishes no image of its AMI type for the version it would go to yet: wait for the first',
  GOOD_IMAGE: 'the image that AWS recommends for it is known to be bad: wait for the next',
};

const holding = 'look at it before anything else: what would follow is left out, since it may break what runs';

/**
 * The steps as numbered commands to paste, each with the command that shows it is done.
 *
 * @param account the account that is named above them: another is named where its steps begin
 */
export function stepLines(steps: readonly Step[], layout: Layout, indent: number, account: string): readonly string[] {
  const runs = runsOf(steps);
  return runs.flatMap(({ step, likewise }, index) => {
    const isElsewhere = step.account !== (runs[index - 1]?.step.account ?? account);
    const where = say`With the credentials of account ${step.account}:`.text;
    const number = `${index + 1}.`.padEnd(4);
    const lead = ' '.repeat(indent);
    const room = Math.max(30, layout.width - indent - number.length);
    const verify = commandLines(step.verify, room - verifying.length);
    const verified = verify.map((line, at) => `${at === 0 ? verifying : ' '.repeat(verifying.length)}${line}`);
    // Versions on a path are all needed; of hundreds of node groups the first show what is meant.
    const others =
      likewise.length === 0
        ? []
        : wrapped(`and likewise, one after another: ${firstOf(likewise, 20).text}`, { ...layout, width: room });
    const words = step.expected?.join(' ');
    const until =
      words === undefined
        ? []
        : wrapped(say`until it says: ${words}`.text, { ...layout, width: room }, ' '.repeat(verifying.length));
    const held = reservationsOf(step).flatMap((words) => wrapped(words, { ...layout, width: room }));
    const lines = [...commandLines(step.command, room), ...verified, ...until, ...held, ...others];
    const numbered = lines.map((line, at) => `${lead}${at === 0 ? number : ' '.repeat(number.length)}${line}`);
    return [...(isElsewhere ? wrapped(where, layout, lead) : []), ...numbered];
  });
}

/** What a step waits for, and whether others wait for it; a clause each. */
function reservationsOf({ waitsFor, holdsBack }: Step): readonly string[] {
  return [...(waitsFor ? [waiting[waitsFor]] : []), ...(holdsBack ? [holding] : [])];
}

/** The first step of several, on one line. */
export interface FirstCommand {
  /** For which account it is. */
  readonly account: string;
  readonly command: string;
  /** What it waits for, and whether others wait for it; a clause each. */
  readonly reservations: readonly string[];
  /** Whether it changes nothing: what it shows is for a person to decide on. */
  readonly looks: boolean;
  /** How many steps follow. */
  readonly more: number;
}

/** The first command of all; undefined where there is nothing to do. */
export function firstCommand(steps: readonly Step[]): FirstCommand | undefined {
  const [first] = steps;
  if (!first) return undefined;
  const { account, command } = first;
  return {
    account,
    command: commandLine(command),
    reservations: reservationsOf(first),
    looks: onlyLooks(command),
    more: steps.length - 1,
  };
}

function onlyLooks([program, , operation = '', ...others]: readonly string[]): boolean {
  if (program === 'kubectl') return [operation, ...others].includes('get');
  return /^(describe|get|list)-/.test(operation);
}

/** What there is to do, without the names it is done to: of two lists of one shape one can stand for the other. */
export function shapeOf(steps: readonly Step[]): string {
  const shapes = steps.map(({ command, holdsBack, waitsFor }) => {
    const words = command.filter((word, place) => word.startsWith('--') || !command[place - 1]?.startsWith('--'));
    return [...words, ...(holdsBack ? ['…'] : []), ...(waitsFor ? [waitsFor] : [])].join(' ');
  });
  return shapes.filter((shape, place) => shape !== shapes[place - 1]).join('; ');
}

function runsOf(steps: readonly Step[]): readonly Run[] {
  const runs: Step[][] = [];
  for (const step of steps) {
    const run = runs.at(-1);
    if (run?.[0] && differingArguments(run[0], step) !== undefined && sameGap(run, step)) run.push(step);
    else runs.push([step]);
  }
  return runs.flatMap((run) => {
    const [first, ...others] = run;
    if (first === undefined) return [];
    if (run.length <= few) return run.map((step) => ({ step, likewise: [] }));
    return [{ step: first, likewise: others.map((step) => differingArguments(first, step)?.[1] ?? '') }];
  });
}

/** The place and value of the one argument in which a command differs from another; undefined where it is not one. */
function differingArguments(one: Step, other: Step): readonly [number, string] | undefined {
  if (one.account !== other.account || one.waitsFor !== other.waitsFor) return undefined;
  if (one.command.length !== other.command.length || one.verify.length !== other.verify.length) return undefined;
  const places = other.command.flatMap((argument, place) => (argument === one.command[place] ? [] : [place]));
  const [place] = places;
  return place === undefined || places.length > 1 ? undefined : [place, other.command[place] ?? ''];
}

/** Whether a step differs from the first of a run where the others do. */
function sameGap([first, second]: readonly Step[], step: Step): boolean {
  if (first === undefined || second === undefined) return true;
  return differingArguments(first, second)?.[0] === differingArguments(first, step)?.[0];
}
