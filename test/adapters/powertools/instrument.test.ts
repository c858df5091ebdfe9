import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { describe, expect, it, vi } from 'vitest';
import { instrument, type LambdaContext } from '#adapters/powertools/instrument.ts';
import { makePowertoolsMetrics } from '#adapters/powertools/metrics.ts';

const context = {
  functionName: 'audit-account',
  awsRequestId: 'r',
  getRemainingTimeInMillis: () => 1,
} as LambdaContext;

function instruments() {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const console = { info: write, warn: write, error: write, log: write };
  const logger = new Logger({ serviceName: 'midwatch' });
  const metrics = new Metrics({ namespace: 'Midwatch', serviceName: 'midwatch' });
  for (const one of [logger, metrics]) {
    vi.spyOn(one as unknown as { console: typeof console }, 'console', 'get').mockReturnValue(console);
  }
  const tracer = new Tracer({ enabled: false, serviceName: 'midwatch' });
  return { logger, metrics, tracer, lines, said: () => lines.map((line) => JSON.parse(line)) };
}

describe('an invocation', () => {
  it('writes what it counted as one line in the embedded metric format', async () => {
    const parts = instruments();
    const run = instrument(parts, async () => {
      makePowertoolsMetrics(parts.metrics).count('CallsMade', 7);
      return 'done';
    });

    expect(await run({}, context)).toBe('done');

    expect(parts.said()).toMatchObject([
      { CallsMade: 7, service: 'midwatch', _aws: { CloudWatchMetrics: [{ Namespace: 'Midwatch' }] } },
    ]);
  });

  it('writes no metrics where it counted nothing', async () => {
    const parts = instruments();

    await instrument(parts, async () => undefined)({}, context);

    expect(parts.lines).toEqual([]);
  });

  it('that fails says so with its error and its request, and still writes what it counted', async () => {
    const parts = instruments();
    const run = instrument(parts, async () => {
      parts.metrics.addMetric('CallsMade', MetricUnit.Count, 1);
      throw new RangeError('our own words');
    });

    await expect(run({}, context)).rejects.toThrow('our own words');

    expect(parts.said()).toMatchObject([
      { level: 'ERROR', function_request_id: 'r', error: { name: 'RangeError', message: 'our own words' } },
      { CallsMade: 1 },
    ]);
  });

  it('tells of an error of AWS its name, status and request, and nothing that AWS said', async () => {
    const parts = instruments();
    const secret = Object.assign(new Error('User arn:aws:iam::1:user/alice is not authorized'), {
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403, requestId: 'abc-1' },
    });
    const run = instrument(parts, () => Promise.reject(secret));

    await expect(run({}, context)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'AWS answered with HTTP 403, request abc-1',
    });

    expect(parts.lines.join()).not.toContain('alice');
  });

  it.each([[{ $metadata: {} }], [undefined]])('tells of an error without more to say: %j', async (more) => {
    const error = more ? Object.assign(new Error('x'), more) : 'a text';

    await expect(instrument(instruments(), () => Promise.reject(error))({}, context)).rejects.toThrow(
      more ? 'HTTP nothing, request unknown' : 'no error',
    );
  });
});

describe('a trace', () => {
  function traced() {
    const closed: string[] = [];
    const subsegment = { close: () => closed.push('subsegment') };
    const segment = { addNewSubsegment: () => subsegment };
    const set: unknown[] = [];
    const errors: Error[] = [];
    const tracer = {
      isTracingEnabled: () => true,
      getSegment: () => segment,
      setSegment: (one: unknown) => set.push(one),
      annotateColdStart: () => undefined,
      addServiceNameAnnotation: () => undefined,
      addErrorAsMetadata: (error: Error) => errors.push(error),
    };
    return { tracer: tracer as unknown as Tracer, closed, set, errors, segment, subsegment };
  }

  it('has a part of its own for each invocation, which ends with it', async () => {
    const { tracer, closed, set, segment, subsegment } = traced();

    await instrument({ ...instruments(), tracer }, async () => undefined)({}, context);

    expect(set).toEqual([subsegment, segment]);
    expect(closed).toEqual(['subsegment']);
  });

  it('holds why one failed', async () => {
    const { tracer, closed, errors } = traced();
    const error = new Error('ours');

    await instrument({ ...instruments(), tracer }, () => Promise.reject(error))({}, context).catch(() => undefined);

    expect(errors).toEqual([error]);
    expect(closed).toEqual(['subsegment']);
  });
});
