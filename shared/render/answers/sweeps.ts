import type { SweepAnswer, SweepsAnswer } from '#core/answer.ts';
import { isIncomplete } from '#core/coverage.ts';
import type { ConcludedSweep } from '#core/sweep.ts';
import { minuteOf } from '../day-words.ts';
import { type Layout, wrapped } from '../layout.ts';
import { figures, type Phrase, say } from '../phrase.ts';
import { noticesSection } from '../report/notices.ts';
import { unseenSection } from '../report/unseen.ts';
import { runningWords } from '../running-words.ts';
import { occasion, paragraphs, sectionParagraphs } from './page.ts';

/** The sweep that is running, and those that were concluded, a line each. */
export function renderSweeps({ asOf, running, sweeps }: SweepsAnswer, layout: Layout): string {
  return paragraphs([
    occasion(asOf, layout),
    running ? wrapped(`${runningWords(running).text}  ${say`${running.id}`.text}`, layout, '', 2) : [],
    sweeps.flatMap((sweep) => wrapped(sweepWords(sweep).text, layout, '', 2)),
  ]);
}

/** What one sweep could see. */
export function renderSweep({ sweep, notices, coverage }: SweepAnswer, layout: Layout): string {
  const incomplete = coverage.filter(isIncomplete).length;
  const verdict =
    incomplete === 0
      ? 'It saw everything.'
      : `It did not see everything: something was refused in ${incomplete} of ${figures(coverage.length, 'target')}.`;
  return paragraphs([
    [...wrapped(sweepWords(sweep).text, layout, '', 2), verdict],
    ...sectionParagraphs([unseenSection({ coverage }), noticesSection({ audit: { notices } })], layout),
  ]);
}

function sweepWords({ id, asOf, clusters, targets, incompleteTargets, partial, baseline }: ConcludedSweep): Phrase {
  const seen = say`${figures(clusters, 'cluster')} in ${figures(targets, 'target')}`;
  const unseen = incompleteTargets === 0 ? say`` : say`, ${incompleteTargets} not seen whole`;
  const kind = partial ? say`, of a part of the fleet or telling nobody` : baseline ? say`, the first` : say``;
  return say`${minuteOf(asOf)}  ${id}  ${seen}${unseen}${kind}`;
}
