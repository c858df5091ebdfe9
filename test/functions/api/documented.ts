import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Schema = Readonly<Record<string, unknown>>;

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

/** The document as it is published. */
export const document: {
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: { readonly schemas: Schema };
} = JSON.parse(readFileSync(new URL('../../../shared/data/schemas/openapi.json', import.meta.url), 'utf8'));

const ajv = new Ajv2020({ allErrors: true, strict: false, formats: { date: true, 'date-time': true } });
ajv.addSchema({ $id: 'openapi', components: closed(document.components) });

/** A schema by which nothing is in an object that it does not name: a client may find more one day, a test may not. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]));
  return 'properties' in value && !('additionalProperties' in value)
    ? { ...inside, additionalProperties: false }
    : inside;
}

/** What of an answer is not as the document says of this operation: nothing, where all is. */
export async function undocumentedIn(path: string, response: Response): Promise<readonly string[]> {
  const { responses } = document.paths[path]!.get;
  const told = responses[response.status];
  if (!told) return [`status ${response.status}`];
  const type = response.headers.get('content-type');
  const text = await response.clone().text();
  if (!told.content) return text === '' && type === null ? [] : [`a body of ${type}`];
  const schema = told.content[type ?? '']?.schema;
  if (!schema) return [`content type ${type}`];
  const validate = ajv.compile({ $ref: `openapi${schema.$ref}` });
  return validate(JSON.parse(text))
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
