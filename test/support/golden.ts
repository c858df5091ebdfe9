import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

const folder = join(import.meta.dirname, '..', 'golden');

/**
 * Compares a text with the file of that path under `test/golden`, where people review it as a diff.
 *
 * Only `UPDATE_GOLDEN=1` writes: a file that is not there is a failure, so that no test makes its own expectation.
 */
export function expectGolden(path: string, text: string): void {
  const file = join(folder, path);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  expect(existsSync(file), `test/golden/${path} is not there: read the output, then run with UPDATE_GOLDEN=1`).toBe(
    true,
  );
  expect(text, `test/golden/${path} differs: if that is meant, run with UPDATE_GOLDEN=1`).toBe(
    readFileSync(file, 'utf8'),
  );
}
