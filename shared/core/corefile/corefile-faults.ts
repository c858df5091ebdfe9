import type { AddonVersion } from '../addons/addon-version.ts';
import { compliant, type Evidence, explainedBy, insufficientData, type Verdict } from '../verdicts.ts';
import { type CorednsPlugins, type Having, havingPlugin, havingProperty } from './coredns-plugins.ts';
import { type Corefile, parseCorefile } from './corefile.ts';
import { isKnown, zonesServedTwice } from './corefile-zones.ts';

/** What a Corefile is looked at together with. */
export interface CorefileSubject {
  readonly text: string;
  /** As EKS gives it. */
  readonly versionText: string;
  readonly version: AddonVersion | undefined;
  readonly table: CorednsPlugins;
  readonly tell: (evidence: Evidence) => Verdict;
}

/** The plugins without which the probes of the coredns Deployment find nobody. */
const probed = ['ready', 'health'] as const;

/** What can be wrong with a Corefile that is read to its end. */
const faultsWithin = ['corefile-plugin', 'corefile-property', 'corefile-zone', 'corefile-ready', 'corefile-health'];

/** All that can be wrong with one. */
export const corefileFaults: readonly string[] = ['corefile-syntax', ...faultsWithin];

/** A verdict on each fault that a Corefile can have. */
export function judgeCorefile(subject: CorefileSubject): readonly (readonly [string, Verdict])[] {
  const { text, tell } = subject;
  const reading = parseCorefile(text);
  if (!reading.ok) {
    const { error, line } = reading;
    return [
      ['corefile-syntax', tell({ kind: error, line })],
      ...faultsWithin.map((fault) => [fault, explainedBy('corefile-syntax')] as const),
    ];
  }
  const { corefile } = reading;
  // A file may hold anything: nothing is cleared that it could bring in.
  const cleared =
    corefile.imports.length === 0
      ? compliant
      : insufficientData(`it imports ${corefile.imports.join(', ')}, which cannot be looked into`);
  const twice = zonesServedTwice(corefile);
  return [
    ['corefile-syntax', cleared],
    ['corefile-plugin', judgePlugins(corefile, subject, cleared)],
    ['corefile-property', judgeProperties(corefile, subject, cleared)],
    ['corefile-zone', twice.length > 0 ? tell({ kind: 'ZONE_TWICE', zones: twice }) : cleared],
    ...probed.map((name) => [`corefile-${name}`, judgeProbed(name, corefile, subject, cleared)] as const),
  ];
}

function judgePlugins(corefile: Corefile, subject: CorefileSubject, cleared: Verdict): Verdict {
  const names = [...new Set(usesIn(corefile).map(({ name }) => name))];
  return judgeNames(names, subject, cleared, 'UNKNOWN_PLUGIN', (version) => (name) => {
    return havingPlugin(subject.table, version, name);
  });
}

/** A property of a plugin that is not there is told with the plugin. */
function judgeProperties(corefile: Corefile, subject: CorefileSubject, cleared: Verdict): Verdict {
  const pairs = usesIn(corefile).flatMap(({ name, properties }) => properties.map((one) => `${name} ${one}`));
  return judgeNames([...new Set(pairs)], subject, cleared, 'UNKNOWN_PROPERTY', (version) => (pair) => {
    const [plugin = '', property = ''] = pair.split(' ');
    if (!isKnown(property) || havingPlugin(subject.table, version, plugin) !== 'THERE') return 'THERE';
    return havingProperty(subject.table, version, plugin, property);
  });
}

function judgeNames(
  names: readonly string[],
  { version, versionText, table, tell }: CorefileSubject,
  cleared: Verdict,
  kind: string,
  havingIn: (version: AddonVersion) => (name: string) => Having,
): Verdict {
  if (!version) return insufficientData(`its version ${versionText} cannot be read`);
  const having = havingIn(version);
  const absent = names.filter((name) => having(name) === 'ABSENT');
  if (absent.length > 0) return tell({ kind, names: absent });
  const unseen = names.filter((name) => having(name) === 'UNSEEN');
  if (unseen.length === 0) return cleared;
  const { from, to } = table.known;
  return insufficientData(
    `whether CoreDNS ${numberOf(version)} has ${unseen.join(', ')} is not known; known are ${numberOf(from)} to ${numberOf(to)}`,
  );
}

function judgeProbed(name: string, corefile: Corefile, { version, table, tell }: CorefileSubject, cleared: Verdict) {
  if (corefile.servers.some(({ plugins }) => plugins.some((one) => one.name === name))) return compliant;
  if (cleared !== compliant) return cleared;
  // A CoreDNS that has it not is not probed for it either.
  if (version && havingPlugin(table, version, name) === 'ABSENT') return compliant;
  return tell({ kind: 'NOT_PROBED', plugin: name });
}

function usesIn({ servers }: Corefile) {
  return servers.flatMap(({ plugins }) => plugins.filter(({ name }) => isKnown(name)));
}

function numberOf({ major, minor, patch }: AddonVersion): string {
  return `${major}.${minor}.${patch}`;
}
