import { visible } from '../phrase.ts';

/** A piece of a page, in which everything from outside has been made text. */
export interface Html {
  readonly html: string;
}

type Fact = string | number | Html | readonly Html[];

/**
 * Makes a piece of a page of a template. Each fact is made harmless text as it is put in, whoever wrote it, in an
 * element and between the quotes of an attribute alike.
 *
 * The words of the template are ours: nothing from outside may be part of them.
 */
export function html(words: TemplateStringsArray, ...facts: readonly Fact[]): Html {
  return { html: words.map((word, index) => word + textOf(facts[index] ?? '')).join('') };
}

export const nothing: Html = { html: '' };

function textOf(fact: Fact): string {
  if (typeof fact === 'number') return String(fact);
  if (typeof fact === 'string') return escaped(fact);
  return 'html' in fact ? fact.html : fact.map((one) => one.html).join('');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Line breaks are ours alone to make: where text has its own lines, each is a fact. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

/** Lines as a block that is shown as it stands. */
export function preformatted(lines: readonly string[]): Html {
  return { html: `<pre tabindex="0"><code>${lines.map(escaped).join('\n')}</code></pre>` };
}
