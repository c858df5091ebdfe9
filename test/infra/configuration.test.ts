import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../infra/configuration.ts';
import { HubStack } from '../../infra/hub-stack.ts';
import { anApp } from '../support/hub.ts';

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
  const { config, files, warnings } = readConfiguration(path);
  return { config, warnings, files: files.map(({ name, content }) => [name, Buffer.from(content).toString()]) };
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
    expect(() => readConfiguration(join(folder, 'absent.yaml'))).toThrow(/cannot be read: ENOENT/);
  });

  it('must say where the functions stand that reach private endpoints', () => {
    expect(() => read('clusterAccess: vpc')).toThrow(/clusterAccess: got vpc without network, wanted the network/);
    expect(read('clusterAccess: public').config.clusterAccess).toBe('public');
  });

  it('tells all that is wrong with it', () => {
    expect(() => read('name: Nightly\nretention: 4\n')).toThrow(/1:7: name: .*\n.*2:12: retention: /);
  });
});

describe('what whoever deploys it should know', () => {
  const emails = 'notify: { emails: [oncall@example.com] }\n';

  it('is nothing where everything is used and somebody is told', () => {
    expect(read(emails).warnings).toEqual([]);
  });

  it('is that nobody is named who would be told', () => {
    expect(read('').warnings).toEqual([expect.stringMatching(/^notify.emails: nobody is named/)]);
  });

  it('is an environment that is none', () => {
    const routes =
      'notify: { emails: [a@b.c], routes: [{ environment: prd2, topic: "arn:aws:sns:eu-west-1:111122223333:t" }] }';

    expect(read(routes).warnings).toEqual([
      expect.stringMatching(/^notify.routes\[0\].environment: prd2 is not among/),
    ]);
  });

  it('is shown as the stacks are made', () => {
    const path = join(folder, 'silent.yaml');
    writeFileSync(path, '');
    const app = anApp();
    const stack = new HubStack(app, 'midwatch-hub', readConfiguration(path));

    Annotations.fromStack(stack).hasWarning('/midwatch-hub', Match.stringLikeRegexp('nobody is named'));
  });
});

describe('the breakages that it names', () => {
  it.each(['data/breakages.json', './data/breakages.json'])('go with it to where it says: %s', (path) => {
    expect(read(`knownBreakages: ${path}`).files[1]).toEqual(['data/breakages.json', breakages]);
  });

  it('must be sound', () => {
    writeFileSync(join(folder, 'data/unsound.json'), '{ "nonsense": true');

    expect(() => read('knownBreakages: data/unsound.json')).toThrow(/the breakages are not sound:\ndata\/unsound.json/);
  });

  it('must be there', () => {
    expect(() => read('knownBreakages: data/absent.json')).toThrow(/cannot be read: ENOENT/);
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
