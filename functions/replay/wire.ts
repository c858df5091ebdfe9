import { JsonCodec2 } from '@smithy/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { JsonObject } from '#adapters/recording/recording.ts';
import type { Json } from '#core/json.ts';
import type { OperationSchema } from './operation.ts';

const epochSeconds = 7;

// The settings of AWS's REST-JSON protocol.
const codec = new JsonCodec2({
  timestampFormat: { useTrait: true, default: epochSeconds },
  httpBindings: true,
  jsonName: true,
});

/**
 * An answer as it goes over the wire: written by the SDK's own codec, which makes dates into epoch seconds.
 *
 * The codec leaves nulls out and AWS does not, so they are put back.
 */
export function wireJson(schema: OperationSchema, answer: JsonObject): string {
  const output = NormalizedSchema.of(schema[5]);
  const serializer = codec.createSerializer();
  serializer.write(output, withDates(output, answer));
  const written: Json = JSON.parse(new TextDecoder().decode(serializer.flush()));
  return JSON.stringify(withNulls(answer, written));
}

/** The SDK's own form of an answer: dates are dates. */
export function withDates(schema: NormalizedSchema, value: Json): unknown {
  if (value === null) return undefined;
  if (schema.isTimestampSchema()) return new Date(String(value));
  if (Array.isArray(value)) return value.map((item) => withDates(schema.getValueSchema(), item));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const member = schema.isStructSchema() ? schema.getMemberSchema(key) : schema.getValueSchema();
      return [key, withDates(member, item)];
    }),
  );
}

function withNulls(answer: Json, written: Json): Json {
  if (Array.isArray(answer) && Array.isArray(written)) {
    return answer.map((item, index) => withNulls(item, written[index] ?? null));
  }
  if (!isObject(answer) || !isObject(written)) return written;
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, withNulls(value, written[key] ?? null)]),
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
