import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { clientConfig, type LocalAccount } from './aws-environment.ts';

/** What the functions said, group by group, in the order of time. */
export async function functionLogs(local: LocalAccount): Promise<string> {
  const client = new CloudWatchLogsClient(clientConfig(local));
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
  const groups = logGroups.map(async ({ logGroupName = '' }) => {
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName }));
    return [`--- ${logGroupName}`, ...events.map(({ message }) => `${message}`.trimEnd())].join('\n');
  });
  return (await Promise.all(groups)).join('\n');
}
