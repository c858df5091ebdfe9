import { NormalizedSchema } from '@smithy/core/schema';
import type { Operation } from './operation.ts';

/** An input that asks for no more items than fit a page, where the operation lets itself be asked: AWS may give fewer. */
export function inSmallPages({ schema }: Operation, input: object, itemsAPage: number | undefined): object {
  const members = [...NormalizedSchema.of(schema[4]).structIterator()].map(([name]) => name);
  const most = members.find((name) => /^maxResults$/i.test(name));
  if (itemsAPage === undefined || most === undefined) return input;
  const asked: unknown = Reflect.get(input, most);
  const items = Math.max(itemsAPage, fewestOf(schema));
  return { ...input, [most]: typeof asked === 'number' ? Math.min(asked, items) : items };
}

/** EC2 refuses to give fewer than so many. */
function fewestOf([, namespace]: Operation['schema']): number {
  return namespace === 'com.amazonaws.ec2' ? 5 : 1;
}
