import { z } from 'zod';
import { getJson, type JsonRequest } from './get-json.ts';
import { KubernetesError } from './kubernetes-error.ts';

const itemsAPage = 500;
/** More pages than the largest cluster has: a server that never ends a list is not read on. */
const mostPages = 200;

const Page = z.object({ metadata: z.object({ continue: z.string().nullish() }), items: z.array(z.unknown()) });

/**
 * All items of a list that are wanted, each reduced as it comes, so that no page is kept.
 *
 * A list that expires while it is read is begun anew, once. @throws {KubernetesError}
 */
export async function listAll<T>(
  request: JsonRequest,
  schema: z.ZodType<T>,
  isWanted: (item: T) => boolean = () => true,
): Promise<readonly T[]> {
  try {
    return await pages(request, schema, isWanted);
  } catch (error) {
    if (!(error instanceof KubernetesError) || error.status !== 410) throw error;
    return pages(request, schema, isWanted);
  }
}

async function pages<T>(
  request: JsonRequest,
  schema: z.ZodType<T>,
  isWanted: (item: T) => boolean,
): Promise<readonly T[]> {
  const items: T[] = [];
  let next = '';
  for (let page = 0; page < mostPages; page += 1) {
    const query = new URLSearchParams({ limit: String(itemsAPage), ...(next === '' ? {} : { continue: next }) });
    const answer = parsed(Page, await getJson({ ...request, url: `${request.url}?${query}` }));
    items.push(...answer.items.map((item) => parsed(schema, item)).filter(isWanted));
    const last = next;
    next = answer.metadata.continue ?? '';
    if (next === '') return items;
    if (next === last) throw new KubernetesError('ERROR', 'a page of the answer named itself as the next');
  }
  throw new KubernetesError('ERROR', `the list has more than ${mostPages} pages`);
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const where = error.issues[0]?.path.join('.') ?? '';
  throw new KubernetesError('ERROR', `the answer is not of the form of a list${where === '' ? '' : `, at ${where}`}`);
}
