import type { Environment } from '../settings.ts';

/** The names by which most people call the usual environments; spellings of one name stand together. */
const usualNames: readonly (readonly (readonly string[])[])[] = [
  [['dev', 'development'], ['sandbox']],
  [['test'], ['qa'], ['stage', 'staging', 'stg'], ['uat'], ['preprod', 'pre-prod']],
  [['prod', 'production', 'prd'], ['live']],
];

/** Said of everything that is not prod: the name of no environment, and yet no prod. */
const notProd = ['nonprod', 'non-prod'];

/** Words that are as often part of a system's name as the name of an environment. */
const ambiguousNames: readonly string[] = ['sandbox', 'stage', 'live'];

/** A name to look for, and whether it can hardly mean anything but an environment. */
export interface EnvironmentName {
  readonly name: string;
  readonly certain: boolean;
}

/** All names of environments that are known, in lower case: those that are configured, and the usual ones. */
export function knownNames(environments: readonly Environment[]): readonly EnvironmentName[] {
  const configured = environments.flatMap(namesOf);
  const usual = [...usualNames.flat(2), ...notProd].filter((name) => !configured.includes(name));
  return [
    ...configured.map((name) => ({ name, certain: true })),
    ...usual.map((name) => ({ name, certain: !ambiguousNames.includes(name) })),
  ];
}

/**
 * The configured environment that a name stands for, whatever its case; undefined where it is none of them.
 *
 * A usual name that nobody configured stands for the one environment that spells it otherwise, or else for the one
 * that is of its kind. Where there are two (test and staging are both configured, and it says qa), it stands for none.
 */
export function environmentCalled(text: string, environments: readonly Environment[]): string | undefined {
  const name = text.toLowerCase();
  const own = environments.find((environment) => namesOf(environment).includes(name));
  if (own) return own.name;
  const kind = usualNames.find((spellings) => spellings.flat().includes(name));
  const spelling = kind?.find((names) => names.includes(name));
  return (onlyOne(environments, spelling) ?? onlyOne(environments, kind?.flat()))?.name;
}

/** All names of an environment by which texts may speak of it, in lower case. */
export function namesFor(environment: string, environments: readonly Environment[]): readonly string[] {
  return knownNames(environments)
    .map(({ name }) => name)
    .filter((name) => (environmentCalled(name, environments) ?? name) === environment)
    .concat(environment.toLowerCase());
}

function onlyOne(environments: readonly Environment[], names: readonly string[] = []): Environment | undefined {
  const called = environments.filter((environment) => namesOf(environment).some((name) => names.includes(name)));
  return called.length === 1 ? called[0] : undefined;
}

function namesOf({ name, also }: Environment): readonly string[] {
  return [name, ...also].map((one) => one.toLowerCase());
}
