import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { type Definition, definitionIn, hubTemplate } from '../support/hub.ts';

const template = hubTemplate();
const definition = definitionIn(template);
const processor = definition.States.AuditAccounts?.ItemProcessor as Definition;

/** Every state, those of an account too. */
const states = Object.entries({ ...definition.States, ...processor.States });
const ofType = (type: string) => states.filter(([, { Type }]) => Type === type);

it.each(['aws', 'aws-cn', 'aws-us-gov'])('is sound in the partition %s, and stays in it', (partition) => {
  const text = JSON.stringify(definitionIn(template, partition));

  const { isValid, errorsText } = validate(JSON.parse(text));

  expect(errorsText()).toBe('');
  expect(isValid).toBe(true);
  expect(new Set(text.match(/arn:[\w-]+/g))).toEqual(new Set([`arn:${partition}`]));
});

describe('so that every engine runs it as AWS does', () => {
  it('it speaks JSONPath, and nothing that engines understand differently', () => {
    const text = JSON.stringify(definition);

    expect(text).not.toMatch(/"(QueryLanguage|Assign|ItemBatcher|ResultWriter|ItemReader|Output|Arguments)"/);
    expect(text).not.toMatch(/"(MaxConcurrency|Seconds|TimeoutSeconds|ToleratedFailure\w*)Path"/);
  });

  it('it tries again on names that AWS gives, and catches by States.ALL alone', () => {
    const namesIn = (key: string) =>
      states.flatMap(([, state]) =>
        ((state[key] ?? []) as { ErrorEquals: string[] }[]).flatMap(({ ErrorEquals }) => ErrorEquals),
      );

    expect(namesIn('Retry').filter((name) => !/^(Lambda\.\w+Exception|States\.TaskFailed)$/.test(name))).toEqual([]);
    expect(new Set(namesIn('Catch'))).toEqual(new Set(['States.ALL']));
  });
});

it('tries every call again, later each time and not all at once', () => {
  const retriers = ofType('Task').map(([name, { Retry }]) => [name, Retry]);

  expect(retriers).toHaveLength(4);
  for (const [, retriersOfState] of retriers) {
    expect(retriersOfState).toEqual([
      expect.objectContaining({ BackoffRate: 2, JitterStrategy: 'FULL', MaxDelaySeconds: 600 }),
      expect.objectContaining({ BackoffRate: 2, JitterStrategy: 'FULL', ErrorEquals: ['States.TaskFailed'] }),
    ]);
  }
});

it('gives each child execution a history of its own', () => {
  expect(processor.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
});

it('lets the other accounts go on after an error that no state can catch', () => {
  expect(definition.States.AuditAccounts?.ToleratedFailurePercentage).toBe(100);
});

it('asks once a minute whether the other sweep has ended, and ends itself within a day', () => {
  expect(definition.States.WaitForOtherSweep?.Seconds).toBe(60);
  expect(definition.TimeoutSeconds).toBeLessThan(24 * 60 * 60);
});

it('lets a second pass between two functions that may ask the same region, each of which counts its own calls', () => {
  const namesOf = (next: string) => states.filter(([, { Next }]) => Next === next).map(([name]) => name);
  const waits = Object.fromEntries(
    states.flatMap(([name, { Seconds }]) => (Seconds === undefined ? [] : [[name, Seconds]])),
  );

  expect(waits).toMatchObject({ BeforeAccounts: 1, LetASecondPass: 1 });
  expect(namesOf('AuditAccounts')).toEqual(['BeforeAccounts']);
  expect(namesOf('AuditAccount')).toEqual(['LetASecondPass']);
  expect(processor.States.IsAudited?.Default).toBe('LetASecondPass');
});
