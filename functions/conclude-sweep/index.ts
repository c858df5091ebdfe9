import { makeSnsNotifier, snsClient } from '#adapters/aws/sns-notifier.ts';
import { instrument } from '#adapters/powertools/instrument.ts';
import { askHub } from '#render/digest/ask.ts';
import { digestMessages } from '#render/digest-message.ts';
import { eventsOf, reportOf, routesOf } from '../composition/routes.ts';
import { makeDeployment } from '../lambda/deployment.ts';
import { instruments } from '../lambda/instruments.ts';
import { setting } from '../lambda/setting.ts';
import { makeHandler } from './handler.ts';

const { config, connection, deps } = await makeDeployment();
const topicArn = setting('MIDWATCH_TOPIC');
const messages = digestMessages(askHub(setting('MIDWATCH_TABLE'), topicArn));

const conclude = makeHandler({
  ...deps,
  routes: routesOf(config, connection, messages),
  ...eventsOf(config, connection),
  ...reportOf(config, connection),
  notifier: makeSnsNotifier({ client: snsClient(connection, topicArn), topicArn, render: messages.text }),
});

export const handler = instrument(instruments, conclude);
