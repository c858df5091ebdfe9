import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { type Definition, definitionIn, hubTemplate } from '../support/hub.ts';

const definition = definitionIn(hubTemplate());
const execution = 'arn:aws:states:eu-west-1:999988887777:execution:midwatch-sweep:night';
const sweep = { id: '20240207T020000Z-lsb1x2', asOf: '2024-02-07T02:00:00.000Z' };
const accounts = ['111122223333', '222233334444', '333344445555'];

const processor = definition.States.AuditAccounts?.ItemProcessor as Definition;

type Answer = (input: Input) => unknown;
type Input = Record<string, unknown> & { work?: { account: string; left?: number }; attempt?: number; after?: string };

interface Functions {
  readonly planSweep: Answer;
  readonly auditAccount: Answer;
  readonly concludeSweep: Answer;
}

const planned: Answer = ({ attempt = 0 }) => ({ status: 'PLANNED', execution, attempt: attempt + 1, sweep, accounts });
const audited: Answer = ({ work }) => ({ done: true, sweep, work });
const concluded: Answer = () => ({ done: true, sweep, accounts, after: '' });

function waiting({ attempt = 0 }: Input) {
  return { status: 'WAIT', execution, attempt: attempt + 1, sweep: {}, accounts: [] };
}

function fail(): never {
  throw new TypeError('broken');
}

function noRoom(): never {
  throw Object.assign(new Error('no room'), { name: 'Lambda.TooManyRequestsException' });
}

/** Runs a definition as it is deployed, without its waiting: what each state was given, in order, and how it ended. */
async function run(functions: Partial<Functions> = {}, machine = definition, input: object = {}) {
  const { planSweep, auditAccount, concludeSweep } = {
    planSweep: planned,
    auditAccount: audited,
    concludeSweep: concluded,
    ...functions,
  };
  const calls: { readonly state: string; readonly input: Input }[] = [];
  const invoke = (state: string, answer: Answer) => async (parameters: { Payload: Input }) => {
    calls.push({ state, input: structuredClone(parameters.Payload) });
    return { StatusCode: 200, Payload: await answer(parameters.Payload) };
  };
  const states = {
    PlanSweep: invoke('PlanSweep', planSweep),
    AuditAccount: invoke('AuditAccount', auditAccount),
    GiveUpAccount: invoke('GiveUpAccount', auditAccount),
    ConcludeSweep: invoke('ConcludeSweep', concludeSweep),
  };
  const atOnce = Object.fromEntries(Object.keys(states).map((state) => [state, 0]));
  const { result } = new StateMachine(structuredClone(machine) as never).run(input as never, {
    overrides: {
      taskResourceLocalHandlers: states as never,
      waitTimeOverrides: { WaitForOtherSweep: 0, BeforeAccounts: 0, LetASecondPass: 0 },
      retryIntervalOverrides: atOnce,
    },
    context: { Execution: { Id: execution } },
  });
  const outcome = await result.then(
    (output) => ({ output, error: undefined }),
    (error: Error) => ({ output: undefined, error }),
  );
  const inputsOf = (state: string) => calls.filter((call) => call.state === state).map(({ input }) => input);
  return { ...outcome, calls, inputsOf };
}

describe('a sweep', () => {
  it('plans, audits each account and concludes with what was planned', async () => {
    const { output, inputsOf } = await run();

    expect(inputsOf('PlanSweep')).toEqual([{ execution, attempt: 0 }]);
    expect(inputsOf('AuditAccount')).toEqual(accounts.map((account) => ({ sweep, work: { account } })));
    expect(inputsOf('ConcludeSweep')).toEqual([expect.objectContaining({ sweep, accounts })]);
    expect(output).toMatchObject({ done: true });
  });

  it('waits while another sweep is at work, and then plans with the attempts counted', async () => {
    const { inputsOf, output } = await run({
      planSweep: (input) => (input.attempt === 0 ? waiting(input) : planned(input)),
    });

    expect(inputsOf('PlanSweep')).toEqual([
      { execution, attempt: 0 },
      { status: 'WAIT', execution, attempt: 1, sweep: {}, accounts: [] },
    ]);
    expect(output).toMatchObject({ done: true });
  });

  it('ends well where another does the work', async () => {
    const { calls, output } = await run({ planSweep: (input) => ({ ...waiting(input), status: 'SKIPPED' }) });

    expect(calls.map(({ state }) => state)).toEqual(['PlanSweep']);
    expect(output).toMatchObject({ status: 'SKIPPED' });
  });

  it('fails on a plan of which it does not know what it means', async () => {
    const { error, inputsOf } = await run({ planSweep: (input) => ({ ...waiting(input), status: 'PERHAPS' }) });

    expect(error).toBeDefined();
    expect(inputsOf('ConcludeSweep')).toEqual([]);
  });

  it('fails when it cannot be planned, after several attempts', async () => {
    const { error, inputsOf } = await run({ planSweep: fail });

    expect(error?.message).toContain('broken');
    expect(inputsOf('PlanSweep')).toHaveLength(5);
  });

  it('concludes with nothing where there is no account', async () => {
    const { output, calls } = await run({ planSweep: (input) => ({ ...(planned(input) as object), accounts: [] }) });

    expect(calls.map(({ state }) => state)).toEqual(['PlanSweep', 'ConcludeSweep']);
    expect(output).toMatchObject({ done: true });
  });
});

