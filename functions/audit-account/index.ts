import { makeAwsReader } from '#adapters/aws/aws-reader.ts';
import { makeAwsClients } from '#adapters/aws/clients.ts';
import { instrument } from '#adapters/powertools/instrument.ts';
import { imageParameters } from '#data/image-parameters.ts';
import { kubernetesOf } from '../composition/kubernetes.ts';
import { makeDeployment } from '../lambda/deployment.ts';
import { instruments } from '../lambda/instruments.ts';
import { makeHandler } from './handler.ts';

const { config, connection, caller, deps } = await makeDeployment();
const { memberRole } = config;
const kubernetes = kubernetesOf(config);

const audit = makeHandler({
  ...deps,
  configured: config,
  homeRegion: process.env.AWS_REGION,
  progress: { report: () => undefined },
  readerFor: async ({ id }) =>
    makeAwsReader(
      makeAwsClients({ connection, caller: await caller(), memberRole, sessionName: `midwatch-${id}` }),
      imageParameters,
      kubernetes,
    ),
});

export const handler = instrument(instruments, audit);
