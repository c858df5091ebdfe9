import { listed, type Phrase, say } from '../phrase.ts';
import type { Told, Words } from './wording.ts';

export const addonVersionCompatibility: Words = (told) => {
  const { facts } = told;
  const version = facts.text('version');
  const kubernetes = facts.text('kubernetes');
  const kind = facts.text('kind');
  if (version === undefined || kubernetes === undefined || kind === undefined) return undefined;
  facts.pass('addon', 'breakage', 'lowestListed', 'newestListed', 'highestListed');
  const headline = headlines[kind]?.(version, kubernetes, told);
  if (headline === undefined) return undefined;
  const details = [consequence(told), preset(told, kubernetes), also(told), source(told)];
  return { headline, details: details.filter((detail) => detail !== undefined) };
};

type Headline = (version: string, kubernetes: string, told: Told) => Phrase | undefined;

const headlines: Readonly<Record<string, Headline>> = {
  KNOWN_BREAKAGE: (version, kubernetes, { horizon }) => {
    if (horizon === 'next-upgrade') return say`${version} will break at the upgrade to ${kubernetes}`;
    if (horizon === 'now') return say`${version} does not work under Kubernetes ${kubernetes}`;
    return say`${version} does not work on the nodes that come next, under Kubernetes ${kubernetes}`;
  },
  BELOW_LISTED: (version, kubernetes, { facts, horizon }) => {
    const lowest = facts.text('lowestListed');
    const than = lowest === undefined ? say`` : say` (${lowest})`;
    return say`${version} ${beThen(horizon)} below the lowest version that AWS lists${than}${at(horizon, kubernetes)}`;
  },
  ABOVE_LISTED: (version, kubernetes, { facts, horizon }) => {
    const highest = facts.text('newestListed') ?? facts.text('highestListed');
    const than = highest === undefined ? say`` : say` (${highest})`;
    return say`${version} ${beThen(horizon)} above the highest version that AWS lists${than}${at(horizon, kubernetes)}`;
  },
  DELISTED: (version, kubernetes, { facts, horizon }) => {
    const nearest = facts.text('nearestListed');
    const instead = nearest === undefined ? say`` : say`; the nearest that it lists is ${nearest}`;
    return say`${version} ${beThen(horizon)} not, or no longer, listed by AWS${at(horizon, kubernetes)}${instead}`;
  },
  BELOW_MINIMUM: (version, kubernetes, { facts, horizon }) => {
    const minimum = facts.text('minimum');
    if (minimum === undefined) return undefined;
    return say`${version} ${beThen(horizon)} below ${minimum}, the oldest that AWS recommends${at(horizon, kubernetes)}`;
  },
  OTHER_PLATFORM: (version, kubernetes, { facts }) => {
    const platforms = listed(facts.texts('listedPlatforms'));
    const own = facts.text('platformVersion') || 'one that AWS did not name';
    return say`${version} is listed for Kubernetes ${kubernetes} on platform ${platforms} only; this cluster has ${own}`;
  },
};

function beThen(horizon: Told['horizon']): string {
  return horizon === 'next-upgrade' ? 'will be' : 'is';
}

function at(horizon: Told['horizon'], kubernetes: string): Phrase {
  return horizon === 'next-upgrade' ? say`, at the upgrade to ${kubernetes}` : say` for Kubernetes ${kubernetes}`;
}

function consequence({ facts }: Told): Phrase | undefined {
  const text = facts.text('consequence');
  return text === undefined ? undefined : say`${text}`;
}

function preset({ facts }: Told, kubernetes: string): Phrase | undefined {
  const version = facts.text('defaultVersion');
  return version === undefined ? undefined : say`EKS itself would install ${version} on Kubernetes ${kubernetes}.`;
}

const alsoWords: Readonly<Record<string, string>> = {
  BELOW_LISTED: 'below the lowest version that AWS lists',
  ABOVE_LISTED: 'above the highest version that AWS lists',
  DELISTED: 'not listed by AWS',
  BELOW_MINIMUM: 'below the oldest version that AWS recommends',
  OTHER_PLATFORM: 'listed for other platform versions only',
};

/** What it explains, and what is therefore no finding of its own. */
function also({ facts }: Told): Phrase | undefined {
  const kinds = facts.texts('also').map((kind) => alsoWords[kind] ?? kind);
  return kinds.length === 0 ? undefined : say`It is also ${listed(kinds)}.`;
}

function source({ facts }: Told): Phrase | undefined {
  const address = facts.text('source');
  return address === undefined ? undefined : say`Source: ${address}`;
}