describe('an account', () => {
  it('that takes longer than a function may is handed on until it is done', async () => {
    const { inputsOf } = await run({
      auditAccount: ({ work = { account: '' } }) => {
        const { account, left = 2 } = work;
        return { done: left === 0, sweep, work: { account, left: left - 1 } };
      },
    });

    const calls = inputsOf('AuditAccount').filter(({ work }) => work?.account === accounts[0]);
    expect(calls).toEqual([
      { sweep, work: { account: accounts[0] } },
      { done: false, sweep, work: { account: accounts[0], left: 1 } },
      { done: false, sweep, work: { account: accounts[0], left: 0 } },
    ]);
  });

  it('that always fails stops nobody, and its error is written down', async () => {
    const { output, inputsOf } = await run({
      auditAccount: (input) => (input.work?.account === accounts[1] && !('error' in input) ? fail() : audited(input)),
    });

    expect(inputsOf('AuditAccount').filter(({ work }) => work?.account === accounts[1])).toHaveLength(3);
    expect(inputsOf('GiveUpAccount')).toEqual([
      { sweep, work: { account: accounts[1] }, error: { Error: 'TypeError', Cause: 'broken' } },
    ]);
    expect(inputsOf('AuditAccount').map(({ work }) => work?.account)).toEqual(expect.arrayContaining(accounts));
    expect(inputsOf('ConcludeSweep')).toHaveLength(1);
    expect(output).toMatchObject({ done: true });
  });

  it('of which not even the error can be written down stops nobody either', async () => {
    const { output, inputsOf } = await run({ auditAccount: fail });

    expect(inputsOf('GiveUpAccount')).toHaveLength(3 * accounts.length);
    expect(output).toMatchObject({ done: true });
  });

  it('that fails in the midst of its work gives up what is left', async () => {
    const { inputsOf } = await run({
      auditAccount: (input) => {
        if ('error' in input) return audited(input);
        return input.work?.left === 1 ? fail() : { done: false, sweep, work: { ...input.work, left: 1 } };
      },
    });

    expect(inputsOf('GiveUpAccount')[0]).toMatchObject({ work: { account: accounts[0], left: 1 } });
  });

  it('is tried again, and nothing is given up when that helps', async () => {
    let attempts = 0;

    const { inputsOf } = await run({
      auditAccount: (input) => (input.work?.account === accounts[0] && attempts++ === 0 ? fail() : audited(input)),
    });

    expect(inputsOf('AuditAccount')).toHaveLength(accounts.length + 1);
    expect(inputsOf('GiveUpAccount')).toEqual([]);
  });

  it('is tried again for longer where Lambda has no room', async () => {
    const { inputsOf } = await run({ auditAccount: (input) => ('error' in input ? audited(input) : noRoom()) });

    const calls = inputsOf('AuditAccount').filter(({ work }) => work?.account === accounts[0]);
    expect(calls).toHaveLength(9);
  });

  it.each<[string, Answer]>([
    ['that was audited', (input) => ({ ...(audited(input) as object), much: 'x'.repeat(10_000) })],
    ['that was given up', (input) => ('error' in input ? { done: true, much: 'x'.repeat(10_000) } : fail())],
    ['that could not even be given up', fail],
  ])('%s leaves so little that 17 000 of them fit into the output of a Map', async (_, auditAccount) => {
    const { ProcessorConfig: _config, ...child } = processor;

    const { output } = await run({ auditAccount }, child, { sweep, work: { account: accounts[0] } });

    expect(17_000 * (JSON.stringify(output).length + 1)).toBeLessThan(256 * 1024);
  });
});

describe('the end of a sweep', () => {
  it('goes on where it stopped until it is done', async () => {
    const { inputsOf } = await run({
      concludeSweep: ({ after }) => ({ done: after === 'shop', sweep, accounts, after: after ? 'web' : 'shop' }),
    });

    expect(inputsOf('ConcludeSweep').map(({ after }) => after)).toEqual([undefined, 'shop']);
  });

  it('is concluded although the accounts failed as a whole', async () => {
    const { AuditAccounts } = definition.States;
    const broken = { StartAt: 'Broken', States: { Broken: { Type: 'Fail', Error: 'Broken' } } };
    const States = { ...definition.States, AuditAccounts: { ...AuditAccounts, ItemProcessor: broken } };

    const { output, inputsOf } = await run({}, { ...definition, States });

    expect(inputsOf('ConcludeSweep')).toEqual([planned({})]);
    expect(output).toMatchObject({ done: true });
  });

  it('fails the sweep, after several attempts, when it cannot be told', async () => {
    const { error, inputsOf } = await run({ concludeSweep: fail });

    expect(error?.message).toContain('broken');
    expect(inputsOf('ConcludeSweep')).toHaveLength(6);
  });

  it('is tried again', async () => {
    let attempts = 0;

    const { output } = await run({ concludeSweep: (input) => (attempts++ === 0 ? fail() : concluded(input)) });

    expect(attempts).toBe(2);
    expect(output).toMatchObject({ done: true });
  });
});
