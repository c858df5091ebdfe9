import type { AnsweredFinding, FindingsAnswer } from '#core/answer.ts';
import type { Instant } from '#core/days.ts';
import { groupAlike } from '../alike.ts';
import { entriesOf } from '../entry.ts';
import type { Layout } from '../layout.ts';
import { figures } from '../phrase.ts';
import { changesSection } from '../report/changes.ts';
import { clusterSections, severalClustersSection } from '../report/findings.ts';
import { suppressedSection } from '../report/notices.ts';
import type { Section } from '../report/section.ts';
import { shapeOf } from '../steps.ts';
import { severityCounts } from '../verdict-line.ts';
import { whereaboutsAmong } from '../whereabouts.ts';
import { occasion, paragraphs, sectionParagraphs } from './page.ts';

/** The findings that were asked for, as an audit tells them. */
export function renderFindings({ asOf, findings }: FindingsAnswer, layout: Layout): string {
  const told = findings.filter(({ suppression }) => suppression === undefined);
  const clusters = new Set(told.map(({ cluster }) => cluster)).size;
  const counted =
    told.length === 0 ? 'Nothing was found.' : `${severityCounts(told)} in ${figures(clusters, 'cluster')}.`;
  return paragraphs([
    // Where nobody has looked yet, nothing was found either.
    asOf === undefined ? [] : [counted],
    occasion(asOf, layout),
    ...sectionParagraphs(findingSections(findings, asOf ?? ''), layout),
  ]);
}

/** What is open by cluster, what is over, and what people accepted. */
export function findingSections(findings: readonly AnsweredFinding[], asOf: Instant): readonly Section[] {
  const audit = { asOf, baseline: false };
  const whereOf = whereaboutsAmong(findings.map(({ cluster }) => cluster));
  const told = findings.filter(({ suppression }) => suppression === undefined);
  const open = entriesOf(told.filter(({ status }) => status === 'OPEN'));
  const groups = groupAlike(open, asOf, ({ remediation }) => shapeOf(remediation));
  const over = told.filter(({ status }) => status === 'RESOLVED');
  const clusters = told.map(({ cluster: arn, account, region, environment }) => ({
    ...{ arn, account, region },
    ...(environment === undefined ? {} : { environment: { name: environment, from: 'name' as const } }),
  }));
  const suppressed = findings.flatMap(({ suppression, ...one }) => (suppression ? [{ ...one, suppression }] : []));
  return [
    severalClustersSection({ audit }, groups, whereOf),
    ...clusterSections({ audit, clusters }, groups, []),
    { ...changesSection({ audit }, over, whereOf), title: 'Over' },
    suppressedSection({ audit, suppressed }, whereOf),
  ];
}
