import { expect, it } from 'vitest';
import { nextImageOf } from '#core/images/next-image.ts';
import type { NodeImage } from '#core/images/node-image.ts';
import { aCatalogue, aNodegroup } from '../../support/builders.ts';

const running: NodeImage = { family: 'AL2023', release: '20260219', kubernetes: '1.34', text: '1.34.2-20260219' };

it('is the release that AWS recommends for the AMI type and minor', () => {
  expect(nextImageOf(aNodegroup(), running, { catalogue: aCatalogue() })).toEqual({
    kind: 'NEWER',
    image: { family: 'AL2023', release: '20260224', kubernetes: '1.34', text: '1.34.4-20260224' },
  });
});

it('is none of a node group whose AMI type AWS did not give', () => {
  const { amiType: _, ...untyped } = aNodegroup();

  expect(nextImageOf(untyped, running, { catalogue: aCatalogue() })).toMatchObject({
    kind: 'NONE',
    verdict: { compliance: 'NOT_APPLICABLE' },
  });
});
