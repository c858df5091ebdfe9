import type { TransitionEntry } from '#core/answer.ts';
import { endings } from '../ending-words.ts';
import { strikes } from '../horizon-words.ts';
import { say } from '../phrase.ts';
import { resourceName } from '../resource-name.ts';
import { type Html, html } from './html.ts';
import { severityMark } from './marks.ts';

/** Something that happened to a finding, in a line. */
export function transitionHtml(entry: TransitionEntry, cluster: string): Html {
  const { transition, severity, previousSeverity, rule, fault, horizon, resource, cause } = entry;
  const name = resourceName({ resource, cluster });
  const before = previousSeverity === undefined ? '' : ` (was ${previousSeverity})`;
  const what = say`${rule}${fault === undefined ? '' : `, ${fault}`}, ${strikes({ horizon, evidence: {} })}`;
  const why = cause === undefined ? '' : `: ${endings[cause]}`;
  return html`${transition.toLowerCase()} ${severityMark(severity)}${before} ${name.text} <span class="soft">${what.text}</span>${why}`;
}
