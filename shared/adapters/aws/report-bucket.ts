import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { dayOf } from '#core/days.ts';
import type { AuditDocument, FleetCut } from '#core/document.ts';
import type { ReportPublisher } from '#ports/report-publisher.ts';
import type { AwsConnection } from './connection.ts';

export interface ReportBucketOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  /** The key by which the pages are encrypted. @default as the bucket has it */
  readonly kmsKey?: string;
  render(document: AuditDocument, cut: FleetCut | undefined): string;
  /** @default 30 seconds */
  readonly longestMs?: number;
}

/** The telling waits for it, and must have its turn while there is time. */
const patienceMs = 30_000;

/** Puts the page of a sweep into a bucket: under its day, and as the latest. Who may read it the bucket says. */
export function makeReportBucket({
  client,
  bucket,
  prefix,
  kmsKey,
  render,
  longestMs = patienceMs,
}: ReportBucketOptions): ReportPublisher {
  async function put(name: string, page: string, abortSignal: AbortSignal): Promise<void> {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: `${prefix}${name}.html`,
      Body: page,
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'no-cache',
      ...(kmsKey === undefined ? {} : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey }),
    });
    await client.send(command, { abortSignal });
  }

  return {
    async publish(document, cut) {
      const page = render(document, cut);
      const signal = AbortSignal.timeout(longestMs);
      await put(dayOf(document.audit.asOf), page, signal);
      await put('latest', page, signal);
    },
  };
}

/** A client that finds the bucket, whatever its region. */
export function s3Client({ config, region, counting }: AwsConnection): S3Client {
  return counting(new S3Client({ ...config, region, followRegionRedirects: true }));
}
