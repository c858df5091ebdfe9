import { AssumeRole$, type AssumeRoleRequest, GetCallerIdentity$ } from '@aws-sdk/client-sts';
import { AwsError } from '../aws-error.ts';
import { sessionToken } from '../caller.ts';
import { defineOperation, type Operation, type Scene } from '../operation.ts';
import { entryOf } from '../scene.ts';

const anHour = 3600;

/** Who one is, and how one becomes another. */
export const sts: readonly Operation[] = [
  defineOperation(GetCallerIdentity$, (_input, scene) => {
    checkCaller(scene);
    const { account, principalArn } = scene.caller;
    return { Account: account, Arn: principalArn, UserId: `AIDAREPLAY${account}` };
  }),

  defineOperation<AssumeRoleRequest>(AssumeRole$, (input, scene) => {
    checkCaller(scene);
    const { RoleArn, RoleSessionName, DurationSeconds = anHour } = input;
    const { partition, account, role } = roleOf(RoleArn);
    if (!/^[\w+=,.@-]{2,64}$/.test(`${RoleSessionName}`)) {
      throw invalid(`roleSessionName: got ${RoleSessionName}, wanted 2 to 64 letters, digits and +=,.@-`);
    }
    // AWS does not tell a role that is not there from one that one may not assume.
    if (!entryOf(scene.night.accounts, account)) throw refused(scene.caller.principalArn, `${RoleArn}`);
    return {
      Credentials: {
        AccessKeyId: account,
        SecretAccessKey: 'replay',
        SessionToken: sessionToken(role, `${RoleSessionName}`),
        // By the real clock, as the SDK's: a recorded night's credentials would be renewed before each call.
        Expiration: new Date(Date.now() + DurationSeconds * 1000).toISOString(),
      },
      AssumedRoleUser: {
        AssumedRoleId: `AROAREPLAY${account}:${RoleSessionName}`,
        Arn: `arn:${partition}:sts::${account}:assumed-role/${role}/${RoleSessionName}`,
      },
      PackedPolicySize: null,
    };
  }),
];

function roleOf(arn: string | undefined) {
  const [, partition, account, role] =
    /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(`${arn}`) ?? [];
  if (!partition || !account || !role) throw invalid(`${arn} is invalid`);
  return { partition, account, role };
}

/** STS has a name of its own for a credential that is nobody's. */
function checkCaller({ caller, night }: Scene): void {
  if (entryOf(night.accounts, caller.account)) return;
  throw new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', 400, message);
}

function refused(principalArn: string, roleArn: string): AwsError {
  const message = `User: ${principalArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
  return new AwsError('AccessDenied', 403, message);
}
