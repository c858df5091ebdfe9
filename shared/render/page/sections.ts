import { plain } from '../layout.ts';
import type { Item, Section, Todo } from '../report/section.ts';
import { stepLines } from '../steps.ts';
import { type Html, html, nothing, preformatted } from './html.ts';
import { severityMark } from './marks.ts';

/** A section of a report: what is told at length stands in a box of its own. */
export function sectionHtml({ title, cluster, items, isLong, todo }: Section): Html {
  const told = isLong ? items.map(boxed) : [html`<ul>${items.map((item) => html`<li>${itemHtml(item)}</li>`)}</ul>`];
  return html`<section>
<h3${cluster === undefined ? nothing : html` id="${anchorOf(cluster)}"`}>${title}</h3>
${told}
${todoHtml(todo)}
</section>
`;
}

/** Where on a page a cluster is told of. */
export function anchorOf(clusterArn: string): string {
  return `cluster-${clusterArn.replace(/[^A-Za-z0-9]+/g, '-')}`;
}

function boxed(item: Item): Html {
  return html`<article class="${item.severity ?? ''}">
<h4>${leadOf(item)}${item.text.text}</h4>
${item.notes.map((note) => html`<p class="soft">${note}</p>`)}
${todoHtml(item.todo)}
</article>
`;
}

function itemHtml(item: Item): Html {
  return html`${leadOf(item)}${item.text.text}${item.notes.map((note) => html`<br><span class="soft">${note}</span>`)}${todoHtml(item.todo)}`;
}

function leadOf({ label, severity }: Item): Html {
  return html`${label === undefined ? nothing : html`${label} `}${severity === undefined ? nothing : html`${severityMark(severity)} `}`;
}

function todoHtml(todo: Todo | undefined): Html {
  if (!todo) return nothing;
  return html`<details open>
<summary>${todo.title}</summary>
${preformatted(stepLines(todo.steps, plain, 0, todo.account))}
</details>
`;
}
