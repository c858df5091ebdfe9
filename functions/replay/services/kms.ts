import { DescribeKey$, type DescribeKeyRequest } from '@aws-sdk/client-kms';
import { AwsError } from '../aws-error.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { enabledAccountOf, entryOf } from '../scene.ts';

/** The keys that launch templates name. */
export const kms: readonly Operation[] = [
  defineOperation<DescribeKeyRequest>(DescribeKey$, ({ KeyId = '' }, scene) => {
    const { account, region, principalArn } = scene.caller;
    const key = entryOf(enabledAccountOf(scene).kmsKeys?.[region] ?? {}, KeyId);
    if (key) return { KeyMetadata: key };
    const owner = /^arn:[^:]+:kms:[^:]*:(\d{12}):/.exec(KeyId)?.[1] ?? account;
    // Whom it does not let see its keys, another account does not tell whether there is one either.
    if (owner !== account) throw new AwsError('AccessDeniedException', 400, hidden(principalArn, KeyId));
    throw new AwsError('NotFoundException', 400, `Key '${KeyId}' does not exist`);
  }),
];

function hidden(principalArn: string, key: string): string {
  const action = 'kms:DescribeKey';
  return `User: ${principalArn} is not authorized to perform: ${action} on resource: ${key} because no resource-based policy allows the ${action} action`;
}
