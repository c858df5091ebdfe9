import type { JsonObject, RecordedNight } from '#adapters/recording/recording.ts';
import type { Caller } from './caller.ts';
import type { KubernetesApi } from './kubernetes/api.ts';

/** An operation's schema as the SDK's clients export it. */
export type OperationSchema = typeof import('@aws-sdk/client-eks').DescribeCluster$;

/** What an operation may look at. */
export interface Scene {
  readonly caller: Caller;
  readonly night: RecordedNight;
  /** Where the Kubernetes API of clusters is served. */
  readonly kubernetes: Pick<KubernetesApi, 'endpointOf' | 'certificateAuthority'>;
}

/** One operation that we answer. What it answers is in AWS's shape, with dates in ISO 8601 and nulls as AWS sends them. */
export interface Operation {
  readonly schema: OperationSchema;
  readonly answer: (input: object, scene: Scene) => JsonObject;
}

/**
 * Ties an answer to the schema by which its input is read.
 *
 * The input is made by that schema, which is why the answer may call it by the SDK's own type.
 */
export function defineOperation<Input extends object>(
  schema: OperationSchema,
  answer: (input: Input, scene: Scene) => JsonObject,
): Operation {
  return { schema, answer: (input, scene) => answer(input as Input, scene) };
}

/** `DescribeCluster`. */
export function nameOf(schema: OperationSchema): string {
  return schema[2];
}

/** All operation schemas among what a client package exports. */
export function operationSchemas(client: object): readonly OperationSchema[] {
  return Object.values(client).filter(isOperation);
}

const operationKind = 9;

function isOperation(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === operationKind;
}
