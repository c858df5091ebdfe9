import { describe, expect, it } from 'vitest';
import { type ImageList, releaseOf, withRecommended, withRelease } from '#core/images/image-list.ts';

const first = '2026-03-01T02:00:00.000Z';
const second = '2026-03-02T02:00:00.000Z';
const since = '2026-02-20T18:00:00.000Z';

describe('what is recommended tonight', () => {
  it('is remembered with the night in which it first was', () => {
    const list = withRecommended({}, { AL2_x86_64: { release: '1.32.1-20250601', since } }, first);

    expect(list).toEqual({
      AL2_x86_64: { recommended: '1.32.1-20250601', releases: [{ text: '1.32.1-20250601', recommendedSince: first }] },
    });
    expect(withRecommended(list, { AL2_x86_64: { release: '1.32.1-20250601' } }, second)).toEqual(list);
  });

  it('has of Bottlerocket the day of its publication, which no text tells', () => {
    const list = withRecommended({}, { BOTTLEROCKET_x86_64: { release: '1.55.0-d93bb1b1', since } }, first);

    expect(releaseOf(list, 'BOTTLEROCKET_x86_64', '1.55.0-d93bb1b1')).toEqual({
      text: '1.55.0-d93bb1b1',
      publishedAt: since,
      recommendedSince: first,
    });
  });

  it('takes the place of another, which is not forgotten', () => {
    const before = withRecommended({}, { AL2_x86_64: { release: 'a' } }, first);

    const back = withRecommended(
      withRecommended(before, { AL2_x86_64: { release: 'b' } }, second),
      { AL2_x86_64: { release: 'a' } },
      second,
    );

    expect(back.AL2_x86_64).toEqual({
      recommended: 'a',
      releases: [
        { text: 'a', recommendedSince: first },
        { text: 'b', recommendedSince: second },
      ],
    });
  });

  it('is nothing where AWS publishes none any more, and what was is remembered', () => {
    const before = withRecommended({}, { AL2_x86_64: { release: 'a' } }, first);

    expect(withRecommended(before, {}, second)).toEqual({
      AL2_x86_64: { releases: [{ text: 'a', recommendedSince: first }] },
    });
  });

  it('keeps the day of a release that was asked about before it was recommended', () => {
    const asked = withRelease({}, { kubernetes: '1.34', amiType: 'BOTTLEROCKET_ARM_64', release: 'a' }, since);

    const list = withRecommended(asked, { BOTTLEROCKET_ARM_64: { release: 'a', since: second } }, second);

    expect(list.BOTTLEROCKET_ARM_64?.releases).toEqual([{ text: 'a', publishedAt: since, recommendedSince: second }]);
  });

  it('is in the order of the AMI types, so that an equal list is an equal text', () => {
    const list = withRecommended({ b: { releases: [] } }, { c: { release: '1' }, a: { release: '1' } }, first);

    expect(Object.keys(list)).toEqual(['a', 'b', 'c']);
  });
});

describe('a release that was asked about', () => {
  const image = { kubernetes: '1.34', amiType: 'BOTTLEROCKET_ARM_64', release: 'a' };
  const before: ImageList = { BOTTLEROCKET_ARM_64: { recommended: 'b', releases: [{ text: 'b' }] } };

  it('joins those that are known, and is not recommended', () => {
    expect(withRelease(before, image, since)).toEqual({
      BOTTLEROCKET_ARM_64: { recommended: 'b', releases: [{ text: 'b' }, { text: 'a', publishedAt: since }] },
    });
  });

  it('is known although nobody knows its day', () => {
    expect(releaseOf(withRelease(before, image, undefined), image.amiType, 'a')).toEqual({ text: 'a' });
    expect(releaseOf(before, image.amiType, 'a')).toBeUndefined();
  });
});
