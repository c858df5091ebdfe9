import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { hasEnded, thisProcess } from '../../../functions/composition/holder.ts';

const ended = () => spawnSync(process.execPath, ['--version']).pid;
const uuid = '01234567-89ab-cdef-0123-456789abcdef';

describe('who holds a lease', () => {
  it('is another one each time, and is told by process and machine', () => {
    expect(thisProcess()).toContain(`process ${process.pid} on ${hostname()}`);
    expect(thisProcess()).not.toBe(thisProcess());
  });

  it.each([
    ['a process of this machine that is no more', () => thisProcess().replace(/\d+/, `${ended()}`), true],
    ['a process that runs', thisProcess, false],
    ['a process that runs and is of somebody else', () => `process 1 on ${hostname()}, ${uuid}`, false],
    ['a process of another machine', () => `process ${ended()} on ${hostname()}-2, ${uuid}`, false],
    ['an execution of the deployed sweep', () => 'arn:aws:states:eu-west-1:999988887777:execution:sweep:1', false],
  ])('has ended, or not, where it is %s', (_, holder, expected) => {
    expect(hasEnded(holder())).toBe(expected);
  });
});
