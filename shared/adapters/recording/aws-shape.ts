import { NormalizedSchema } from '@smithy/core/schema';
import { z } from 'zod';
import type { Json } from '#core/json.ts';
import { problem } from './problems.ts';

/** One of the SDK's own schemas, as the clients export them. */
export type AwsSchema = Parameters<typeof NormalizedSchema.of>[0];

/** An object of AWS's answers, to be looked at by its own schema. */
export const awsShape = z.record(z.string(), z.custom<Json>());

/**
 * What in a value of a file AWS could not have answered, by the SDK's own schema: members that the shape has not,
 * values of another type, dates that are none. Members may be absent or null, and words may be unknown: AWS sends such.
 */
export function shapeProblems(file: string, schema: AwsSchema, value: unknown, path: PropertyKey[] = []): string[] {
  return walk(file, NormalizedSchema.of(schema), value, path);
}

function walk(file: string, schema: NormalizedSchema, value: unknown, path: PropertyKey[]): string[] {
  if (value === null) return [];
  if (schema.isStructSchema()) return walkStruct(file, schema, value, path);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return [problem(file, path, value, 'a list')];
    return value.flatMap((item, index) =>
      item === null
        ? [problem(file, [...path, index], item, 'no null inside a list')]
        : walk(file, schema.getValueSchema(), item, [...path, index]),
    );
  }
  if (schema.isMapSchema()) {
    if (!isObject(value)) return [problem(file, path, value, 'an object')];
    return Object.entries(value).flatMap(([key, item]) => walk(file, schema.getValueSchema(), item, [...path, key]));
  }
  const wanted = scalarWanted(schema, value);
  return wanted === undefined ? [] : [problem(file, path, value, wanted)];
}

function walkStruct(file: string, schema: NormalizedSchema, value: unknown, path: PropertyKey[]): string[] {
  if (!isObject(value)) return [problem(file, path, value, 'an object')];
  const members = new Map(schema.structIterator());
  return Object.entries(value).flatMap(([key, item]) => {
    const member = members.get(key);
    if (member) return walk(file, member, item, [...path, key]);
    return [problem(file, [...path, key], item, `a member of AWS's ${schema.getName()}`)];
  });
}

/** What a scalar should have been; undefined where it is right. */
function scalarWanted(schema: NormalizedSchema, value: unknown): string | undefined {
  if (schema.isTimestampSchema()) {
    return typeof value === 'string' && instant.test(value) ? undefined : 'an instant, such as 2024-02-07T02:00:00Z';
  }
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? undefined : 'true or false';
  if (schema.isNumericSchema()) return typeof value === 'number' ? undefined : 'a number';
  return typeof value === 'string' ? undefined : 'a text';
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
