import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { iamActions } from '#adapters/aws/iam-actions.ts';
import type { Fault, FaultAnswer } from '#adapters/recording/fault.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import { type ReplayServer, startReplayServer } from '../../../functions/replay/server.ts';
import { type Answer, command, emptyFolder } from '../../support/command.ts';
import { withInsights } from '../../support/recorded-insights.ts';
import { withUnmanagedNodes } from '../../support/recorded-nodes.ts';
import { withOwnImages } from '../../support/recorded-templates.ts';

const incident = resolve('events/recordings/incident');
const [hub, dev, prod] = ['999988887777', '111122223333', '333344445555'];
const configured = ['--config', join(incident, 'midwatch.yaml')];
const json = ['--format', 'json'];

const schema = JSON.parse(readFileSync('shared/data/schemas/examination.schema.json', 'utf8'));
const validate = new Ajv2020({ validateFormats: false }).compile(schema);

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer({
    recording: withUnmanagedNodes(withOwnImages(withInsights(await readRecording(incident)))),
    night: 4,
  });
});
afterAll(() => server.close());
beforeEach(() => server.setNight(4));

function doctor(argv: readonly string[], account = hub, more: object = {}): Promise<Answer> {
  const env = { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'recorded', ...more };
  return command(['doctor', ...argv], { env });
}

/** What this test reads of the JSON of an examination. */
interface Told {
  readonly examination: { readonly allSeen: boolean; readonly notices: readonly object[] };
  readonly mends: readonly {
    readonly accounts: readonly string[];
    readonly actions: readonly string[];
    readonly commands: readonly (readonly string[])[];
    readonly policy?: object;
  }[];
  readonly targets: readonly { readonly account: string; readonly region: string; readonly status: string }[];
}

async function told(faults: readonly Fault[], argv: readonly string[] = configured, account = hub) {
  server.misbehave(faults);
  const answer = await doctor([...argv, ...json], account);
  expect(validate(JSON.parse(answer.out)), JSON.stringify(validate.errors)).toBe(true);
  return { code: answer.code, ...(JSON.parse(answer.out) as Told) };
}

const deploy = [
  ...['npx', 'cdk', 'deploy', 'midwatch-member'],
  ...['--parameters', `AuditorRoleArn=arn:aws:iam::${hub}:role/midwatch-auditor`],
];

describe.each(iamActions.member)('where %s is refused', (action) => {
  const faults = [{ operation: action.split(':')[1], answer: 'refused' }] as const;
  const statement = { Effect: 'Allow', Action: [action], Resource: '*' };

  it('to a role, doctor names it with the command and the statement that mend it, in each account', async () => {
    const { code, examination, mends } = await told(faults);

    expect([code, examination.allSeen]).toEqual([2, false]);
    expect(mends).toMatchObject([
      { accounts: [dev, '222233334444', prod], actions: [action], commands: [deploy], policy: statement },
    ]);
  });

  it('to the credentials in use, doctor shows people the statement', async () => {
    server.misbehave(faults);

    const { code, out, err } = await doctor([], prod, { AWS_REGION: 'eu-west-1' });

    expect([code, err]).toEqual([2, '']);
    expect(out).toContain(JSON.stringify(statement));
    expect(out).toContain(`To do: add this statement to the policy of arn:aws:iam::${prod}:user/replay`);
  });
});

describe('the Kubernetes API, where it is to be looked at', async () => {
  const healthy = await readRecording(resolve('events/recordings/healthy'));
  const replay = await startReplayServer({ recording: healthy });
  afterAll(() => replay.close());

  async function examined(answer?: FaultAnswer) {
    replay.misbehave(answer === undefined ? [] : [{ service: 'kubernetes', operation: 'ListNodes', answer }]);
    const env = { AWS_ENDPOINT_URL: replay.url, AWS_ACCESS_KEY_ID: hub, AWS_SECRET_ACCESS_KEY: 'recorded' };
    const argv = ['doctor', '--config', resolve('events/recordings/healthy/midwatch.yaml'), '--account', dev];
    const [{ code, out }, text] = [await command([...argv, ...json], { env }), await command(argv, { env })];
    expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true);
    return { code, told: JSON.parse(out), text: text.out.replace(/\s+/g, ' ') };
  }

  it('is asked of the cluster that is looked into', async () => {
    const { code, told, text } = await examined();

    expect([code, told.mends]).toEqual([0, []]);
    expect(told.examination.kubernetesApi).toBe('LOOKED_AT');
    expect(told.targets[0].kubernetes).toEqual({
      answered: ['kubernetes:ListDaemonSets', 'kubernetes:ListDeployments', 'kubernetes:ListNodes'],
      refused: [],
    });
    expect(text).toContain('may be read whole in 1 of 1.');
  });

  it('is no fault where it refuses, and what mends it is an access entry and a ClusterRole of our own', async () => {
    const { code, told, text } = await examined('refused');

    expect([code, told.examination.allSeen]).toEqual([0, true]);
    expect(told.mends).toMatchObject([
      {
        optional: true,
        accounts: [dev],
        actions: ['kubernetes:ListNodes'],
        obstacle: 'DENIED',
        commands: [
          [
            ...['aws', 'eks', 'create-access-entry', '--region', 'eu-west-1', '--cluster-name', 'shop-dev'],
            ...['--kubernetes-groups', 'midwatch', '--principal-arn', `arn:aws:iam::${dev}:role/midwatch-member`],
          ],
        ],
        policy: { kind: 'List', items: [{ kind: 'ClusterRole' }, { kind: 'ClusterRoleBinding' }] },
      },
    ]);
    expect(text).toContain('Optional');
    expect(text).toContain('may be read whole in 0 of 1.');
  });

  it.each<[FaultAnswer, RegExp]>([
    ['cut', /clusterAccess: vpc/],
    ['server-error', /run again/],
  ])('says what to do where it is %s', async (answer, remedy) => {
    const { code, told } = await examined(answer);

    expect(code).toBe(0);
    expect(told.mends).toMatchObject([{ remedy: expect.stringMatching(remedy), commands: [] }]);
  });
});

