import { describe, expect, it } from 'vitest';
import type { Digest } from '#core/digest.ts';
import { renderDigestEmail } from '#render/digest-email.ts';
import { renderDigestMessage } from '#render/digest-message.ts';
import { aDigest, aFinding, told } from '../support/document-builders.ts';

describe('a digest as a message', () => {
  it('is the e-mail, with each value that something in it has as attributes', () => {
    const digest = aDigest({
      worse: [told(aFinding({ environment: 'prod', severity: 'HIGH' }))],
      repeated: [aFinding({ environment: 'dev', severity: 'CRITICAL', region: 'us-east-1' })],
      coverageLost: [
        { account: '999988887777', region: 'eu-north-1', asOf: '', status: 'DENIED', clusters: 0, unreadable: [] },
      ],
    } as Partial<Digest>);

    const { subject, message, attributes } = renderDigestMessage(digest);

    expect({ subject, text: message }).toEqual(renderDigestEmail(digest));
    expect(attributes).toMatchObject({ environment: ['dev', 'prod'], severity: ['CRITICAL', 'HIGH'] });
    expect(attributes.region).toContain('eu-north-1');
    expect(attributes.account).toContain('999988887777');
  });
});
