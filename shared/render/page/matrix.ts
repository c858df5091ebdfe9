import { minorOf, parseAddonVersion } from '#core/addons/addon-version.ts';
import type { AuditDocument, DocumentedCluster, DocumentedFinding } from '#core/document.ts';
import type { Facet } from '#core/facets.ts';
import { unreadIn } from '#core/history/known-cluster.ts';
import { severities, worstOf } from '#core/severity.ts';
import { coreAddons } from '#core/snapshot.ts';
import { say } from '../phrase.ts';
import { resourceName } from '../resource-name.ts';
import { unreadWords } from '../unread-words.ts';
import { type Whereabouts, whereaboutsAmong } from '../whereabouts.ts';
import type { Addresses } from './addresses.ts';
import { type SystemView, systemsOf } from './fleet-view.ts';
import { type Html, html, nothing } from './html.ts';
import { linkedMark } from './marks.ts';

/** What one cluster has of a component. */
interface Cell {
  /** What is compared with the other environments; absent where it is not to be told. */
  readonly compared?: string;
  readonly shown: Html;
}

interface Row {
  readonly name: string;
  readonly cellOf: (cluster: DocumentedCluster) => Cell;
}

/**
 * The fleet as systems, environments and components: versions side by side, with what is wrong where it is.
 *
 * A version whose minor is not that of the first environment says so.
 */
export function matrix(
  document: Pick<AuditDocument, 'clusters' | 'findings'>,
  environments: readonly string[],
  addresses: Addresses,
): Html {
  const open = document.findings.filter(({ status, severity }) => status === 'OPEN' && severity !== 'INFORMATIONAL');
  const byCluster = Map.groupBy(open, ({ cluster }) => cluster);
  const findingsOf = ({ arn }: Pick<DocumentedCluster, 'arn'>): readonly DocumentedFinding[] =>
    byCluster.get(arn) ?? [];
  const systems = systemsOf(document, environments, (cluster) => {
    const worst = worstOf(findingsOf(cluster));
    return worst === undefined ? -1 : severities.indexOf(worst);
  });
  const whereOf = whereaboutsAmong(document.clusters.map(({ arn }) => arn));
  return html`${systems.map((system) => systemTable(system, findingsOf, addresses, whereOf))}`;
}

function systemTable(
  { name, columns }: SystemView,
  findingsOf: (cluster: DocumentedCluster) => readonly DocumentedFinding[],
  addresses: Addresses,
  whereOf: Whereabouts,
): Html {
  const clusters = columns.flatMap((column) => column.clusters.map((cluster) => ({ ...column, cluster })));
  const heads = clusters.map(
    ({ environment, cluster }) =>
      html`<th scope="col">${environment === '' ? nothing : html`${environment}<br>`}${nameOf(cluster, addresses.ofCluster(cluster), whereOf)}</th>`,
  );
  const rows = rowsOf(
    clusters.map(({ cluster }) => cluster),
    findingsOf,
    addresses,
  ).map(({ name: component, cellOf }) => {
    const cells = clusters.map(({ cluster }) => cellOf(cluster));
    const first = cells.find(({ compared }) => compared !== undefined)?.compared;
    return html`<tr><th scope="row">${component}</th>${cells.map((cell) => cellHtml(cell, first))}</tr>
`;
  });
  return html`<section>
<h3>${name}</h3>
<div class="wide" tabindex="0" role="region" aria-label="Components of ${name}">
<table>
<thead><tr><th scope="col">Component</th>${heads}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>
</section>
`;
}

function nameOf(cluster: DocumentedCluster, address: string | undefined, whereOf: Whereabouts): Html {
  const name = say`${cluster.name}${whereOf(cluster.arn)}`.text;
  return address === undefined ? html`${name}` : html`<a href="${address}">${name}</a>`;
}

function cellHtml({ compared, shown }: Cell, first: string | undefined): Html {
  if (compared === undefined || first === undefined || compared === first) return html`<td>${shown}</td>`;
  return html`<td class="other">${shown} <span role="img" aria-label="another minor than the first environment">≠</span></td>`;
}

