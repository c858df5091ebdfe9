import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDashboard } from '../../functions/cli/dashboard.ts';
import { type RecordedHistory, recordedHistory } from '../support/recorded-history.ts';
import { barriers, openBrowser, show, ways } from './pages.ts';

let browser: Browser;
let history: RecordedHistory;
let server: ReturnType<typeof serve>;
let url = '';

beforeAll(async () => {
  browser = await openBrowser();
  history = await recordedHistory('incident');
  const onError = (error: Error): void => {
    throw error;
  };
  const { fetch } = makeDashboard({ ...history, onError });
  await new Promise<void>((resolve) => {
    server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => resolve());
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server?.close();
  await browser?.close();
  await history?.close();
});

describe('the dashboard over the incident', () => {
  it('leads from the fleet to a cluster, to what is wrong with it, and back', async () => {
    const { page, complaints, picture } = await show(browser, url);
    await page.locator('a', { hasText: /^shop-prod$/ }).click();
    await picture('dashboard of a cluster');

    expect(await page.locator('h1').textContent()).toBe('shop-prod');
    expect(await page.locator('article h4').first().textContent()).toContain('shop-prod');
    expect(await page.locator('pre').first().textContent()).toContain('aws eks');
    expect(complaints).toEqual([]);

    await page.locator('nav a', { hasText: 'The fleet' }).click();
    expect(page.url()).toBe(url);
  });

  it.each(ways)('leads from the matrix to one finding with what to do, by the keyboard: %s', async (way, options) => {
    const { page, complaints, picture } = await show(browser, url, options);
    await page.locator('td a.mark').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/findings\//);
    await picture(`dashboard of a finding ${way}`);

    expect(await page.locator('h1').textContent()).toContain('shop-');
    expect(await page.locator('section[aria-labelledby="todo"] pre').textContent()).toContain('aws eks');
    expect(await page.locator('section[aria-labelledby="history"] li').count()).toBeGreaterThan(0);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    expect(await barriers(browser, page.url(), options)).toEqual([]);
  });

  it('shows what happened on the night of the upgrade', async () => {
    const { page } = await show(browser, `${url}clusters/${encodeURIComponent(prod())}`);
    const night = page.locator('h3', { hasText: '2024-02-07 21:40 UTC' }).locator('xpath=following-sibling::ul[1]');

    expect(await night.textContent()).toContain('cluster version: 1.24 → 1.25');
    expect(await night.textContent()).toContain('upgraded untested');
  });

  it('keeps nobody from using it', async () => {
    expect(await barriers(browser, url)).toEqual([]);
    expect(await barriers(browser, `${url}clusters/${encodeURIComponent(prod())}`)).toEqual([]);
  });
});

function prod(): string {
  return 'arn:aws:eks:eu-west-1:333344445555:cluster/shop-prod';
}
