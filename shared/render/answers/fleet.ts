import stringWidth from 'string-width';
import type { Fault, FleetAnswer, FleetCluster } from '#core/answer.ts';
import type { Facet } from '#core/facets.ts';
import { unreadIn } from '#core/history/known-cluster.ts';
import { worstOf } from '#core/severity.ts';
import { heading, type Layout, wrapped } from '../layout.ts';
import { figures, listed, say } from '../phrase.ts';
import { partOf } from '../resource-name.ts';
import { unreadWords } from '../unread-words.ts';
import { type Whereabouts, whereaboutsAmong } from '../whereabouts.ts';
import { occasion, paragraphs } from './page.ts';

/** A part of the clusters of one system, and what each of them has of it. */
interface Row {
  readonly label: string;
  readonly cells: readonly string[];
}

/** The fleet as systems, environments and components: where siblings differ, and what is wrong where. */
export function renderFleet({ asOf, environments, clusters }: FleetAnswer, layout: Layout): string {
  const systems = [...Map.groupBy(clusters, ({ system }) => system?.name ?? '')];
  const whereOf = whereaboutsAmong(clusters.map(({ arn }) => arn));
  const blocks = systems.map(([system, members]) => {
    const ordered = members.toSorted((a, b) => rank(a, environments) - rank(b, environments) || byName(a, b));
    return [
      heading(system === '' ? 'in no system' : say`${system}`.text, layout),
      ...blockOf(ordered, whereOf, layout),
    ];
  });
  const opening = `${figures(clusters.length, 'cluster')} in ${figures(systems.length, 'system')}.`;
  const legend = [
    ...(clusters.length === 0 ? [] : wrapped('* differs among the clusters of the system', layout)),
    ...clusters.flatMap((one) => unreadLine(one, whereOf)).flatMap((line) => wrapped(line, layout)),
  ];
  return paragraphs([[opening], occasion(asOf, layout), ...blocks, legend]);
}

/** Marks what is shown as it was read on an earlier night. */
const old = '~';

/** `~ shop-prod: add-ons as of 2026-11-22: not read since`; nothing where all is as of tonight. */
function unreadLine({ arn, name, unread }: FleetCluster, whereOf: Whereabouts): readonly string[] {
  const each = unread.flatMap((one) => {
    const [facet, words] = [facetWords[one.facet], unreadWords(one)];
    return facet !== undefined && words ? [say`${facet} ${words}`] : [];
  });
  return each.length === 0 ? [] : [say`${old} ${name}${whereOf(arn)}: ${listed(each)}`.text];
}

const facetWords: Readonly<Partial<Record<Facet, string>>> = {
  cluster: 'all of it',
  addons: 'add-ons',
  nodegroups: 'node groups',
  selfManagedAddons: 'self-managed add-ons',
};

/** Side by side where that fits, and one under the other where it does not. */
function blockOf(members: readonly FleetCluster[], whereOf: Whereabouts, layout: Layout): readonly string[] {
  const rows = rowsOf(members);
  const heads = [
    { label: '', cells: members.map(({ environment }) => say`${environment?.name ?? '-'}`.text) },
    { label: '', cells: members.map(({ name, arn }) => say`${name}${whereOf(arn)}`.text) },
  ];
  const all = [...heads, ...rows];
  const labelWidth = Math.max(...all.map(({ label }) => stringWidth(label)));
  const widths = members.map((_, index) => Math.max(...all.map(({ cells }) => stringWidth(cells[index] ?? ''))));
  const width = widths.reduce((sum, one) => sum + one + 2, labelWidth + 2);
  if (width <= layout.width) {
    return all.map(({ label, cells }) =>
      ['', padded(label, labelWidth), ...cells.map((cell, index) => padded(cell, widths[index] ?? 0))]
        .join('  ')
        .trimEnd(),
    );
  }
  return rows.flatMap(({ label, cells }) => [
    `  ${label}`,
    ...cells.map((cell, index) => `    ${heads.map((head) => head.cells[index]).join(' ')}  ${cell}`),
  ]);
}

function rowsOf(members: readonly FleetCluster[]): readonly Row[] {
  const parts = [...new Set(members.flatMap((member) => [...partsOf(member).keys()]))].sort();
  const kubernetes = members.map(({ version }) => version);
  return [
    rowOf('Kubernetes', members, kubernetes, ''),
    ...parts.map((part) => {
      const values = members.map((member) => partsOf(member).get(part));
      return rowOf(labelOf(part), members, values, part);
    }),
  ];
}

function rowOf(
  name: string,
  members: readonly FleetCluster[],
  values: readonly (string | undefined)[],
  part: string,
): Row {
  const differs = new Set(values).size > 1 && !part.startsWith('nodegroup/');
  return {
    label: `${differs ? '*' : ' '} ${name}`,
    cells: members.map((member, index) => {
      const worst = worstOf(member.faults.filter((fault) => isTold(fault) && nameOf(member, fault) === part));
      const isOld = values[index] !== undefined && isUnread(member, part);
      const marks = [...(isOld ? [old] : []), ...(worst === undefined ? [] : [worst])];
      return [say`${values[index] ?? '-'}`.text, ...marks].join(' ');
    }),
  };
}

function isUnread({ unread, addons = [] }: FleetCluster, part: string): boolean {
  const [kind = '', ...rest] = part.split('/');
  const name = rest.join('/');
  const isOwn = kind === 'addon' && addons.some((one) => one.name === name && one.managed === false);
  const one = isOwn ? unreadIn(unread, 'selfManagedAddons') : unreadIn(unread, partKinds[kind] ?? 'cluster', name);
  return unreadWords(one) !== undefined;
}

const partKinds: Readonly<Record<string, Facet>> = { addon: 'addons', nodegroup: 'nodegroups' };

/** What a cluster has, by the name that follows its ARN in the names of resources. */
function partsOf(cluster: FleetCluster): ReadonlyMap<string, string> {
  const { addons = [], nodegroups = [], faults } = cluster;
  return new Map([
    ...addons.map(({ name, version = 'not seen', managed }) => {
      return [`addon/${name}`, managed === false ? `${version} (self-managed)` : version] as const;
    }),
    ...nodegroups.map(({ name, releaseVersion, version = 'not seen' }) => {
      return [`nodegroup/${name}`, releaseVersion ?? version] as const;
    }),
    // What is wrong with a part that is none of these has a place as well.
    ...faults
      .map((fault) => nameOf(cluster, fault))
      .filter((name) => name !== '' && !/^(addon|nodegroup)\//.test(name))
      .map((name) => [name, ''] as const),
  ]);
}

function nameOf({ arn }: FleetCluster, { resource }: Fault): string {
  const part = partOf({ resource, cluster: arn });
  return part ? `${part.kind}/${part.name}` : '';
}

function labelOf(part: string): string {
  const [kind = '', ...rest] = part.split('/');
  const name = rest.join('/');
  if (kind === 'addon') return say`${name}`.text;
  return kind === 'nodegroup' ? say`node group ${name}`.text : say`${kind} ${name}`.text;
}

/** Whether it is told unasked. */
function isTold({ suppressed, severity }: Fault): boolean {
  return !suppressed && severity !== 'INFORMATIONAL';
}

function rank({ environment }: FleetCluster, environments: readonly string[]): number {
  const place = environments.indexOf(environment?.name ?? '');
  return place === -1 ? environments.length : place;
}

function byName(a: FleetCluster, b: FleetCluster): number {
  return a.arn < b.arn ? -1 : 1;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
