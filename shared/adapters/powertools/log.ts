import type { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '#ports/log.ts';

/** One JSON object a line, with what the Lambda runtime knows of the invocation; level by POWERTOOLS_LOG_LEVEL. */
export function makePowertoolsLog(logger: Pick<Logger, 'info' | 'warn' | 'error'>): Log {
  return {
    info: (message, facts = {}) => logger.info(message, { ...facts }),
    warn: (message, facts = {}) => logger.warn(message, { ...facts }),
    error: (message, facts = {}) => logger.error(message, { ...facts }),
  };
}
