import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import { formats } from '../../../functions/cli/formats.ts';
import { helpOf } from '../../../functions/cli/help.ts';
import { command, emptyFolder } from '../../support/command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
const rules = [...clusterRules, ...fleetRules].map(({ id }) => id);

/** A command as its help shows it, which is made by whatever parses it. */
interface Documented {
  readonly help: string;
  readonly options: readonly string[];
}

async function documented(name?: string): Promise<Documented> {
  const { out } = await command([...(name === undefined ? [] : [name]), '--help']);
  const [, block = ''] = /\nOptions:\n([\s\S]*?)\n\n/.exec(out) ?? [];
  return { help: out, options: [...block.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option ?? '') };
}

let names: readonly string[];
let commands: ReadonlyMap<string, Documented>;
let scripts: Readonly<Record<string, string>>;
let folder: string;
beforeAll(async () => {
  const { out } = await command(['--help']);
  const [, block = ''] = /\nCommands:\n([\s\S]*?)\n\n/.exec(out) ?? [];
  names = [...block.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name ?? '').filter((name) => name !== 'help');
  commands = new Map(await Promise.all(names.map(async (name) => [name, await documented(name)] as const)));
  const texts = await Promise.all(
    shells.map(async (shell) => [shell, (await command(['completion', shell])).out] as const),
  );
  scripts = Object.fromEntries(texts);
  folder = emptyFolder();
  mkdirSync(join(folder, 'some folder'));
  writeFileSync(join(folder, 'some file.yaml'), '');
  writeFileSync(join(folder, 'completion.bash'), scripts.bash ?? '');
});

/** What a real bash offers for the last of some words, as it parts a line into them. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const program = `source completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _midwatch; printf '%s\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-eu', '-c', program, 'bash', 'midwatch', ...words], {
    cwd: folder,
  });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('what bash completes', () => {
  it('is each command, and the options of the program', async () => {
    expect(new Set(await offered(''))).toEqual(new Set([...names, 'help']));
    expect(await offered('-')).toEqual(['-V', '--version', '-h', '--help']);
    expect(await offered('hist')).toEqual(['history']);
  });

  it('is each option of each command, as its help has them', async () => {
    for (const [name, { options }] of commands) {
      const long = (await offered(name, '--')).filter((word) => word.startsWith('--'));
      expect([name, ...long]).toEqual([name, ...options]);
    }
  });

  it('is what an option takes: words that are known, files, folders, or nothing that anybody knows', async () => {
    expect(await offered('audit', '--format', '')).toEqual(Object.keys(formats));
    expect(await offered('audit', '--informational', '--fail-on', 'H')).toEqual(['HIGH']);
    expect(await offered('findings', '--status', 'r')).toEqual(['resolved']);
    expect(await offered('findings', '--rule', '')).toEqual(rules);
    expect(await offered('audit', '--config', 'some')).toEqual(expect.arrayContaining(['some file.yaml']));
    expect(await offered('audit', '--store', '')).toEqual(['some folder/']);
    expect(await offered('audit', '--account', '')).toEqual([]);
  });

  it('is the same where an option and its value are parted by a sign', async () => {
    expect(await offered('audit', '--format', '=')).toEqual(Object.keys(formats));
    expect(await offered('audit', '--format', '=', 'js')).toEqual(['json']);
  });

  it('is what a command is about', async () => {
    expect(await offered('explain', 'cluster-h')).toEqual(['cluster-health']);
    expect(await offered('completion', '')).toEqual([...shells]);
    expect(await offered('replay', '')).toEqual(['some folder/']);
    expect(await offered('cluster', '')).toEqual([]);
  });
});

describe.each(shells)('what %s is given', (shell) => {
  it('names each command with each of its options', () => {
    for (const [name, { options }] of commands) {
      const own = (scripts[shell] ?? '').split('\n').filter((line) => line.includes(name));
      expect(own.length, name).toBeGreaterThan(0);
      for (const option of options) {
        const written = shell === 'fish' ? `-l ${option.slice(2)}` : option;
        expect(scripts[shell], `${name} ${option}`).toContain(written);
      }
    }
  });

  const isThere = spawnSync(shell, ['-c', 'exit 0']).status === 0;
  it.skipIf(!isThere)('is a script that it reads', () => {
    const { status, stderr } = spawnSync(shell, ['-n'], { input: scripts[shell], encoding: 'utf8' });

    expect([status, stderr]).toEqual([0, '']);
  });
});

it('another shell is refused, with those there are', async () => {
  const { code, err } = await command(['completion', 'tcsh']);

  expect(code).toBe(3);
  expect(err).toContain('bash, zsh, fish');
});

describe('the help', () => {
  it('of the program tells where to begin, how it ends, and where to read on', async () => {
    const { help } = await documented();

    for (const word of ['midwatch doctor', 'Ends with 0', '130', 'midwatch.yaml', 'AWS_PROFILE', 'README.md']) {
      expect(help).toContain(word);
    }
  });

  it('of each command has its purpose, examples and exit codes, and is of commands that there are', () => {
    expect(Object.keys(helpOf).toSorted()).toEqual([...names].toSorted());
    for (const [name, { help }] of commands) {
      expect(help, name).toMatch(/^Usage: .*\n\n\w[\s\S]*\nExamples:\n {2}\$ (.*\()?midwatch[\s\S]*Ends with 0/);
    }
  });

  it('has no example of a command or an option that is none', () => {
    const known = (line: string): boolean => {
      const [, name = '', rest = ''] = /midwatch (\w+)([^>|)]*)/.exec(line) ?? [];
      const options = [...rest.matchAll(/--[\w-]+/g)].map(([option]) => option);
      return options.every((option) => commands.get(name)?.options.includes(option)) && commands.has(name);
    };
    const lines = Object.values(helpOf).flatMap(({ examples }) => examples.map(([line]) => line));

    expect(lines.filter((line) => !known(line))).toEqual([]);
  });
});
