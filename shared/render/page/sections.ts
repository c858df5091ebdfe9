import { findingAnchor } from '../finding-address.ts';
import { plain } from '../layout.ts';
import type { AboutFinding, Item, Section, Todo } from '../report/section.ts';
import { stepLines } from '../steps.ts';
import type { Addresses } from './addresses.ts';
import { type Html, html, nothing, preformatted } from './html.ts';
import { severityMark } from './marks.ts';

/** A section of a report: what is told at length stands in a box of its own. */
export function sectionHtml({ title, cluster, items, isLong, todo }: Section, addresses: Addresses): Html {
  const told = isLong
    ? items.map((item) => boxed(item, addresses))
    : [html`<ul>${items.map((item) => html`<li>${itemHtml(item)}</li>`)}</ul>`];
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

function boxed(item: Item, addresses: Addresses): Html {
  return html`<article class="${item.severity ?? ''}">
${(item.about ?? []).flatMap(({ ids }) => ids.map((id) => html`<a id="${findingAnchor({ id })}"></a>`))}<h4>${leadOf(item)}${item.text.text}</h4>
${item.notes.map((note) => html`<p class="soft">${note}</p>`)}
${linksHtml(item.about ?? [], addresses)}
${todoHtml(item.todo)}
</article>
`;
}

/** To the pages of what is told, where it has pages of its own. */
function linksHtml(about: readonly AboutFinding[], { ofFinding }: Addresses): Html {
  const links = about
    .map((finding) => ({ address: ofFinding(finding), finding }))
    .filter(({ address, finding }) => address !== `#${findingAnchor(finding)}`)
    .map(({ address, finding }) => html`<li><a href="${address}">All about ${finding.name}</a></li>`);
  return links.length === 0 ? nothing : html`<ul class="links">${links}</ul>`;
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
