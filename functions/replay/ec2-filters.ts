import type { Filter } from '@aws-sdk/client-ec2';
import type { JsonObject } from '#adapters/recording/recording.ts';
import type { Json } from '#core/json.ts';
import { AwsError } from './aws-error.ts';

/** What each filter of an operation looks at: the values of an item, of which one must match. */
export type FilterFields = Readonly<Record<string, (item: JsonObject) => readonly Json[]>>;

/** The items that all filters let through: of one filter's values any may match, `*` and `?` standing for others. */
export function filtered(
  items: readonly JsonObject[],
  filters: readonly Filter[] | undefined,
  fields: FilterFields,
): readonly JsonObject[] {
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const field = fieldNamed(Name, fields);
    const patterns = Values.map(patternOf);
    return (item: JsonObject) =>
      field(item).some((value) => value !== null && patterns.some((pattern) => pattern.test(String(value))));
  });
  return items.filter((item) => tests.every((test) => test(item)));
}

function fieldNamed(name: string, fields: FilterFields): FilterFields[string] {
  const key = /^tag:(.*)$/s.exec(name)?.[1];
  if (key !== undefined) return (item) => tagsOf(item).flatMap(({ Key, Value }) => (Key === key ? [Value ?? ''] : []));
  if (name === 'tag-key') return (item) => tagsOf(item).map(({ Key }) => Key ?? '');
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) throw new AwsError('InvalidParameterValue', 400, `The filter '${name}' is invalid`);
  return field;
}

function tagsOf({ Tags }: JsonObject): readonly JsonObject[] {
  return Array.isArray(Tags) ? (Tags as readonly JsonObject[]) : [];
}

/** A backslash makes the wildcard after it a plain character. */
function patternOf(value: string): RegExp {
  const parts = value.match(/\\.|./gs) ?? [];
  const source = parts.map((part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return part.slice(-1).replace(/[$()*+./?[\\\]^{|}-]/, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 's');
}
