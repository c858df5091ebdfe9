import { Logger } from '@aws-lambda-powertools/logger';
import { expect, it, vi } from 'vitest';
import { makePowertoolsLog } from '#adapters/powertools/log.ts';

it.each(['info', 'warn', 'error'] as const)('writes %s with its facts, as one line of JSON', (level) => {
  const lines: string[] = [];
  const logger = new Logger({ serviceName: 'midwatch' });
  const console = { info: write, warn: write, error: write };
  vi.spyOn(logger as unknown as { console: typeof console }, 'console', 'get').mockReturnValue(console);

  makePowertoolsLog(logger)[level]('audited', { account: '111122223333', error: new Error('oh') });

  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: level.toUpperCase(), message: 'audited', account: '111122223333', error: { message: 'oh' } },
  ]);

  function write(line: string): void {
    lines.push(line);
  }
});
