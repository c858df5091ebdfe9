import { listed, type Phrase, say } from '../phrase.ts';
import type { Told, Words } from './wording.ts';

export const addonConfiguration: Words = (told) => {
  const { facts } = told;
  facts.pass('addon', 'version');
  const headline = headlines[facts.text('kind') ?? '']?.(told);
  return headline && { headline, details: [] };
};

type Headline = (told: Told) => Phrase | undefined;

const headlines: Readonly<Record<string, Headline>> = {
  NO_SETTINGS: () => say`what it is configured with is no mapping in JSON or YAML`,
  COREFILE_NO_TEXT: () => say`its Corefile is no text`,
  UNCLOSED_BRACE: stopsAt(say`a brace is left open`),
  UNEXPECTED_BRACE: stopsAt(say`a brace closes what none has opened`),
  COMMA: stopsAt(say`a comma is followed by no zone`),
  SNIPPET: stopsAt(say`a snippet has no block, or the name of another`),
  IMPORT: stopsAt(say`an import names nothing or too much, or goes round in a circle`),
  UNKNOWN_PLUGIN: ({ facts }) => {
    const names = facts.texts('names');
    if (names.length === 0) return undefined;
    return say`this CoreDNS (${facts.text('version') ?? ''}) has no plugin ${listed(names, 'or')}, which its Corefile names`;
  },
  UNKNOWN_PROPERTY: ({ facts }) => {
    const names = facts.texts('names');
    if (names.length === 0) return undefined;
    const properties = say`${names.length === 1 ? say`property` : say`properties`} ${listed(names)}`;
    return say`this CoreDNS (${facts.text('version') ?? ''}) does not know the ${properties} of its Corefile`;
  },
  ZONE_TWICE: ({ facts }) => {
    const zones = facts.texts('zones');
    return zones.length === 0 ? undefined : say`its Corefile serves ${listed(zones)} twice on one port`;
  },
  NOT_PROBED: ({ facts }) => {
    const plugin = facts.text('plugin');
    return plugin === undefined ? undefined : say`its Corefile has ${plugin} nowhere, which its pods are probed by`;
  },
  REPLICAS: ({ facts }) => fewer(facts.number('replicaCount'), facts.number('needed'), say`has`),
  MAX_REPLICAS: ({ facts }) => fewer(facts.number('maxReplicas'), facts.number('needed'), say`is scaled to at most`),
};

function stopsAt(words: Phrase): Headline {
  return ({ facts }) => {
    const line = facts.number('line');
    return line === undefined ? undefined : say`CoreDNS cannot read its Corefile: in line ${line} ${words}`;
  };
}

function fewer(count: number | undefined, needed: number | undefined, verb: Phrase): Phrase | undefined {
  if (count === undefined || needed === undefined) return undefined;
  return say`${verb} ${count} ${count === 1 ? say`replica` : say`replicas`}, and its nodes need ${needed}`;
}
