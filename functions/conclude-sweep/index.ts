import { makeSnsNotifier, snsClient } from '#adapters/aws/sns-notifier.ts';
import { instrument } from '#adapters/powertools/instrument.ts';
import { renderDigestMessage } from '#render/digest-message.ts';
import { eventsOf, reportOf, routesOf } from '../composition/routes.ts';
import { makeDeployment } from '../lambda/deployment.ts';
import { instruments } from '../lambda/instruments.ts';
import { setting } from '../lambda/setting.ts';
import { makeHandler } from './handler.ts';

const { config, connection, deps } = await makeDeployment();
const topicArn = setting('MIDWATCH_TOPIC');

const conclude = makeHandler({
  ...deps,
  routes: routesOf(config, connection),
  ...eventsOf(config, connection),
  ...reportOf(config, connection),
  notifier: makeSnsNotifier({ client: snsClient(connection, topicArn), topicArn, render: renderDigestMessage }),
});

export const handler = instrument(instruments, conclude);
