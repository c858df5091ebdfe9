import { expect, it } from 'vitest';
import { cutLines } from '#render/cut-words.ts';
import { renderFleetPage } from '#render/dashboard.ts';
import { renderNightlyPage } from '#render/nightly-page.ts';
import { aCoverage, aDocument } from '../support/document-builders.ts';

const cut = { part: 2, parts: 4, shown: 150, clusters: 512, worst: [{ severity: 'CRITICAL', clusters: 3 }] } as const;
const covered = aCoverage();
const denied = aCoverage({ status: 'DENIED' });

it('a part of a fleet says how the whole stands, and how much of it it is', () => {
  const worst = [...cut.worst, { severity: 'HIGH', clusters: 9 }, { severity: 'LOW', clusters: 100 }] as const;

  expect(cutLines({ ...cut, worst }, [covered])).toEqual({
    verdict: 'Something is wrong in 112 of 512 clusters: the worst of it is CRITICAL in 3, HIGH in 9 and LOW in 100.',
    extent: expect.stringContaining('This is part 2 of 4, 150 clusters;'),
  });
});

it('is no all-clear where something could not be looked at', () => {
  expect(cutLines({ ...cut, worst: [] }, [covered, denied]).verdict).toBe(
    'Nothing was found in 512 clusters. Not everything could be looked at: 1 of 2 targets.',
  );
  expect(cutLines({ ...cut, worst: [] }, [covered]).verdict).toBe('Nothing was found in 512 clusters.');
});

it('leads to the other parts', () => {
  const links = (part: number) =>
    [...renderFleetPage(aDocument(), [], { cut: { ...cut, part } }).matchAll(/\/\?part=(\d+)">([^<]+)/g)].map(
      ([, to, words]) => `${words}: ${to}`,
    );

  expect(links(1)).toEqual(['The next part: 2', 'The last part: 4']);
  expect(links(3)).toEqual(['The worst: 1', 'The part before: 2', 'The next part: 4', 'The last part: 4']);
  expect(links(4)).toEqual(['The worst: 1', 'The part before: 3']);
  expect(renderFleetPage(aDocument(), [])).not.toContain('?part=');
});

it('on a page that stands alone says where the others are', () => {
  expect(renderNightlyPage(aDocument(), [], cut)).toMatch(/part 2 of 4.*midwatch serve --table TABLE shows all parts/s);
  expect(renderNightlyPage(aDocument(), [])).toContain(
    '<p class="verdict">Nothing is wrong: 1 cluster in 1 target.</p>',
  );
  expect(renderNightlyPage(aDocument(), [])).not.toContain('This is part');
});
