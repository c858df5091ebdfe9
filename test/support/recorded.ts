import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Recording } from '#adapters/recording/recording.ts';
import type { AuditDocument } from '#core/document.ts';
import { type ReplayServer, startReplayServer } from '../../functions/replay/server.ts';
import { type Answer, command, emptyFolder } from './command.ts';

/** A recording that is served, and recorded again as if it were AWS. */
export interface Rerecorded {
  readonly server: ReplayServer;
  /** Where what is recorded lies. */
  readonly folder: string;
  /** Records the night that is served, as the night of that number, counted from 1. */
  readonly record: (night: number, ...more: readonly string[]) => Promise<Answer>;
}

const servers: ReplayServer[] = [];
afterAll(async () => {
  for (const server of servers.splice(0)) await server.close();
});

export async function rerecorded(recording: Recording, config?: string): Promise<Rerecorded> {
  const server = await startReplayServer({ recording });
  servers.push(server);
  const folder = join(emptyFolder(), 'recorded');
  const env = {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: recording.hub,
    AWS_SECRET_ACCESS_KEY: 'recorded',
    AWS_REGION: 'eu-west-1',
  };
  const configured = config === undefined ? [] : ['--config', config];
  return {
    server,
    folder,
    record: (night, ...more) => {
      const { asOf } = recording.nights[night - 1]!;
      return command(['record', folder, ...configured, '--as-of', asOf, ...more], { env });
    },
  };
}

/** What is told of a night and what is unknown, without what sentences say: resources by their new names. */
export function toldOf({ findings, insufficientData, coverage }: AuditDocument, newName = (name: string) => name) {
  const resource = (arn: string) => {
    const [, cluster = '', kind = '', name = ''] = /cluster\/([^/]+)(?:\/(\w+)\/(.+))?$/.exec(arn) ?? [];
    return [newName(cluster), kind, ['nodegroup', 'nodes'].includes(kind) ? newName(name) : name].join('/');
  };
  // Of what a launch template names each is a fault of its own, by its name.
  const faultOf = ({ rule, fault = '' }: (typeof findings)[number]) => {
    const [kind = '', ...name] = fault.split('/');
    return rule === 'nodegroup-launch-template' && name.length > 0 ? `${kind}/${newName(name.join('/'))}` : fault;
  };
  return {
    findings: findings
      .map((one) => [one.rule, one.severity, one.horizon, faultOf(one), one.status, one.cause, resource(one.resource)])
      .map((facts) => facts.join(' '))
      .sort(),
    unknown: insufficientData
      .map(({ rule, cluster, reason }) => [rule, resource(cluster), /^\w+:\w+: \w+/.exec(reason)?.[0]].join(' '))
      .sort(),
    coverage: coverage
      .map((row) => [row.region, row.status, row.clusters, 'call' in row ? row.call : ''].join(' '))
      .sort(),
  };
}
