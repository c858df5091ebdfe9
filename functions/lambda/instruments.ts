import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Instruments } from '#adapters/powertools/instrument.ts';

/** One set a container. Names and levels come from the POWERTOOLS_ variables of the function. */
export const instruments: Instruments = { logger: new Logger(), metrics: new Metrics(), tracer: new Tracer() };
