import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditDocument } from '#core/document.ts';
import { renderHtml } from '#render/html-page.ts';
import { emptyFolder } from '../support/command.ts';
import { aCluster, aDocument, aFinding, documented } from '../support/document-builders.ts';
import { recordedAudits } from '../support/recorded-audits.ts';
import { barriers, openBrowser, show, ways } from './pages.ts';

const environments = ['dev', 'test', 'prod'];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** The address of a page that was written to a file. */
function written(document: AuditDocument): string {
  const file = join(emptyFolder(), 'page.html');
  writeFileSync(file, renderHtml(document, { environments }));
  return pathToFileURL(file).href;
}

/** The document of one night of a recording, counted from 1, with no history before it. */
async function nightOf(name: string, night: number): Promise<AuditDocument> {
  const audits = await recordedAudits(name);
  try {
    return await audits.audit(night);
  } finally {
    await audits.close();
  }
}

describe.each([
  ['incident', 4],
  ['neglected', 1],
  ['healthy', 1],
])('the page of %s', (name, night) => {
  let url = '';
  beforeAll(async () => {
    url = written(await nightOf(name, night));
  });

  it.each(ways)('%s: no complaint, no barrier, and nothing beside its edge', async (way, options) => {
    const { page, complaints, picture } = await show(browser, url, options);
    await picture(`${name} ${way}`);

    expect(complaints).toEqual([]);
    expect(await barriers(browser, url, options)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });
});

describe('the page of the incident', () => {
  let url = '';
  beforeAll(async () => {
    url = written(await nightOf('incident', 4));
  });

  it('shows at a glance what prod has and dev and test have not', async () => {
    const { page } = await show(browser, url);
    const cells = await page
      .locator('tr', { has: page.locator('th', { hasText: /^kube-proxy$/ }) })
      .locator('td')
      .all();

    expect(await Promise.all(cells.map((cell) => cell.textContent()))).toEqual([
      'v1.25.16-eksbuild.1',
      'v1.25.16-eksbuild.1',
      'v1.21.2-eksbuild.2 CRITICAL ≠',
    ]);
  });

  it('is walked by the keyboard alone, from the first link to what there is to do', async () => {
    const { page } = await show(browser, url);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to what is told');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');

    const link = page.locator('a', { hasText: /^shop-prod$/ });
    await link.focus();
    await page.keyboard.press('Enter');
    const heading = page.locator(new URL(page.url()).hash);
    expect(await heading.textContent()).toContain('shop-prod: prod');
    await expect.poll(() => heading.evaluate((one) => one.getBoundingClientRect().top)).toBeLessThan(50);

    const todo = page.locator('summary').first();
    await todo.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details').first().getAttribute('open')).toBeNull();
  });

  it('leads from a mark in the matrix to what is told of it', async () => {
    const { page } = await show(browser, url);
    await page.locator('td a.mark', { hasText: 'CRITICAL' }).first().click();

    const told = page.locator(`${new URL(page.url()).hash}`).locator('xpath=ancestor::article');
    expect(await told.locator('h4').textContent()).toContain('CRITICAL shop-prod kube-proxy');
  });

  it('has a timeline with a bar of each kind of support', async () => {
    const { page } = await show(browser, url);

    expect(await page.locator('svg rect.standard').count()).toBe(2);
    expect(await page.locator('svg rect.extended').count()).toBe(2);
    expect(await page.locator('svg rect.forced').count()).toBe(2);
  });

  it.each([
    ['fleet', 'matrix'],
    ['calendar', 'calendar'],
  ])('has the %s in one piece, as the README shows it', async (heading, name) => {
    const { page } = await show(browser, url, { viewport: { width: 1000, height: 800 } });
    // Fonts differ from machine to machine: whoever changes the page makes the pictures anew, and looks at them.
    const folder = process.env.UPDATE_PICTURES === undefined ? '.cache/pages' : 'events/pictures';
    const picture = await page
      .locator(`section[aria-labelledby="${heading}"]`)
      .screenshot({ path: join(folder, `${name}.png`) });

    expect(picture.length).toBeGreaterThan(1000);
  });

  it('prints whole', async () => {
    const { page } = await show(browser, url);
    await page.emulateMedia({ media: 'print' });

    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.locator('pre').first().isVisible()).toBe(true);
  });
});

it('shows a name that would be more as the text that it is', async () => {
  const name = '<img src=x onerror=alert(1)>';
  const hostile = aCluster({ name, system: { name: '"><script>alert(2)</script>', from: 'tag' } });
  const url = written(aDocument({ clusters: [hostile], findings: [documented(aFinding())] }));
  const { page, complaints } = await show(browser, url);

  expect(await page.locator('th', { hasText: name }).count()).toBe(1);
  expect(await page.locator('img, script').count()).toBe(0);
  expect(complaints).toEqual([]);
});
