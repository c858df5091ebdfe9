/** What Markdown or HTML would read as more than text: emphasis, code, links, tags, tables, a heading. */
const special = /[\\`*_[\]<>|~]|^#/g;

/** An address as GitHub makes a link of it; nothing in it can be read as anything else. */
const address = /(https:\/\/[\w./#%?=:+-]+)/;

/** A text that Markdown reads as it stands. GitHub tells whoever it takes for mentioned, unless something parts @ and the name. */
export function inline(text: string): string {
  const parts = text.split(address);
  return parts
    .map((part, index) => {
      const isAddress = index % 2 === 1;
      if (isAddress) return part;
      return part.replaceAll('&', '&amp;').replace(special, String.raw`\$&`).replaceAll('@', '@<!-- -->');
    })
    .join('');
}
