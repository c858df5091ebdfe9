import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { command, emptyFolder } from '../../support/command.ts';
import { withInsights } from '../../support/recorded-insights.ts';
import { withUnmanagedNodes } from '../../support/recorded-nodes.ts';
import { withOwnImages } from '../../support/recorded-templates.ts';

const schema = JSON.parse(readFileSync('shared/data/schemas/audit-document.schema.json', 'utf8'));
const validate = new Ajv2020({ validateFormats: false }).compile(schema);

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer({
    recording: withUnmanagedNodes(
      withOwnImages(withInsights(await readRecording(resolve('events/recordings/incident')))),
    ),
    night: 4,
  });
});
afterAll(() => server.close());

interface Refused {
  readonly call?: string;
}

/** What this test reads of the JSON of an audit. */
interface Audit {
  readonly coverage: readonly (Refused & {
    readonly unreadable: readonly (Refused & { readonly resource: string })[];
  })[];
  readonly findings: readonly { readonly id: string; readonly severity: string; readonly status: string }[];
  readonly clusters: readonly { readonly unread: readonly Refused[] }[];
}

/** The nights of February 2024, one after another, in an account of which the history is kept. */
function aWorkstation() {
  const XDG_DATA_HOME = join(emptyFolder(), 'data');
  return async (day: number, refused?: string) => {
    server.misbehave(refused === undefined ? [] : [{ operation: refused.split(':')[1], answer: 'refused' }]);
    const env = {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: '333344445555',
      AWS_SECRET_ACCESS_KEY: 'recorded',
      // Where the regions cannot be listed, the one of the environment is looked at.
      AWS_REGION: 'eu-west-1',
      XDG_DATA_HOME,
    };
    const asOf = `2024-02-0${day}T02:00:00Z`;
    const answer = await command(['audit', '--as-of', asOf, '--format', 'json', '--fail-on', 'none'], { env });
    expect(validate(JSON.parse(answer.out)), JSON.stringify(validate.errors)).toBe(true);
    return { code: answer.code, audit: JSON.parse(answer.out) as Audit };
  };
}

function callsRefusedIn({ coverage }: Audit): readonly (string | undefined)[] {
  return [...new Set(coverage.flatMap(({ call, unreadable }) => [call, ...unreadable.map((one) => one.call)]))];
}

function openIn({ findings }: Audit): readonly string[] {
  return findings.flatMap(({ id, severity, status }) => (status === 'OPEN' ? [`${severity} ${id}`] : [])).toSorted();
}

describe.each(iamActions.member)('where %s is refused', (action) => {
  it('an audit ends with 2, names it, keeps what was open, and reads what it stored', async () => {
    const night = aWorkstation();

    const [first, whole, blind] = [await night(6, action), await night(7), await night(8, action)];

    // What had ended when it was stored is not asked for again, and nothing is lost where that is refused.
    const isAskedAgain = action !== 'eks:DescribeUpdate';
    expect([first.code, whole.code, blind.code]).toEqual([2, 0, isAskedAgain ? 2 : 0]);
    expect(callsRefusedIn(first.audit)).toContain(action);
    expect(callsRefusedIn(blind.audit).includes(action)).toBe(isAskedAgain);
    expect(callsRefusedIn(whole.audit)).toEqual([undefined]);
    expect(whole.audit.clusters.flatMap(({ unread }) => unread)).toEqual([]);
    expect(openIn(whole.audit).length).toBeGreaterThan(0);
    expect(openIn(blind.audit)).toEqual(openIn(whole.audit));
  });
});

it('a key whose own policy keeps it hidden is unknown by the call that did not tell it, and no call that failed', async () => {
  const recording = withOwnImages(await readRecording(resolve('events/recordings/incident')));
  const key = 'arn:aws:kms:eu-west-1:444455556666:key/0d9e7f42-15c8-4b6a-a37d-62f1e08b5c93';
  const named = JSON.parse(JSON.stringify(recording).replaceAll('"KmsKeyId":"alias/golden"', `"KmsKeyId":"${key}"`));
  const hidden = await startReplayServer({ recording: named, night: 4 });
  const env = { AWS_ENDPOINT_URL: hidden.url, AWS_ACCESS_KEY_ID: '333344445555', AWS_SECRET_ACCESS_KEY: 'recorded' };
  const XDG_DATA_HOME = join(emptyFolder(), 'data');
  const argv = ['audit', '--as-of', '2024-02-07T02:00:00Z', '--format', 'json', '--fail-on', 'none'];

  const { code, out } = await command(argv, { env: { ...env, AWS_REGION: 'eu-west-1', XDG_DATA_HOME } });
  await hidden.close();

  const { coverage, insufficientData } = JSON.parse(out);
  expect(code).toBe(0);
  expect(callsRefusedIn({ coverage } as Audit)).toEqual([undefined]);
  const reason = expect.stringContaining('kms:DescribeKey');
  expect(insufficientData).toMatchObject([{ rule: 'nodegroup-launch-template', fault: `kms-key/${key}`, reason }]);
});

it('a second night on which nothing changed lists the updates of the control plane alone, and describes none', async () => {
  const night = aWorkstation();
  const callsOf = async (day: number) => {
    const before = server.callsSeen().length;
    await night(day);
    const operations = server
      .callsSeen()
      .slice(before)
      .map(({ operation }) => operation);
    return ['ListUpdates', 'DescribeUpdate'].map((name) => operations.filter((one) => one === name).length);
  };

  const [first, second] = [await callsOf(6), await callsOf(7)];

  // Of the control plane, three add-ons and two node groups.
  expect(first).toEqual([6, 5]);
  expect(second).toEqual([1, 0]);
});
