import type { Severity } from '#core/severity.ts';
import { type Html, html } from './html.ts';

/** A severity as a word, and in its colour. */
export function severityMark(severity: Severity): Html {
  return html`<span class="mark ${severity}">${severity}</span>`;
}
