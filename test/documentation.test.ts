import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formats } from '../functions/cli/formats.ts';
import { command } from './support/command.ts';

const readme = readFileSync('README.md', 'utf8');
const contributing = readFileSync('CONTRIBUTING.md', 'utf8');

/** What a text names as code, or links to, that lies in a folder of the project. */
function pathsIn(text: string): readonly string[] {
  const named = [...text.matchAll(/`([^`\s]+)`|\]\(([^)\s]+)\)/g)].map(([, code, link]) => code ?? link ?? '');
  return named
    .filter((one) => /^(shared|functions|infra|test|events|\.ci)\//.test(one))
    .filter((one) => !one.includes('…'));
}

describe.each([
  ['README.md', readme],
  ['CONTRIBUTING.md', contributing],
])('%s', (_, text) => {
  it('names no file or folder that is not there', () => {
    expect(pathsIn(text).length).toBeGreaterThan(0);
    expect(pathsIn(text).filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('the README', () => {
  it.each(Object.keys(formats))('says of --format that it takes %s', (format) => {
    const row = readme.split('\n').find((line) => line.startsWith('| `--format'));

    expect(row).toMatch(new RegExp(`\\b${format}\\b`));
  });

  it('shows every command, and each of its options', async () => {
    const { out } = await command(['--help']);
    const commands = [...(out.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z-]+) /gm)].map(([, name = '']) => name);
    const own = commands.filter((name) => name !== 'help');
    const options = await Promise.all(own.map(optionsOf));

    expect(own).toContain('audit');
    expect(own.filter((name) => !readme.includes(`midwatch ${name}`))).toEqual([]);
    expect(options.flat().filter((option) => !readme.includes(option))).toEqual([]);
  });
});

async function optionsOf(name: string): Promise<readonly string[]> {
  const { out } = await command([name, '--help']);
  const options = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = '']) => option);
  return options.filter((option) => option !== '--help');
}
