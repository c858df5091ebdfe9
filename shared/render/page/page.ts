import { createHash } from 'node:crypto';
import { type Html, html } from './html.ts';
import { style } from './style.ts';

/** The only style that a page has; nothing else is loaded, run or sent by it. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A whole page that needs nothing beside itself. */
export function renderPage(title: string, main: Html): string {
  const { html: text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to what is told</a>
<main id="main">
${main}
</main>
</body>
</html>
`;
  return text;
}
