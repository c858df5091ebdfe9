import type { IncomingHttpHeaders } from 'node:http';
import type { FaultAnswer } from '#adapters/recording/fault.ts';
import type { JsonObject } from '#adapters/recording/recording.ts';
import type { AwsError } from './aws-error.ts';
import type { Operation } from './operation.ts';

/** One AWS service as it is spoken over HTTP. */
export interface Service {
  /** What is asked for. @throws {AwsError} for what the service does not know. */
  readonly read: (request: Request) => Question;
  readonly write: (operation: Operation, answer: JsonObject) => Reply;
  readonly writeError: (error: AwsError) => Reply;
  /** The names and statuses that this service gives its bad days. */
  readonly badDays: Readonly<
    Record<Exclude<FaultAnswer, 'cut'>, readonly [name: string, status: number, message: string]>
  >;
}

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An operation of the service, whether we answer it or not, and its input. */
export interface Question {
  readonly name: string;
  readonly operation: Operation | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
