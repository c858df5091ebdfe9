import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { clientConfig, type LocalAccount } from './aws-environment.ts';

/** How often the engine looks at its schedules. One that it has not seen yet is not late. */
const tickMs = 10_000;
const minuteMs = 60_000;

/** Has a daily schedule strike within the next minute; its target, its role and all else stay as they were deployed. */
export async function bringForward(local: LocalAccount, name: string): Promise<void> {
  const client = new SchedulerClient(clientConfig(local));
  const { $metadata, Arn, CreationDate, LastModificationDate, Target, FlexibleTimeWindow, ...rest } = await client.send(
    new GetScheduleCommand({ Name: name }),
  );
  const seenAt = (CreationDate ?? new Date()).getTime() + tickMs;
  const minute = new Date(Math.ceil(seenAt / minuteMs) * minuteMs);
  const ScheduleExpression = `cron(${minute.getUTCMinutes()} ${minute.getUTCHours()} * * ? *)`;
  await client.send(new UpdateScheduleCommand({ ...rest, Name: name, Target, FlexibleTimeWindow, ScheduleExpression }));
}
