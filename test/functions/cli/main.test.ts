import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import { invocationOf } from '../../../functions/cli/invocation.ts';
import { command } from '../../support/command.ts';

describe('explain', () => {
  it.each([...clusterRules, ...fleetRules].map(({ id }) => id))('has a page for %s', async (id) => {
    const { code, out } = await command(['explain', id]);

    expect(code).toBe(0);
    expect(out).toContain(id);
  });

  it('says which rules there are, for one that there is not', async () => {
    const { code, err } = await command(['explain', 'kube-proxy']);

    expect(code).toBe(3);
    expect(err).toMatch(/unknown rule: got kube-proxy, wanted one of .*kube-proxy-version-skew/);
  });

  it('says for the incident to reach the service address first, and to read the log of kube-proxy then', async () => {
    const { out } = await command(['explain', 'kube-proxy-version-skew']);

    expect(out.indexOf('172.20.0.1:443')).toBeGreaterThan(0);
    expect(out.indexOf('logs ds/kube-proxy')).toBeGreaterThan(out.indexOf('172.20.0.1:443'));
  });
});

describe('the command line', () => {
  it.each([[['--help']], [['audit', '--help']], [['--version']]])('answers %j with 0', async (argv) => {
    const { code, out } = await command(argv);

    expect(code).toBe(0);
    expect(out).not.toBe('');
  });

  it.each([[['adit']], [['explain']], [[]], [['audit', 'too', 'much']]])('ends %j with 3', async (argv) => {
    const { code, err } = await command(argv);

    expect(code).toBe(3);
    expect(err).not.toBe('');
  });
});

describe('how the program is called again', () => {
  it('is by npm, in its folder, for its sources', () => {
    expect(invocationOf('/home/ann/midwatch/functions/cli/index.ts')).toEqual({
      folder: '/home/ann/midwatch',
      command: ['npm', 'run', '--silent', 'midwatch', '--'],
    });
  });

  it('is by node, from any folder, for what is built', () => {
    expect(invocationOf('/opt/midwatch.js')).toEqual({ command: ['node', '/opt/midwatch.js'] });
  });
});

describe('an error that nobody foresaw', () => {
  const served = ['replay', resolve('events/recordings/incident'), '--serve'];
  const interrupted = async () => {
    throw new TypeError('cannot read \u001b[31m of undefined\n', { cause: new Error('the reason below') });
  };

  it('is a line with its name, what it said and where to see more, and is no verdict', async () => {
    const { code, err } = await command(served, { interrupted });

    expect(code).toBe(4);
    expect(err).toBe(
      'midwatch could not go on: TypeError: cannot read \\u{1b}[31m of undefined\\n (MIDWATCH_DEBUG=1 shows where)\n',
    );
  });

  it('is told with its stack and its cause where that is asked for', async () => {
    const { code, err } = await command(served, { interrupted, env: { MIDWATCH_DEBUG: '1' } });

    expect(code).toBe(4);
    expect(err).toMatch(/TypeError: cannot read[\s\S]*^ +at [\s\S]*the reason below/m);
  });
});
