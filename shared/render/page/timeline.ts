import { dayOf, daysBetween, type Instant } from '#core/days.ts';
import type { DocumentedCluster } from '#core/document.ts';
import { dayAndDistance } from '../day-words.ts';
import { firstOf, say } from '../phrase.ts';
import { type Whereabouts, whereaboutsAmong } from '../whereabouts.ts';
import { type Html, html, nothing } from './html.ts';

/** The clusters of one Kubernetes version to which AWS does the same on the same days. */
interface Lane {
  readonly version: string;
  readonly clusters: readonly DocumentedCluster[];
  readonly standard: Instant;
  readonly extended?: Instant;
  readonly forced?: Instant;
  /** US dollars a month beyond standard support, of all of them together. */
  readonly surcharge: number;
}

/** When support of what runs ends, what waiting costs, and from when AWS upgrades by itself: as a picture, and in words. */
export function timeline(clusters: readonly DocumentedCluster[], asOf: Instant): Html {
  const lanes = lanesOf(clusters);
  const whereOf = whereaboutsAmong(clusters.map(({ arn }) => arn));
  const unknown = clusters.filter(({ calendar }) => calendar?.endOfStandardSupport === undefined);
  const rest =
    unknown.length === 0
      ? nothing
      : html`<p class="soft">${say`No dates are known of ${firstOf(unknown.map(({ name, arn }) => say`${name}${whereOf(arn)}`))}.`.text}</p>`;
  if (lanes.length === 0) return rest;
  return html`<p class="soft"><span class="key standard"></span> standard support, <span class="key extended"></span> extended support, <span class="key forced"></span> AWS upgrades by itself</p>
<div class="wide" tabindex="0" role="region" aria-label="The support calendar as a picture">${picture(lanes, asOf)}</div>
<div class="wide" tabindex="0" role="region" aria-label="The support calendar as a table">
<table>
<thead><tr><th scope="col">Kubernetes</th><th scope="col">Clusters</th><th scope="col">Standard support ends</th><th scope="col">Extended support ends</th><th scope="col">AWS upgrades from</th><th scope="col">Extended support costs</th></tr></thead>
<tbody>
${lanes.map((lane) => laneRow(lane, asOf, whereOf))}</tbody>
</table>
</div>
${rest}`;
}

function lanesOf(clusters: readonly DocumentedCluster[]): readonly Lane[] {
  const dated = clusters.flatMap((cluster) => {
    const { version, calendar } = cluster;
    const standard = calendar?.endOfStandardSupport;
    return version === undefined || standard === undefined ? [] : [{ cluster, version, standard, calendar }];
  });
  const alike = Map.groupBy(dated, ({ version, calendar }) => `${version} ${calendar?.awsUpgradesFrom ?? ''}`);
  return [...alike.values()]
    .flatMap((all): Lane[] => {
      const [first] = all;
      if (!first) return [];
      const { version, standard, calendar } = first;
      const { endOfExtendedSupport: extended, awsUpgradesFrom: forced } = calendar ?? {};
      return [
        {
          version,
          standard,
          clusters: all.map(({ cluster }) => cluster),
          ...(extended === undefined ? {} : { extended }),
          ...(forced === undefined ? {} : { forced }),
          surcharge: all.reduce((sum, one) => sum + (one.calendar?.extendedSupport?.surchargePerMonthUsd ?? 0), 0),
        },
      ];
    })
    .toSorted((a, b) => Date.parse(a.forced ?? a.standard) - Date.parse(b.forced ?? b.standard));
}

function laneRow(
  { version, clusters, standard, extended, forced, surcharge }: Lane,
  asOf: Instant,
  whereOf: Whereabouts,
): Html {
  const over = standard <= asOf;
  const cost = surcharge === 0 ? 'nothing' : say`${surcharge} US dollars a month${over ? '' : ' from then on'}`.text;
  return html`<tr><th scope="row">${version}</th><td>${firstOf(clusters.map(({ name, arn }) => say`${name}${whereOf(arn)}`)).text}</td>${dayCell(standard, asOf)}${dayCell(extended, asOf)}${dayCell(forced, asOf)}<td>${cost}</td></tr>
`;
}

function dayCell(instant: Instant | undefined, asOf: Instant): Html {
  if (instant === undefined) return html`<td>not known</td>`;
  return html`<td><time datetime="${instant}">${dayAndDistance(instant, asOf).text}</time></td>`;
}

/** Columns of the picture: names to the left, and a day every so many units. */
const left = 130;
const width = 760;
const laneHeight = 26;
const barHeight = 14;

function picture(lanes: readonly Lane[], asOf: Instant): Html {
  const ends = lanes.flatMap(({ standard, extended, forced }) => [standard, extended ?? standard, forced ?? standard]);
  const last = ends.toSorted().at(-1) ?? asOf;
  const days = Math.max(365, daysBetween(asOf, last) + 60);
  const before = 60;
  const xOf = (instant: Instant): number => {
    const day = Math.min(days, Math.max(-before, daysBetween(asOf, instant)));
    return Math.round(left + ((day + before) / (days + before)) * (width - left - 10));
  };
  const height = lanes.length * laneHeight + 40;
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Bars of standard and extended support for each Kubernetes version; the table below says the same">
${yearsFrom(asOf, days).map((year) => html`<line class="axis" x1="${xOf(year)}" x2="${xOf(year)}" y1="18" y2="${height - 20}"/><text x="${xOf(year)}" y="12">${year.slice(0, 4)}</text>`)}
${lanes.map((lane, index) => laneBars(lane, 24 + index * laneHeight, xOf, asOf))}
<line class="now" x1="${xOf(asOf)}" x2="${xOf(asOf)}" y1="18" y2="${height - 20}"/><text x="${xOf(asOf)}" y="${height - 6}">${dayOf(asOf)}</text>
</svg>`;
}

function laneBars(
  { version, clusters, standard, extended, forced }: Lane,
  y: number,
  xOf: (at: Instant) => number,
  asOf: Instant,
): Html {
  const start = left;
  const bar = (kind: string, from: number, to: number): Html =>
    to <= from
      ? nothing
      : html`<rect class="${kind}" x="${from}" y="${y}" width="${to - from}" height="${barHeight}" rx="2"/>`;
  const many = clusters.length === 1 ? '1 cluster' : `${clusters.length} clusters`;
  const marker =
    forced === undefined || forced < asOf
      ? nothing
      : html`<rect class="forced" x="${xOf(forced) - 2}" y="${y - 3}" width="4" height="${barHeight + 6}"/>`;
  return html`<text x="0" y="${y + 11}">${version} (${many})</text>${bar('standard', start, xOf(standard))}${extended === undefined ? nothing : bar('extended', Math.max(start, xOf(standard)), xOf(extended))}${marker}
`;
}

/** The first days of the years that the picture shows. */
function yearsFrom(asOf: Instant, days: number): readonly Instant[] {
  const first = Number(asOf.slice(0, 4)) + 1;
  return Array.from({ length: 12 }, (_, index) => `${first + index}-01-01T00:00:00.000Z`).filter(
    (year) => daysBetween(asOf, year) <= days,
  );
}
