import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where pictures of the pages are kept for people to look at; no part of the repository. */
const pictures = resolve('.cache/pages');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How people look at a page. */
export const ways: readonly (readonly [string, BrowserContextOptions])[] = [
  ['on a desk', { viewport: { width: 1200, height: 900 } }],
  ['on a phone', { viewport: { width: 375, height: 812 } }],
  ['in the dark', { viewport: { width: 1200, height: 900 }, colorScheme: 'dark' }],
];

export function openBrowser(): Promise<Browser> {
  const { MIDWATCH_CHROMIUM: executablePath } = process.env;
  if (executablePath === undefined) throw new Error('MIDWATCH_CHROMIUM names no browser: run .ci/browser');
  // Whoever runs this in a container is root there, for whom Chromium has no sandbox.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** A page in a browser, and what the browser complained of. */
export interface Shown {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly picture: (name: string) => Promise<void>;
}

/** Opens a page that lies at an address. Whatever else than pages of there it asks for is a complaint. */
export async function show(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Shown> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.isNavigationRequest()) complaints.push(`a request: ${request.url()}`);
  });
  await page.goto(url);
  return {
    page,
    complaints,
    async picture(name) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    },
  };
}

/** What keeps some people from using a page, by the rules of axe. */
export async function barriers(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<string[]> {
  // The page lets no script in, not even this one.
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(axe);
  const found: { id: string; nodes: { html: string }[] }[] = await page.evaluate('axe.run().then((r) => r.violations)');
  await context.close();
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
