import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../infra/configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'midwatch-configuration-'));
const breakages = '{ "schemaVersion": 1, "breakages": [] }';

beforeAll(() => {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/breakages.json'), breakages);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a configuration that lies in a folder with some breakages. */
function read(yaml: string) {
  const path = join(folder, 'night.yaml');
  writeFileSync(path, yaml);
  const { config, files } = readConfiguration(path);
  return { config, files: files.map(({ name, content }) => [name, Buffer.from(content).toString()]) };
}

describe('a configuration that is deployed', () => {
  it('goes with the functions as it was written, under the name that they look for', () => {
    const yaml = 'name: nightly # ours\n';

    const { config, files } = read(yaml);

    expect(config.name).toBe('nightly');
    expect(files).toEqual([['midwatch.yaml', yaml]]);
  });

  it('that is not there is an empty one', () => {
    const { config, files } = readConfiguration();

    expect(config.name).toBe('midwatch');
    expect(files).toEqual([{ name: 'midwatch.yaml', content: new Uint8Array() }]);
  });

  it('that was asked for by name must be there', () => {
    expect(() => readConfiguration(join(folder, 'absent.yaml'))).toThrow('ENOENT');
  });

  it('tells all that is wrong with it', () => {
    expect(() => read('name: Nightly\nretention: 4\n')).toThrow(/1:7: name: .*\n.*2:12: retention: /);
  });
});

describe('the breakages that it names', () => {
  it.each(['data/breakages.json', './data/breakages.json'])('go with it to where it says: %s', (path) => {
    expect(read(`knownBreakages: ${path}`).files[1]).toEqual(['data/breakages.json', breakages]);
  });

  it('must be there', () => {
    expect(() => read('knownBreakages: data/absent.json')).toThrow('ENOENT');
  });

  it.each(['../breakages.json', '/etc/breakages.json', 'data/../../breakages.json'])(
    'cannot lie outside of its folder: %s',
    (path) => {
      expect(() => read(`knownBreakages: ${path}`)).toThrow(`got ${path}, wanted a file in the folder`);
    },
  );

  it('stay where they are when they have an address', () => {
    expect(read('knownBreakages: https://example.com/breakages.json').files).toHaveLength(1);
  });
});
