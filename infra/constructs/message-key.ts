import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  type IPrincipal,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { keyOwnerActions, messageKeyActions } from './key-actions.ts';

/** Who sends to the topic or to a dead-letter queue on its own. None of them can use a key that AWS manages. */
const senders = ['cloudwatch', 'scheduler', 'sns'].map((name) => new ServicePrincipal(`${name}.amazonaws.com`));

/** The key of the topic and of the queues. It goes with them: the table, which stays, has another. */
export class MessageKey extends Key {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Midwatch: digests, alarms and what could not be delivered',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(7),
      policy: new PolicyDocument({
        statements: [
          keyStatement([new AccountRootPrincipal()], keyOwnerActions),
          keyStatement(senders, messageKeyActions),
        ],
      }),
    });
  }
}

/** In the policy of a key, `*` is the key itself. */
function keyStatement(principals: readonly IPrincipal[], actions: readonly string[]): PolicyStatement {
  return new PolicyStatement({ principals: [...principals], actions: [...actions], resources: ['*'] });
}
