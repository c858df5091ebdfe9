import { XmlCodec } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { JsonObject } from '#adapters/recording/recording.ts';
import type { OperationSchema } from './operation.ts';
import { withDates } from './wire.ts';

export const xmlHeaders = { 'content-type': 'text/xml' };
export const requestId = '00000000-0000-4000-8000-000000000000';

const iso8601 = 5;

const codec = new XmlCodec({
  timestampFormat: { useTrait: true, default: iso8601 },
  httpBindings: false,
  xmlNamespace: '',
  serviceNamespace: '',
});

/** The members of an answer. The codec wraps them in the name of the shape; the protocols wrap them otherwise. */
export function membersAsXml(schema: OperationSchema, answer: JsonObject): string {
  const output = NormalizedSchema.of(schema[5]);
  const serializer = codec.createSerializer();
  serializer.write(output, withDates(output, answer));
  return String(serializer.flush())
    .replace(/^<[^>]*>/, '')
    .replace(/<\/[^>]*>$/, '');
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