function rowsOf(
  clusters: readonly DocumentedCluster[],
  findingsOf: (cluster: DocumentedCluster) => readonly DocumentedFinding[],
  { ofFinding }: Addresses,
): readonly Row[] {
  const markOn = (cluster: DocumentedCluster, isOn: (resource: string) => boolean): Html => {
    const worst = worstFinding(findingsOf(cluster).filter(({ resource }) => isOn(resource)));
    if (!worst) return nothing;
    return html` ${linkedMark(worst.severity, ofFinding(worst), resourceName(worst).text)}`;
  };
  const names = clusters.flatMap(({ addons = [] }) => addons.map((addon) => addon.name));
  const others = [...new Set(names)].filter((name) => !coreAddons.some((core) => core === name)).sort();
  return [
    {
      name: 'Kubernetes',
      cellOf: (cluster) => ({
        ...(cluster.version === undefined ? {} : { compared: cluster.version }),
        shown: html`${cluster.version ?? 'never described'}${oldMark(cluster, 'cluster')}${markOn(cluster, (resource) => resource === cluster.arn)}`,
      }),
    },
    ...[...coreAddons, ...others].map((name): Row => ({ name, cellOf: (cluster) => addonCell(name, cluster, markOn) })),
    { name: 'Nodes', cellOf: (cluster) => ({ shown: nodesOf(cluster, markOn) }) },
  ];
}

/** Says of what is shown that it is not of tonight, where that is so. */
function oldMark({ unread }: DocumentedCluster, facet: Facet, part?: string): Html {
  const words = unreadWords(unreadIn(unread, facet, part));
  return words ? html` <span class="soft">${words.text}</span>` : nothing;
}

type MarkOn = (cluster: DocumentedCluster, isOn: (resource: string) => boolean) => Html;

function addonCell(name: string, cluster: DocumentedCluster, markOn: MarkOn): Cell {
  const mark = markOn(cluster, (resource) => resource === `${cluster.arn}/addon/${name}`);
  if (!cluster.addons) return { shown: html`<span class="soft">not read</span>${mark}` };
  const addon = cluster.addons.find((one) => one.name === name);
  if (!addon) return { shown: html`<span class="soft">not there</span>${mark}` };
  const { version, managed } = addon;
  const own = managed === false ? html` <span class="soft">self-managed</span>` : nothing;
  if (version === undefined) return { shown: html`<span class="soft">not read</span>${own}${mark}` };
  const parsed = parseAddonVersion(version);
  const old = managed === false ? oldMark(cluster, 'selfManagedAddons') : oldMark(cluster, 'addons', name);
  return { compared: parsed ? minorOf(parsed) : version, shown: html`${version}${own}${old}${mark}` };
}

function nodesOf(cluster: DocumentedCluster, markOn: MarkOn): Html {
  const inGroups = (resource: string): boolean => resource.startsWith(`${cluster.arn}/nodegroup/`);
  const isElsewhere = (resource: string): boolean =>
    resource.startsWith(`${cluster.arn}/`) && !inGroups(resource) && !resource.startsWith(`${cluster.arn}/addon/`);
  const outside = markOn(cluster, isElsewhere);
  const groups = cluster.nodegroups?.map(
    ({ name, version, releaseVersion, amiType }) =>
      html`<li>${name}: ${releaseVersion ?? version ?? 'not read'}${amiType === undefined ? nothing : html` <span class="soft">${amiType}</span>`}${oldMark(cluster, 'nodegroups', name)}${markOn(cluster, (resource) => resource === `${cluster.arn}/nodegroup/${name}`)}</li>`,
  );
  const told = groups ?? [html`<li class="soft">not read</li>`];
  const others = outside === nothing ? [] : [html`<li>outside node groups${outside}</li>`];
  return html`<ul class="plain">${[...told, ...others]}</ul>`;
}

function worstFinding(findings: readonly DocumentedFinding[]): DocumentedFinding | undefined {
  const worst = worstOf(findings);
  return findings.find(({ severity }) => severity === worst);
}
