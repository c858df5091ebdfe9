import { accountDefinition } from './account-definition.ts';
import { callFunction } from './call-function.ts';

export interface SweepDefinitionProps {
  readonly planSweepArn: string;
  readonly auditAccountArn: string;
  readonly concludeSweepArn: string;
  readonly accountsAtOnce: number;
}

/** Part of the names of its child executions. */
export const accountsLabel = 'Accounts';

/** Shorter than the time between two nights, so that they never pile up. */
const longestSweepSeconds = 23 * 60 * 60;

/** How long a sweep that finds another one at work waits before it asks again. */
const waitSeconds = 60;

/** The sweep in the Amazon States Language, of which it uses only what every engine runs as AWS does. */
export function sweepDefinition(props: SweepDefinitionProps) {
  return {
    Comment: 'Plans a sweep, audits its accounts side by side, and concludes it',
    StartAt: 'Start',
    TimeoutSeconds: longestSweepSeconds,
    States: {
      Start: {
        Comment: 'The execution names the sweep: a call that is repeated gets the same one',
        Type: 'Pass',
        Parameters: { 'execution.$': '$$.Execution.Id', attempt: 0 },
        Next: 'PlanSweep',
      },
      PlanSweep: { ...callFunction(props.planSweepArn, { firstWaitSeconds: 15, attempts: 4 }), Next: 'IsPlanned' },
      IsPlanned: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.status', StringEquals: 'PLANNED', Next: 'BeforeAccounts' },
          { Variable: '$.status', StringEquals: 'WAIT', Next: 'WaitForOtherSweep' },
          { Variable: '$.status', StringEquals: 'SKIPPED', Next: 'Skipped' },
        ],
      },
      WaitForOtherSweep: { Type: 'Wait', Seconds: waitSeconds, Next: 'PlanSweep' },
      Skipped: { Comment: 'Another sweep does the work', Type: 'Succeed' },
      BeforeAccounts: {
        Comment: 'The audit of the hub itself knows nothing of what planning asked of its regions in the last second',
        Type: 'Wait',
        Seconds: 1,
        Next: 'AuditAccounts',
      },
      AuditAccounts: {
        Type: 'Map',
        Label: accountsLabel,
        ItemsPath: '$.accounts',
        ItemSelector: { 'sweep.$': '$.sweep', work: { 'account.$': '$$.Map.Item.Value' } },
        MaxConcurrency: props.accountsAtOnce,
        // No child fails by what a state can catch. For the few errors that none can, the others still go on.
        ToleratedFailurePercentage: 100,
        ItemProcessor: accountDefinition(props.auditAccountArn),
        ResultPath: null,
        // Beside a list of accounts that fills the state, there is no room for the error: it is in the history.
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'ConcludeSweep' }],
        Next: 'ConcludeSweep',
      },
      ConcludeSweep: {
        Comment: 'Whatever happened: what could not be seen is told as well',
        ...callFunction(props.concludeSweepArn, { firstWaitSeconds: 30, attempts: 5 }),
        Next: 'IsConcluded',
      },
      IsConcluded: {
        Type: 'Choice',
        Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'Concluded' }],
        Default: 'ConcludeSweep',
      },
      Concluded: { Type: 'Succeed' },
    },
  };
}
