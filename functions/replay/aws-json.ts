import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from './aws-error.ts';
import { nameOf, type Operation, type OperationSchema, operationSchemas } from './operation.ts';
import { readBody } from './route.ts';
import type { Service } from './service.ts';
import { wireJson } from './wire.ts';

/** A service of AWS's JSON 1.1 protocol: a header names the operation, the body is its input. */
export function awsJsonService(client: object, operations: readonly Operation[], badDays: Service['badDays']): Service {
  const schemas = new Map(operationSchemas(client).map((schema) => [nameOf(schema), schema]));
  const byName = new Map(operations.map((operation) => [nameOf(operation.schema), operation]));

  return {
    read: ({ headers, body }) => {
      const target = String(headers['x-amz-target'] ?? '');
      const name = target.slice(target.lastIndexOf('.') + 1);
      const schema = schemas.get(name);
      if (!schema) throw new AwsError('UnknownOperationException', 400, `${target} is no operation`);
      return { name, operation: byName.get(name), input: inputOf(schema, body) };
    },
    write: ({ schema }, answer) => ({ status: 200, headers: { ...json }, body: wireJson(schema, answer) }),
    writeError: ({ name, status, message, members }) => ({
      status,
      headers: { ...json },
      body: JSON.stringify({ __type: name, message, ...members }),
    }),
    badDays,
  };
}

const json = { 'content-type': 'application/x-amz-json-1.1' };

/** The members of the body that the operation has. */
function inputOf(schema: OperationSchema, body: string): Record<string, unknown> {
  const inBody = readBody(body);
  const members = [...NormalizedSchema.of(schema[4]).structIterator()].map(([name]) => name);
  return Object.fromEntries(members.flatMap((name) => (inBody[name] == null ? [] : [[name, inBody[name]]])));
}
