import { callFunction } from './call-function.ts';

/**
 * One account of the sweep, as a child execution that never fails: one account stops nobody.
 *
 * What cannot be caught by a state is data: the function is called once more with the error, and writes it down as
 * the account's coverage. What a child returns is next to nothing: those of all accounts together are the output of
 * the Map, which may be 256 KiB.
 */
export function accountDefinition(auditAccountArn: string) {
  const call = callFunction(auditAccountArn, { firstWaitSeconds: 15, attempts: 2 });
  return {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'AuditAccount',
    States: {
      AuditAccount: {
        Comment: 'Ends before the function runs out of time, with what is left',
        ...call,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'GiveUpAccount' }],
        Next: 'IsAudited',
      },
      IsAudited: {
        Type: 'Choice',
        Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'Audited' }],
        Default: 'LetASecondPass',
      },
      LetASecondPass: {
        Comment: 'The next call knows nothing of what this one asked of a region in its last second',
        Type: 'Wait',
        Seconds: 1,
        Next: 'AuditAccount',
      },
      GiveUpAccount: {
        Comment: 'Writes down what could not be seen, and why',
        ...call,
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Audited' }],
        Next: 'Audited',
      },
      Audited: { Comment: 'What was seen is in the table', Type: 'Pass', Result: {}, End: true },
    },
  };
}
