import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Digest } from '#core/digest/digest.ts';
import { digestMessages } from '#render/digest-message.ts';
import { formats } from '../functions/cli/formats.ts';
import { command } from './support/command.ts';
import { aCoverage, aDigest, aFinding, told } from './support/document-builders.ts';

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

describe('the filter policy of the README', () => {
  const [, policy = ''] = /--attribute-value '(.+)'/.exec(readme) ?? [];
  const wanted = Object.entries(JSON.parse(policy) as Record<string, readonly string[]>);

  /** As SNS filters: of each attribute that is named the message has a value that is listed. */
  function takes(digest: Partial<Digest>): boolean {
    const { attributes } = digestMessages().text(aDigest(digest));
    return wanted.every(([name, values]) => attributes[name]?.some((value) => values.includes(value)));
  }

  it('takes what is bad in prod, and that nobody can look', () => {
    expect(takes({ worse: [told(aFinding({ environment: 'prod', severity: 'HIGH' }))] })).toBe(true);
    expect(takes({ coverageLost: [aCoverage({ status: 'DENIED' })] })).toBe(true);
    expect(takes({ coverageLost: [{ ...aCoverage({ status: 'DENIED' }), environments: ['prod'] }] })).toBe(true);
  });

  it('takes nothing else', () => {
    expect(takes({ worse: [told(aFinding({ environment: 'dev', severity: 'CRITICAL' }))] })).toBe(false);
    expect(takes({ worse: [told(aFinding({ environment: 'prod', severity: 'MEDIUM' }))] })).toBe(false);
    expect(takes({ coverageLost: [{ ...aCoverage({ status: 'DENIED' }), environments: ['dev'] }] })).toBe(false);
  });

  it('stands below each attribute that a message has', () => {
    const digest = aDigest({ worse: [told(aFinding())] });
    const names = Object.keys(digestMessages().text(digest).attributes);

    expect(names.filter((name) => !new RegExp(`^\\|.*\`${name}\`.* \\|`, 'm').test(readme))).toEqual([]);
  });
});

async function optionsOf(name: string): Promise<readonly string[]> {
  const { out } = await command([name, '--help']);
  const options = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = '']) => option);
  return options.filter((option) => option !== '--help');
}
