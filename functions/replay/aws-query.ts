import { XmlCodec } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { JsonObject } from '#adapters/recording/recording.ts';
import { AwsError } from './aws-error.ts';
import { nameOf, type Operation, type OperationSchema, operationSchemas } from './operation.ts';
import { scalar } from './route.ts';
import type { Service } from './service.ts';
import { withDates } from './wire.ts';

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
        `<${name}Response xmlns="${xmlNamespace}"><${name}Result>${resultXml(schema, answer)}</${name}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
      return { status: 200, headers: { ...xml }, body };
    },
    writeError: ({ name, status, message }) => {
      const type = status < 500 ? 'Sender' : 'Receiver';
      const body =
        `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${type}</Type><Code>${name}</Code>` +
        `<Message>${escaped(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return { status, headers: { ...xml }, body };
    },
    badDays,
  };
}

const xml = { 'content-type': 'text/xml' };
const requestId = '00000000-0000-4000-8000-000000000000';

const iso8601 = 5;

const codec = new XmlCodec({
  timestampFormat: { useTrait: true, default: iso8601 },
  httpBindings: false,
  xmlNamespace: '',
  serviceNamespace: '',
});

/** The members of an answer. The codec wraps them in the name of the shape; the protocol wraps them otherwise. */
function resultXml(schema: OperationSchema, answer: JsonObject): string {
  const output = NormalizedSchema.of(schema[5]);
  const serializer = codec.createSerializer();
  serializer.write(output, withDates(output, answer));
  return String(serializer.flush())
    .replace(/^<[^>]*>/, '')
    .replace(/<\/[^>]*>$/, '');
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

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
