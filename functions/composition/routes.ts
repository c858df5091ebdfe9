import type { AwsConnection } from '#adapters/aws/connection.ts';
import { eventBridgeClient, makeEventBus } from '#adapters/aws/event-bus.ts';
import { makeReportBucket, s3Client } from '#adapters/aws/report-bucket.ts';
import { makeSnsNotifier, snsClient } from '#adapters/aws/sns-notifier.ts';
import type { Report } from '#app/publish-report.ts';
import type { Events, Route } from '#app/routes.ts';
import { environmentCalled } from '#core/fleet/environment-names.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import type { digestMessages } from '#render/digest-message.ts';
import { renderNightlyPage } from '#render/nightly-page.ts';
import { renderTransitionEvent } from '#render/transition-event.ts';
import type { Config } from '#shared/config.ts';

/** The bus of the configuration on which each transition is put; nothing where there is none. */
export function eventsOf({ events }: Config, connection: AwsConnection): { readonly events?: Events } {
  if (!events) return {};
  const { bus } = events;
  const client = eventBridgeClient(connection, bus);
  return { events: { name: bus, publisher: makeEventBus({ client, busArn: bus, render: renderTransitionEvent }) } };
}

/** The bucket of the configuration into which the page of each sweep is put; nothing where there is none. */
export function reportOf(
  { report, encryption, environments }: Config,
  connection: AwsConnection,
): { readonly report?: Report } {
  if (!report) return {};
  const { bucket, prefix } = report;
  const names = environments.map(({ name }) => name);
  const publisher = makeReportBucket({
    ...{ client: s3Client(connection), bucket, prefix },
    ...(encryption && { kmsKey: encryption.key }),
    render: (document, cut) => renderNightlyPage(document, names, cut),
  });
  return { report: { name: `s3://${bucket}/${prefix}`, publisher, rules: [...clusterRules, ...fleetRules] } };
}

/** The topics of the configuration that are told beside the one that is told everything. */
export function routesOf(
  { notify, environments }: Config,
  connection: AwsConnection,
  messages: ReturnType<typeof digestMessages>,
): readonly Route[] {
  return notify.routes.map(({ topic, environment, minimumSeverity = notify.minimumSeverity, format }): Route => {
    const client = snsClient(connection, topic);
    const notifier = makeSnsNotifier({ client, topicArn: topic, render: messages[format] });
    // Findings carry the name that the order of promotion has, and the route may say another for it.
    const own = environment && { environment: environmentCalled(environment, environments) ?? environment };
    return { name: topic, notifier, minimumSeverity, ...own };
  });
}
