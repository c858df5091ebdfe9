import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { interruption } from '../../../functions/cli/interruption.ts';

describe.each(['SIGINT', 'SIGTERM'])('%s', (first) => {
  it('is heard once, and leaves the next signal, whichever it is, to the operating system', async () => {
    const process = new EventEmitter();
    const heard = interruption(process as unknown as NodeJS.Process);

    process.emit(first);
    await heard;

    expect(process.eventNames()).toEqual([]);
  });
});
