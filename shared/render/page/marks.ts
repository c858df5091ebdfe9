import type { Severity } from '#core/severity.ts';
import { type Html, html } from './html.ts';

/** A severity as a word, and in its colour. */
export function severityMark(severity: Severity): Html {
  return html`<span class="mark ${severity}">${severity}</span>`;
}

/** The same, as a link to what is so. */
export function linkedMark(severity: Severity, address: string, about: string): Html {
  return html`<a class="mark ${severity}" href="${address}" aria-label="${severity}: ${about}">${severity}</a>`;
}
