import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from './aws-error.ts';
import { nameOf, type Operation, type OperationSchema, operationSchemas } from './operation.ts';
import { scalar } from './route.ts';
import type { Service } from './service.ts';
import { escaped, membersAsXml, requestId, xmlHeaders } from './xml-answer.ts';

/** A service of AWS's Query protocol: forms go in, XML comes out. */
export function awsQueryService(
  client: object,
  operations: readonly Operation[],
  xmlNamespace: string,
  badDays: Service['badDays'],
): Service {
  const schemas = new Map(operationSchemas(client).map((schema) => [nameOf(schema), schema]));
  const byName = new Map(operations.map((operation) => [nameOf(operation.schema), operation]));

  return {
    read: ({ body }) => {
      const form = new URLSearchParams(body);
      const name = form.get('Action') ?? '';
      const schema = schemas.get(name);
      if (!schema) throw new AwsError('InvalidAction', 400, `Could not find operation ${name}`);
      return { name, operation: byName.get(name), input: inputOf(schema, form) };
    },
    write: ({ schema }, answer) => {
      const name = nameOf(schema);
      const body =
        `<${name}Response xmlns="${xmlNamespace}"><${name}Result>${membersAsXml(schema, answer)}</${name}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
      return { status: 200, headers: { ...xmlHeaders }, body };
    },
    writeError: ({ name, status, message }) => {
      const type = status < 500 ? 'Sender' : 'Receiver';
      const body =
        `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${type}</Type><Code>${name}</Code>` +
        `<Message>${escaped(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return { status, headers: { ...xmlHeaders }, body };
    },
    badDays,
  };
}

/** The plain members of a form; none of the operations that we answer needs more. */
function inputOf(schema: OperationSchema, form: URLSearchParams): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, member] of NormalizedSchema.of(schema[4]).structIterator()) {
    const text = form.get(name);
    if (text !== null) input[name] = scalar(member, text);
  }
  return input;
}
