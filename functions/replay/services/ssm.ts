import { GetParameters$, type GetParametersRequest } from '@aws-sdk/client-ssm';
import { AwsError } from '../aws-error.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { catalogueOf } from '../scene.ts';

const mostNames = 10;

/** The parameters that AWS publishes. */
export const ssm: readonly Operation[] = [
  defineOperation<GetParametersRequest>(GetParameters$, ({ Names = [] }, scene) => {
    if (Names.length === 0 || Names.length > mostNames) throw invalid(Names.length);
    const { parameters } = catalogueOf(scene);
    const found = parameters.filter(({ Name }) => Names.includes(`${Name}`));
    // What there is not is named apart, and is no error.
    const InvalidParameters = Names.filter((name) => !found.some(({ Name }) => Name === name));
    return { Parameters: found, InvalidParameters };
  }),
];

function invalid(length: number): AwsError {
  const message = `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length between 1 and ${mostNames}; got ${length}`;
  return new AwsError('ValidationException', 400, message);
}
