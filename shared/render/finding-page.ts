import type { AnsweredFinding, FindingAnswer } from '#core/answer.ts';
import type { Instant } from '#core/days.ts';
import type { Json } from '#core/json.ts';
import type { RuleMeta } from '#core/rule.ts';
import { dayAndDistance, minuteOf, since } from './day-words.ts';
import { endings } from './ending-words.ts';
import { type Entry, entriesOf, entryWords, openSince, severityOf } from './entry.ts';
import { clusterAddress } from './finding-address.ts';
import { plain } from './layout.ts';
import { type Html, html, nothing, preformatted } from './page/html.ts';
import { severityMark } from './page/marks.ts';
import { renderPage } from './page/page.ts';
import { transitionHtml } from './page/transition.ts';
import { type Phrase, say } from './phrase.ts';
import { resourceName } from './resource-name.ts';
import { mergeSteps, stepLines } from './steps.ts';

/** One finding with what to do: what is wrong, where, since when, by when, by what it is known, and what happened to it. */
export function renderFindingPage({ asOf, findings, rule, happened, isWhole }: FindingAnswer): string {
  const entry = entriesOf(findings)[0] ?? findings;
  const [first] = entry;
  const at = asOf ?? first.lastObservedAt;
  const { headline, details, strikes } = entryWords(entry, at);
  const name = resourceName(first);
  const steps = mergeSteps(findings.map(({ remediation }) => remediation));
  const main = html`<nav aria-label="Pages"><ul><li><a href="/">The fleet</a></li><li><a href="${clusterAddress(first.cluster)}">The cluster</a></li></ul></nav>
<h1>${name.text}</h1>
<p class="verdict">${severityMark(severityOf(entry))} ${headline.text}</p>
${details.map(({ text }) => html`<p>${text}</p>`)}
<dl>
${factHtml('What should be so', say`${first.title}`)}${factHtml('Where', whereOf(first))}${factHtml('It strikes', strikes)}${sinceFacts(entry, at)}${suppressionFact(first)}</dl>
<section aria-labelledby="todo"><h2 id="todo">What to do</h2>
${rule ? html`<p>${rule.mend}</p>` : nothing}
${steps.length === 0 ? html`<p>No commands are known that mend it.</p>` : html`<p class="soft">In this order, each when the one before it is verified.</p>${preformatted(stepLines(steps, plain, 0, first.account))}`}</section>
<section aria-labelledby="evidence"><h2 id="evidence">By what it is known</h2>
${findings.map((finding) => evidenceTable(finding, findings.length > 1))}</section>
<section aria-labelledby="history"><h2 id="history">What happened to it</h2>
${happened.length === 0 ? html`<p>Nothing is kept.</p>` : html`<ul>${happened.map((one) => html`<li><time datetime="${one.at}">${minuteOf(one.at)}</time>: ${transitionHtml(one, first.cluster)}</li>`)}</ul>`}
${isWhole ? nothing : html`<p class="soft">What was long before is not shown: midwatch history has it.</p>`}</section>
${rule ? ruleHtml(rule) : nothing}`;
  return renderPage(say`${name}: ${first.rule} · Midwatch`.text, main);
}

function factHtml(term: string, fact: Phrase): Html {
  return html`<dt>${term}</dt><dd>${fact.text}</dd>
`;
}

function whereOf({ resource, account, region, environment, system }: AnsweredFinding): Phrase {
  const more = [
    ...(environment === undefined ? [] : [say`environment ${environment}`]),
    ...(system === undefined ? [] : [say`system ${system}`]),
  ];
  return say`${resource}, account ${account}, ${region}${more.length === 0 ? '' : `, ${more.map(({ text }) => text).join(', ')}`}`;
}

function sinceFacts(entry: Entry<AnsweredFinding>, asOf: Instant): readonly Html[] {
  const [{ status, resolvedAt, cause, lastObservedAt, unreadableSince }] = entry;
  const known = factHtml('Known', since(openSince(entry), asOf));
  if (status === 'RESOLVED') {
    const why = cause === undefined ? '' : `, ${endings[cause]}`;
    return [known, factHtml('Over', say`${dayAndDistance(resolvedAt ?? lastObservedAt, asOf)}${why}`)];
  }
  const seen = factHtml('Seen last', say`${minuteOf(lastObservedAt)}`);
  if (unreadableSince === undefined) return [known, seen];
  return [known, seen, factHtml('Could not be looked at', since(unreadableSince, asOf))];
}

function suppressionFact({ suppression }: AnsweredFinding): Html {
  if (!suppression) return nothing;
  const { reason, owner, until } = suppression;
  return factHtml('Accepted', say`"${reason}", ${owner}, until ${until}`);
}

function evidenceTable({ evidence, horizon }: AnsweredFinding, isOneOfSeveral: boolean): Html {
  const rows = Object.entries(evidence).map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${shown(value)}</td></tr>
`,
  );
  const caption = isOneOfSeveral ? html`<caption>${horizon}</caption>` : nothing;
  if (rows.length === 0) return html`<p>Nothing but its being there.</p>`;
  return html`<div class="wide" tabindex="0" role="region" aria-label="Evidence, ${horizon}"><table>${caption}<tbody>
${rows}</tbody></table></div>
`;
}

function shown(value: Json): string {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function ruleHtml({ id, why, debug, reference }: RuleMeta): Html {
  return html`<section aria-labelledby="rule"><h2 id="rule">The rule ${id}</h2>
<p>${why}</p>
<h3>When it has already happened, look at</h3>
<ol>${debug.map((line) => html`<li>${line}</li>`)}</ol>
<p>Read on: <a href="${reference}" rel="noreferrer">${reference}</a></p></section>
`;
}
