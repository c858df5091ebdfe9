import type { ClusterAnswer, Components, FleetCluster } from '#core/answer.ts';
import type { Instant } from '#core/days.ts';
import type { Facet } from '#core/facets.ts';
import { type UnreadFacet, unreadIn } from '#core/history/known-cluster.ts';
import { dayAndDistance, minuteOf, since } from '../day-words.ts';
import { type Layout, wrapped } from '../layout.ts';
import { listed, type Phrase, say } from '../phrase.ts';
import { insufficientSection, unseenSection } from '../report/unseen.ts';
import { unreadWords } from '../unread-words.ts';
import { byNameAlone } from '../whereabouts.ts';
import { findingSections } from './findings.ts';
import { occasion, paragraphs, sectionParagraphs } from './page.ts';

/** One cluster: what it runs, what lies before it, what is wrong on it, and what of it could not be seen. */
export function renderCluster(answer: ClusterAnswer, layout: Layout): string {
  const { asOf, cluster, findings, insufficientData, coverage } = answer;
  const at = asOf ?? cluster.changedAt;
  const audit = { asOf: at, baseline: false };
  const sections = [
    ...findingSections(findings, at),
    insufficientSection({ audit, insufficientData }, byNameAlone),
    ...(coverage ? [unseenSection({ coverage: [coverage] })] : []),
  ];
  return paragraphs([
    titleOf(cluster).flatMap((line) => wrapped(line.text, layout)),
    occasion(asOf, layout),
    [
      say`What it runs, ${since(cluster.changedAt, at)}:`.text,
      ...setIn(componentLines(cluster, cluster.unread), layout),
    ],
    setIn(calendarLines(cluster, at), layout, 'What lies before it:'),
    ...(findings.length === 0 ? [['Nothing is open on it.']] : []),
    ...sectionParagraphs(sections, layout),
  ]);
}

function titleOf({ name, environment, system, account, region, arn, missingSince }: FleetCluster): readonly Phrase[] {
  const facts = [
    ...(system ? [say`system ${system.name}`] : []),
    ...(environment ? [say`${environment.name}`] : []),
    say`account ${account}`,
    say`${region}`,
  ];
  const missing = missingSince === undefined ? [] : [say`It was not found any more on ${minuteOf(missingSince)}.`];
  return [say`${name}: ${facts.reduce((all, one) => say`${all}, ${one}`)}`, say`${arn}`, ...missing];
}

/** Lines that are set in, under a title; nothing where there are none. */
export function setIn(lines: readonly Phrase[], layout: Layout, title?: string): readonly string[] {
  const told = lines.flatMap(({ text }) => wrapped(text, layout, '  ', 4));
  return title === undefined || told.length === 0 ? told : [title, ...told];
}

/** A line a component, with what is not as of tonight. */
export function componentLines(
  { version, platformVersion, addons, nodegroups }: Components,
  unread: readonly UnreadFacet[] = [],
): readonly Phrase[] {
  const platform = platformVersion === undefined ? say`` : say` (${platformVersion})`;
  const asOf = (facet: Facet, part?: string): Phrase => {
    const words = unreadWords(unreadIn(unread, facet, part));
    return words ? say`, ${words}` : say``;
  };
  return [
    say`Kubernetes ${version ?? 'not seen'}${platform}${asOf('cluster')}`,
    ...(addons === undefined ? [say`add-ons not seen`] : []),
    ...(addons ?? []).map(({ name, version: own, managed }) => {
      const isOwn = managed === false;
      const words = say`${name} ${own ?? 'not seen'}${isOwn ? ', self-managed' : ''}`;
      return say`${words}${isOwn ? asOf('selfManagedAddons') : asOf('addons', name)}`;
    }),
    ...(nodegroups === undefined ? [say`node groups not seen`] : []),
    ...(nodegroups ?? []).map(({ name, releaseVersion, version: own, amiType }) => {
      const facts = [releaseVersion ?? own ?? 'not seen', ...(amiType === undefined ? [] : [amiType])];
      return say`node group ${name} ${listed([facts.join(', ')])}${asOf('nodegroups', name)}`;
    }),
  ];
}

function calendarLines({ calendar }: FleetCluster, asOf: Instant): readonly Phrase[] {
  const { endOfStandardSupport, endOfExtendedSupport, awsUpgradesFrom, extendedSupport, next } = calendar;
  const on = (what: string, day: Instant | undefined): readonly Phrase[] =>
    day === undefined ? [] : [say`${what} ${dayAndDistance(day, asOf)}`];
  return [
    ...on('standard support ends', endOfStandardSupport),
    ...on('extended support ends', endOfExtendedSupport),
    ...(extendedSupport
      ? [
          say`extended support costs $${extendedSupport.surchargePerMonthUsd} a month beyond standard support, from ${dayAndDistance(extendedSupport.from, asOf)}`,
        ]
      : []),
    ...on('AWS upgrades it by itself from', awsUpgradesFrom),
    ...(next ? [say`the next upgrade is to ${next.version}`] : []),
  ];
}
