import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Tracer } from '@aws-lambda-powertools/tracer';

/** What Powertools gives a function. */
export interface Instruments {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

/** The context that Lambda calls a function with. */
export type LambdaContext = Extract<Parameters<Logger['addContext']>[0], { getRemainingTimeInMillis(): number }>;

/**
 * Puts each invocation into the log, the metrics and a trace.
 *
 * What went wrong is told by the name of the error, and in its words only where they are ours: AWS's own words may
 * hold what nobody wants in a log.
 */
export function instrument<Result>(
  { logger, metrics, tracer }: Instruments,
  run: (event: unknown, context: LambdaContext) => Promise<Result>,
): (event: unknown, context: LambdaContext) => Promise<Result> {
  return async (event, context) => {
    logger.addContext(context);
    metrics.setFunctionName(context.functionName);
    const endTrace = beginTrace(tracer);
    try {
      return await run(event, context);
    } catch (error) {
      const told = tellable(error);
      logger.error('invocation failed', { error: told });
      if (tracer.isTracingEnabled()) tracer.addErrorAsMetadata(told);
      throw told;
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
      endTrace();
    }
  };
}

/** A subsegment of the invocation, where somebody traces it. */
function beginTrace(tracer: Tracer): () => void {
  const segment = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
  if (!segment) return () => undefined;
  const subsegment = segment.addNewSubsegment('## handler');
  tracer.setSegment(subsegment);
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  return () => {
    subsegment.close();
    tracer.setSegment(segment);
  };
}

/** An error that may be logged: of one that AWS answered with, its name, its status and the id by which AWS finds it. */
export function tellable(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('got something that is no error');
  if (!('$metadata' in error)) return error;
  const { httpStatusCode, requestId } = error.$metadata as { httpStatusCode?: number; requestId?: string };
  const told = new Error(`AWS answered with HTTP ${httpStatusCode ?? 'nothing'}, request ${requestId ?? 'unknown'}`);
  told.name = error.name;
  return told;
}
