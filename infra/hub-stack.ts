import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Configuration } from './configuration.ts';
import { ApiFunction } from './constructs/api-function.ts';
import { DeadLetterQueue } from './constructs/dead-letter-queue.ts';
import { DigestTopic } from './constructs/digest-topic.ts';
import { HistoryApi } from './constructs/history-api.ts';
import { HistoryTable } from './constructs/history-table.ts';
import { MessageKey } from './constructs/message-key.ts';
import { NightlySchedule } from './constructs/nightly-schedule.ts';
import { SweepFunctions } from './constructs/sweep-functions.ts';
import { SweepStateMachine } from './constructs/sweep-state-machine.ts';
import { SweepsDashboard } from './constructs/sweeps-dashboard.ts';
import { Watch } from './constructs/watch.ts';

/** What stands once, in the account that audits the others. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id, { description: 'Midwatch: the nightly audit of the Kubernetes clusters in EKS' });
    const { name, api, encryption, limits, notify, schedule } = configuration.config;
    for (const warning of configuration.warnings) Annotations.of(this).addWarningV2(`midwatch:${warning}`, warning);
    const givenKey = encryption && Key.fromKeyArn(this, 'GivenKey', encryption.key);
    const key = givenKey ?? new MessageKey(this, 'Key');

    const table = new HistoryTable(this, 'History', givenKey);
    const undelivered = new DeadLetterQueue(this, 'Undelivered', key);
    const topic = new DigestTopic(this, 'Digests', { key, emails: notify.emails, undelivered });

    const functions = new SweepFunctions(this, 'Functions', { configuration, table, topic, key });
    const { planSweep, auditAccount, concludeSweep } = functions;
    const { accountsAtOnce } = limits;
    const sweep = new SweepStateMachine(this, 'Sweep', {
      name: `${name}-sweep`,
      planSweep,
      auditAccount,
      concludeSweep,
      accountsAtOnce,
    });
    const missed = new DeadLetterQueue(this, 'Missed', key);
    new NightlySchedule(this, 'Nightly', { name, stateMachine: sweep, ...schedule, missed, key });

    const answers = api === 'off' ? undefined : new ApiFunction(this, 'Answers', { configuration, table });
    const historyApi =
      answers && api !== 'off' ? new HistoryApi(this, 'Api', { deployment: name, answers, ...api }) : undefined;
    new Watch(this, 'Watch', {
      deployment: name,
      topic,
      stateMachine: sweep,
      deadLetterQueues: { Digest: undelivered, Start: missed },
      api: historyApi,
    });
    new SweepsDashboard(this, 'Dashboard', {
      deployment: name,
      functions: { planSweep, auditAccount, concludeSweep, ...(answers && { api: answers }) },
    });

    if (historyApi) new CfnOutput(this, 'ApiUrl', { value: historyApi.apiEndpoint, description: 'For --api' });
    new CfnOutput(this, 'AuditorRoleArn', {
      value: functions.auditorRole.roleArn,
      description: 'What each account trusts that joins',
    });
    new CfnOutput(this, 'HistoryTableName', { value: table.tableName, description: 'For --table' });
    new CfnOutput(this, 'DigestTopicArn', { value: topic.topicArn, description: 'To subscribe to' });
    new CfnOutput(this, 'SweepArn', { value: sweep.stateMachineArn, description: 'To start a sweep at once' });
  }
}
