import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeReportBucket, type ReportBucketOptions, s3Client } from '#adapters/aws/report-bucket.ts';
import { aDocument, asOf } from '../../support/document-builders.ts';
import { type FakeBucket, startFakeBucket } from '../../support/fake-bucket.ts';
import { connectionTo, localAws } from './local-aws.ts';

let bucket: FakeBucket;
beforeEach(async () => {
  bucket = await startFakeBucket();
});
afterEach(() => bucket.close());

function publish(options: Partial<ReportBucketOptions> = {}, url = bucket.url): Promise<void> {
  const client = s3Client(connectionTo(url));
  const given = { client, bucket: 'reports', prefix: 'eks/', render: () => '<h1>ü</h1>', ...options };
  return makeReportBucket(given).publish(aDocument(), undefined);
}

describe('the page of a sweep', () => {
  it('is put under its day and as the latest, for browsers that ask each time', async () => {
    await publish();

    expect(bucket.objects.map(({ path, body }) => [path, body])).toEqual([
      [`/reports/eks/${asOf.slice(0, 10)}.html`, '<h1>ü</h1>'],
      ['/reports/eks/latest.html', '<h1>ü</h1>'],
    ]);
    for (const { headers } of bucket.objects) {
      expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    }
  });

  it('is encrypted as the bucket has it, or by the key that is given, and opened to nobody', async () => {
    await publish();
    await publish({ kmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/k' });

    const said = (name: string) => bucket.objects.map(({ headers }) => headers[name]);
    expect(said('x-amz-server-side-encryption')).toEqual([undefined, undefined, 'aws:kms', 'aws:kms']);
    expect(said('x-amz-server-side-encryption-aws-kms-key-id').slice(2)).toEqual(
      Array(2).fill('arn:aws:kms:eu-west-1:111122223333:key/k'),
    );
    expect(said('x-amz-acl')).toEqual(Array(4).fill(undefined));
  });

  it('that is refused is an error, with what S3 calls it', async () => {
    bucket.refuse('AccessDenied');

    await expect(publish()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('that nobody takes is given up in time', async () => {
    const silent = await localAws(() => undefined);

    await expect(publish({ longestMs: 200 }, silent)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
