import { makeAccountDirectory } from '#adapters/aws/account-directory.ts';
import { makeAwsReader } from '#adapters/aws/aws-reader.ts';
import { makeAwsClients } from '#adapters/aws/clients.ts';
import { imageParameters } from '#data/image-parameters.ts';
import type { Notifier } from '#ports/notifier.ts';
import type { Store } from '#ports/store.ts';
import { makeHandler as makeAudit } from '../../functions/audit-account/handler.ts';
import { makeHandler as makeConclude } from '../../functions/conclude-sweep/handler.ts';
import { makeDeployment } from '../../functions/lambda/deployment.ts';
import { makeHandler as makePlan } from '../../functions/plan-sweep/handler.ts';

/** What the functions count and tell, of all containers together. */
export interface Instruments {
  readonly counted: Record<string, number>;
  readonly logged: Record<string, number>;
}

type Wired = Awaited<ReturnType<typeof makeDeployment>>;

/** One container of each function, wired as its `index.ts` wires it but for the store, the topic and what is logged. */
export interface Containers {
  readonly planner: () => Promise<ReturnType<typeof makePlan>>;
  readonly auditor: () => Promise<ReturnType<typeof makeAudit>>;
  readonly concluder: () => Promise<ReturnType<typeof makeConclude>>;
  /** The calls that all containers say they made. */
  readonly callsMade: () => number;
}

export function makeContainers(store: Store, notifier: Notifier, { counted, logged }: Instruments): Containers {
  const connections: Wired['connection'][] = [];
  const log = (message: string): void => add(logged, message, 1);

  async function deployed(): Promise<Wired & { readonly homeRegion: string | undefined }> {
    const wired = await makeDeployment();
    connections.push(wired.connection);
    const metrics = { count: (name: string, value: number): void => add(counted, name, value) };
    const deps = { ...wired.deps, store, metrics, log: { info: log, warn: log, error: log } };
    return { ...wired, deps, homeRegion: process.env.AWS_REGION };
  }

  return {
    async planner() {
      const { config, configurationHash, connection, notices, caller, deps } = await deployed();
      const identity = await caller();
      const reader = makeAwsReader(
        makeAwsClients({ connection, caller: identity, sessionName: 'midwatch-plan' }),
        imageParameters,
      );
      return makePlan({
        ...deps,
        reader,
        directory: makeAccountDirectory({ connection }),
        configured: config,
        notices,
        configuration: configurationHash,
        caller: identity.account,
      });
    },
    async auditor() {
      const { config, connection, caller, deps, homeRegion } = await deployed();
      const { memberRole } = config;
      return makeAudit({
        ...deps,
        configured: config,
        homeRegion,
        progress: { report: () => undefined },
        readerFor: async ({ id }) =>
          makeAwsReader(
            makeAwsClients({ connection, caller: await caller(), memberRole, sessionName: `midwatch-${id}` }),
            imageParameters,
          ),
      });
    },
    async concluder() {
      const { deps } = await deployed();
      return makeConclude({ ...deps, notifier });
    },
    callsMade: () => connections.reduce((sum, connection) => sum + connection.callsMade(), 0),
  };
}

function add(sums: Record<string, number>, name: string, value: number): void {
  sums[name] = (sums[name] ?? 0) + value;
}
