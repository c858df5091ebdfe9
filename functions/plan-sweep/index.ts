import { makeAccountDirectory } from '#adapters/aws/account-directory.ts';
import { makeAwsReader } from '#adapters/aws/aws-reader.ts';
import { makeAwsClients } from '#adapters/aws/clients.ts';
import { instrument } from '#adapters/powertools/instrument.ts';
import { imageParameters } from '#data/image-parameters.ts';
import { makeDeployment } from '../lambda/deployment.ts';
import { instruments } from '../lambda/instruments.ts';
import { makeHandler } from './handler.ts';

const { config, configurationHash, connection, notices, caller, deps } = await makeDeployment();

export const handler = instrument(instruments, async (event) => {
  const identity = await caller();
  // The catalogue is read by the hub's own credentials: no account's role is needed for it.
  const reader = makeAwsReader(
    makeAwsClients({ connection, caller: identity, sessionName: 'midwatch-plan' }),
    imageParameters,
  );
  const plan = makeHandler({
    ...deps,
    reader,
    directory: makeAccountDirectory({ connection }),
    configured: config,
    notices,
    configuration: configurationHash,
    caller: identity.account,
  });
  return plan(event);
});
