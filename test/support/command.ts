import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { main } from '../../functions/cli/main.ts';

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  /** What the environment of the process holds besides nothing of AWS. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly interrupted?: () => Promise<void>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, empty, until the tests of this file are over. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'midwatch-test-'));
  folders.push(folder);
  return folder;
}

/** Runs a command line as the program does, in a pipe, with an environment in which nothing of AWS is set. */
export async function command(argv: readonly string[], options: CommandOptions = {}): Promise<Answer> {
  const home = emptyFolder();
  const env = { HOME: home, XDG_DATA_HOME: join(home, 'data'), ...options.env };
  for (const name of Object.keys(process.env).filter((one) => one.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  const nothing = join(home, 'none');
  const isolated = {
    AWS_CONFIG_FILE: nothing,
    AWS_SHARED_CREDENTIALS_FILE: nothing,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries({ ...isolated, ...env })) vi.stubEnv(name, value);
  let [out, err] = ['', ''];
  try {
    const code = await main(argv, {
      env,
      cwd: options.cwd ?? home,
      program: { command: ['midwatch'] },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      terminal: { out: false, err: false, columns: 100 },
      interrupted: options.interrupted ?? (() => new Promise(() => undefined)),
    });
    return { code, out, err };
  } finally {
    vi.unstubAllEnvs();
  }
}
