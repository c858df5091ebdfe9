import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from './aws-error.ts';
import { readForm } from './ec2-form.ts';
import { nameOf, type Operation } from './operation.ts';
import type { Service } from './service.ts';
import { escaped, membersAsXml, requestId, xmlHeaders } from './xml-answer.ts';

const xmlNamespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/**
 * EC2, which has a protocol of its own: forms with numbered lists go in, XML without a result inside comes out.
 *
 * It knows the operations that it answers alone: EC2 has seven hundred, and their schemas are megabytes.
 */
export function ec2QueryService(operations: readonly Operation[], badDays: Service['badDays']): Service {
  const byName = new Map(operations.map((operation) => [nameOf(operation.schema), operation]));

  return {
    read: ({ body }) => {
      const form = new URLSearchParams(body);
      const name = form.get('Action') ?? '';
      const operation = byName.get(name);
      if (!operation) {
        const message = `The action ${name} is not valid for this web service, or is not served by the replay.`;
        throw new AwsError('InvalidAction', 400, message);
      }
      return { name, operation, input: readForm(NormalizedSchema.of(operation.schema[4]), form) };
    },
    write: ({ schema }, answer) => {
      const name = nameOf(schema);
      const body =
        `<${name}Response xmlns="${xmlNamespace}"><requestId>${requestId}</requestId>` +
        `${membersAsXml(schema, answer)}</${name}Response>`;
      return { status: 200, headers: { ...xmlHeaders }, body };
    },
    writeError: ({ name, status, message }) => {
      const error = `<Error><Code>${name}</Code><Message>${escaped(message)}</Message></Error>`;
      const body = `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`;
      return { status, headers: { ...xmlHeaders }, body };
    },
    badDays,
  };
}
