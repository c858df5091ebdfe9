import type { AwsConnection } from '#adapters/aws/connection.ts';
import { makeSnsNotifier, snsClient } from '#adapters/aws/sns-notifier.ts';
import type { Route } from '#app/routes.ts';
import { environmentCalled } from '#core/fleet/environment-names.ts';
import { digestMessages } from '#render/digest-message.ts';
import type { Config } from '#shared/config.ts';

/** The topics of the configuration that are told beside the one that is told everything. */
export function routesOf({ notify, environments }: Config, connection: AwsConnection): readonly Route[] {
  return notify.routes.map(({ topic, environment, minimumSeverity = notify.minimumSeverity, format }): Route => {
    const client = snsClient(connection, topic);
    const notifier = makeSnsNotifier({ client, topicArn: topic, render: digestMessages[format] });
    // Findings carry the name that the order of promotion has, and the route may say another for it.
    const own = environment && { environment: environmentCalled(environment, environments) ?? environment };
    return { name: topic, notifier, minimumSeverity, ...own };
  });
}
