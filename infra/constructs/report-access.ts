import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import type { Config } from '#shared/config.ts';

/**
 * Puts the pages of sweeps into a bucket, and nothing else there: the latest, and one a day.
 *
 * The bucket is whose it was said to be: a name that was given up is anybody's to take, and a page tells a lot.
 */
export function reportAccess(scope: Construct, report: NonNullable<Config['report']>): PolicyStatement {
  const { partition, account } = Stack.of(scope);
  const pages = `arn:${partition}:s3:::${report.bucket}/${report.prefix}`;
  return new PolicyStatement({
    actions: [...iamActions.report],
    resources: [`${pages}latest.html`, `${pages}????-??-??.html`],
    conditions: { StringEquals: { 'aws:ResourceAccount': report.account ?? account } },
  });
}