describe('doctor', () => {
  it('ends with 0 where all can be seen, and stores nothing', async () => {
    const home = emptyFolder();

    const { code, out, err } = await doctor(configured, hub, { HOME: home, XDG_DATA_HOME: join(home, 'data') });

    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^An audit can see everything\.$/m);
    expect(out).toContain('The Kubernetes API of the clusters was not looked at: reading it is optional.');
    expect(existsSync(join(home, 'data'))).toBe(false);
  });

  it('asks little: of one cluster, and of one of each kind in it', async () => {
    const before = server.callsSeen().length;

    await doctor(['--region', 'eu-west-1'], prod);

    const seen = server.callsSeen().slice(before);
    const eks = seen.filter(({ service }) => service === 'eks').map(({ operation }) => operation);
    // The add-on and the node group have updates of their own, besides the control plane.
    const updates = ['DescribeUpdate', 'DescribeUpdate', 'ListUpdates', 'ListUpdates'];
    expect(eks.toSorted()).toEqual(
      [
        ...iamActions.member.filter((one) => one.startsWith('eks:')).map((one) => one.replace('eks:', '')),
        ...updates,
      ].toSorted(),
    );
  });

  it('says of a role that is refused what makes it, whom it trusts, and who asked', async () => {
    const { code, mends, targets } = await told([{ operation: 'AssumeRole', account: prod, answer: 'refused' }]);

    expect(code).toBe(2);
    expect(targets.map(({ account, region, status }) => `${account} ${region} ${status}`)).toEqual([
      `${dev} eu-west-1 COVERED`,
      '222233334444 eu-west-1 COVERED',
      `${prod} * DENIED`,
    ]);
    expect(mends).toMatchObject([{ accounts: [prod], actions: ['sts:AssumeRole'], commands: [deploy] }]);
    expect(JSON.stringify(mends)).toContain(`asked by arn:aws:iam::${hub}:user/replay: run doctor as that role`);
  });

  it('says what a service control policy has to say', async () => {
    const { mends } = await told([{ operation: 'DescribeAddon', answer: 'refused-by-scp' }]);

    expect(mends).toMatchObject([
      {
        actions: ['eks:DescribeAddon'],
        commands: [],
        policy: { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/midwatch-member' } } },
      },
    ]);
  });

  it('says how to enable a region, which is no fault', async () => {
    const { code, examination, mends } = await told([], ['--region', 'ap-east-1'], prod);

    expect([code, examination.allSeen]).toEqual([0, true]);
    expect(mends).toMatchObject([{ commands: [['aws', 'account', 'enable-region', '--region-name', 'ap-east-1']] }]);
  });

  it('says first that the organization could not be listed, and examines the own account or those that were named', async () => {
    const config = join(emptyFolder(), 'midwatch.yaml');
    writeFileSync(config, 'organization: {}\nregions: [eu-west-1]\n');
    const refused = [{ operation: 'ListAccounts', answer: 'refused' }] as const;

    const own = await told(refused, ['--config', config], prod);
    const named = await told(refused, ['--config', config, '--account', dev], prod);

    expect([own.code, own.examination.allSeen]).toEqual([2, false]);
    expect(own.mends).toMatchObject([
      {
        actions: ['organizations:ListAccounts'],
        policy: { Effect: 'Allow', Action: ['organizations:ListAccounts'], Resource: '*' },
      },
    ]);
    expect([own, named].map(({ targets }) => targets.map(({ account }) => account))).toEqual([[prod], [dev]]);
  });

  it('tells of environments that nobody knows', async () => {
    const config = join(emptyFolder(), 'midwatch.yaml');
    writeFileSync(config, 'environments: [blue, green]\n');

    const { code, examination } = await told([], ['--config', config, '--region', 'eu-west-1'], prod);

    expect(code).toBe(0);
    expect(examination.notices).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: expect.stringMatching(/_ENVIRONMENT$/) })]),
    );
  });

  it('tells of a file of breakages that an audit could not read', async () => {
    const config = join(emptyFolder(), 'midwatch.yaml');
    writeFileSync(config, 'knownBreakages: more.json\n');

    const { code, examination } = await told([], ['--config', config, '--region', 'eu-west-1'], prod);

    expect(code).toBe(0);
    expect(examination.notices).toContainEqual({
      kind: 'BREAKAGES_UNREADABLE',
      subject: 'more.json',
      detail: expect.stringContaining('ENOENT'),
    });
  });

  it('looks at a part where it is asked to', async () => {
    const { targets } = await told([], [...configured, '--account', dev]);

    expect(targets.map(({ account }) => account)).toEqual([dev]);
  });

  it.each([
    [['--account', '123456789012'], /unknown account: got 123456789012/],
    [['--region', 'eu-wst-1'], /unknown region: got eu-wst-1/],
    [['--format', 'xml'], /table, json/],
    [['--config', 'nowhere.yaml'], /nowhere\.yaml/],
  ])('ends with 3 for %j', async (argv, expected) => {
    const { code, out, err } = await doctor(argv, prod);

    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(expected);
  });

  it('ends with 3 without credentials', async () => {
    const { code, err } = await command(['doctor'], { env: { AWS_ENDPOINT_URL: server.url } });

    expect(code).toBe(3);
    expect(err).toContain('got no AWS credentials');
  });
});
