import type { HistoryAnswer, RevisionEntry, TransitionEntry } from '#core/answer.ts';
import { dayOf } from '#core/days.ts';
import type { ComponentChange } from '#core/history/component-change.ts';
import { endings } from '../ending-words.ts';
import { heading, type Layout } from '../layout.ts';
import { type Phrase, say } from '../phrase.ts';
import { clusterName, resourceName } from '../resource-name.ts';
import { componentLines, setIn } from './cluster.ts';
import { occasion, paragraphs } from './page.ts';

/** What a cluster was, and what happened to it, the last first. */
export function renderHistory({ asOf, cluster, state, entries }: HistoryAnswer, layout: Layout): string {
  const days = [...Map.groupBy(entries, ({ at }) => dayOf(at))];
  const name = clusterName(cluster);
  return paragraphs([
    [say`${name}`.text, say`${cluster}`.text],
    occasion(asOf, layout),
    state
      ? setIn(componentLines(state), layout, `At the end of that time it ran, since ${dayOf(state.since)}:`)
      : ['What it ran then is not known.'],
    ...days.map(([day, those]) => [
      heading(day, layout),
      ...setIn(
        those.flatMap((entry) => linesOf(entry, cluster)),
        layout,
      ),
    ]),
    entries.length === 0 ? ['Nothing happened to it in that time.'] : [],
  ]);
}

function linesOf(entry: RevisionEntry | TransitionEntry, cluster: string): readonly Phrase[] {
  if (entry.kind === 'TRANSITION') return [transitionWords(entry, cluster)];
  if (entry.changes === undefined) return [say`the first that is known of it`];
  return entry.changes.map(changeWords);
}

const happened: Record<TransitionEntry['transition'], string> = {
  OPENED: 'opened',
  REOPENED: 'opened again',
  WORSENED: 'worsened',
  EASED: 'eased',
  RESOLVED: 'resolved',
};

function transitionWords(entry: TransitionEntry, cluster: string): Phrase {
  const { transition, severity, previousSeverity, resource, rule, fault, horizon, cause } = entry;
  const before = previousSeverity === undefined ? say`` : say`${previousSeverity} to `;
  const which = fault === undefined ? say`` : say` (${fault})`;
  const why = cause === undefined ? say`` : say`: ${endings[cause]}`;
  const where = resourceName({ resource, cluster });
  return say`${happened[transition]}: ${before}${severity} ${where} ${rule}${which}, ${horizon}${why}`;
}

function changeWords({ component, kind, field, from, to }: ComponentChange): Phrase {
  const what = component.replace(/^addon\//, '').replace(/^nodegroup\//, 'node group ');
  if (kind === 'ADDED') return say`${what} came${to === undefined ? say`` : say`, ${to}`}`;
  if (kind === 'REMOVED') return say`${what} went${from === undefined ? say`` : say`, ${from}`}`;
  if (field === undefined) return say`${what} changed`;
  const values =
    from === undefined && to === undefined ? say`changed` : say`${from ?? 'nothing'} to ${to ?? 'nothing'}`;
  return say`${what} ${field}: ${values}`;
}
