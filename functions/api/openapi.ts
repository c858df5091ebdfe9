import { z } from 'zod';
import { ProblemJson } from '#shared/answer-schema.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Route } from './route.ts';
import { routes } from './routes.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

const etag = { ETag: { description: 'Another for another answer', schema: { type: 'string' } } };

/** What the API answers, by OpenAPI 3.1: made of the schemas that check what is asked. */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Midwatch',
    version: packageJson.version,
    license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    description:
      'What the nightly audits of the EKS clusters found, and what they remember. Reads only. An answer that is long comes in parts: `next` of the one is `page` for the other. Whoever is not let in, or asks too often, is told so by Amazon API Gateway (401, 403, 429), in a form of its own.',
  },
  security: [{ iam: [] }, { jwt: [] }, {}],
  paths: Object.fromEntries(routes.map((route) => [route.path, { get: operationOf(route) }])),
  components: { securitySchemes: securitySchemes(), schemas: schemasOf(routes) },
};

function operationOf(route: Route) {
  const { operationId, summary, description, params, query, answer } = route;
  const isFallible = Object.keys(query.shape).length > 0;
  const isNamed = Object.keys(params).length > 0 || 'cluster' in query.shape;
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [
      ...Object.entries(params).map(([name, schema]) => parameter('path', name, schema)),
      ...Object.entries(query.shape).map(([name, schema]) => parameter('query', name, schema as z.ZodType)),
      {
        name: 'If-None-Match',
        in: 'header',
        description: 'The ETag of an answer that is kept: where it is still the answer, 304 says so',
        schema: { type: 'string' },
      },
    ],
    responses: {
      200: { description: 'The answer', headers: etag, content: json(reference(answer)) },
      304: { description: 'The answer is still the one that is kept', headers: etag },
      400: problem(isFallible ? 'A parameter is wrong' : 'There is a parameter, or the path cannot be read'),
      ...(isNamed ? { 404: problem('What was asked for is not known') } : {}),
      500: problem('The answer could not be made'),
    },
  };
}

function parameter(place: 'path' | 'query', name: string, schema: z.ZodType) {
  const { $schema: _, description, ...own } = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  return { name, in: place, required: place === 'path', description, schema: own };
}

function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: reference(ProblemJson) } } };
}

function json(schema: JsonSchema) {
  return { 'application/json': { schema } };
}

/** Every answer has a name, under which its schema stands. */
function reference(schema: z.ZodType): JsonSchema {
  return { $ref: `#/components/schemas/${schema.meta()?.id}` };
}

/** The schemas of all answers and of what they are made of, each once, under its name. */
function schemasOf(all: readonly Route[]): JsonSchema {
  const answers = z.array(z.union([ProblemJson, ...all.map(({ answer }) => answer)]));
  const { $defs } = z.toJSONSchema(answers, { io: 'input' }) as { readonly $defs: JsonSchema };
  // zod has no name for a value of JSON, which holds others of its kind.
  const text = JSON.stringify($defs).replaceAll('__schema0', 'Json').replaceAll('#/$defs/', '#/components/schemas/');
  return JSON.parse(text);
}

function securitySchemes() {
  return {
    iam: {
      type: 'apiKey',
      name: 'Authorization',
      in: 'header',
      description: 'AWS Signature Version 4 for `execute-api`, as `api.authorization: iam` wants it',
      'x-amazon-apigateway-authtype': 'awsSigv4',
    },
    jwt: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A token, as `api.jwt` wants it' },
  };
}
