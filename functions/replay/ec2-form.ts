import type { NormalizedSchema } from '@smithy/core/schema';
import { scalar } from './route.ts';

/** The input of a call out of EC2's form, in which `Filter.1.Value.2` is the second value of the first filter. */
export function readForm(input: NormalizedSchema, form: URLSearchParams): Record<string, unknown> {
  return membersIn(input, form, '');
}

function membersIn(schema: NormalizedSchema, form: URLSearchParams, prefix: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const value = valueIn(member, form, `${prefix}${keyOf(name, member)}`);
    if (value !== undefined) members[name] = value;
  }
  return members;
}

function valueIn(schema: NormalizedSchema, form: URLSearchParams, key: string): unknown {
  if (schema.isListSchema()) return listIn(schema, form, key);
  if (schema.isStructSchema()) {
    return [...form.keys()].some((one) => one.startsWith(`${key}.`)) ? membersIn(schema, form, `${key}.`) : undefined;
  }
  const text = form.get(key);
  return text === null ? undefined : scalar(schema, text);
}

/** Its items are counted from 1, and no number is left out. */
function listIn(schema: NormalizedSchema, form: URLSearchParams, key: string): readonly unknown[] | undefined {
  const items: unknown[] = [];
  for (;;) {
    const item = valueIn(schema.getValueSchema(), form, `${key}.${items.length + 1}`);
    if (item === undefined) return items.length === 0 ? undefined : items;
    items.push(item);
  }
}

/** A name of its own in EC2's forms, else that of its XML with a capital. */
function keyOf(name: string, member: NormalizedSchema): string {
  const { ec2QueryName, xmlName } = member.getMergedTraits() as { ec2QueryName?: string; xmlName?: string };
  if (ec2QueryName !== undefined) return ec2QueryName;
  const key = xmlName ?? name;
  return `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}
