import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { Fault } from '#adapters/recording/fault.ts';
import { readRecording } from '#adapters/recording/read-recording.ts';
import type { AuditDocument } from '#core/document.ts';
import { facets, snapshotFacets } from '#core/facets.ts';
import { fleetRules } from '#core/fleet/rules/index.ts';
import type { RuleMeta } from '#core/rule.ts';
import { clusterRules } from '#core/rules/index.ts';
import { startReplayServer } from '../../functions/replay/server.ts';
import { command, emptyFolder } from './command.ts';

/** The documents of audits that the hub makes of one night of a recording after another, with one history. */
export interface RecordedAudits {
  /** Of a night, counted from 1, on which an IAM action may be refused in every account, or others faults be met. */
  readonly audit: (
    night: number,
    refused?: string | readonly Fault[],
  ) => Promise<AuditDocument & { readonly exitCode: number }>;
  readonly nights: number;
  /** Forgets all history. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

export async function recordedAudits(name: string): Promise<RecordedAudits> {
  const folder = resolve('events/recordings', name);
  const recording = await readRecording(folder);
  const server = await startReplayServer({ recording });
  let history = emptyFolder();
  return {
    nights: recording.nights.length,
    async audit(night, refused) {
      server.setNight(night);
      server.misbehave(typeof refused === 'string' ? [refusalOf(refused)] : (refused ?? []));
      const argv = ['audit', '--config', join(folder, 'midwatch.yaml'), '--format', 'json', '--informational'];
      const asOf = recording.nights[night - 1]!.asOf;
      const env = {
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: recording.hub,
        AWS_SECRET_ACCESS_KEY: 'recorded',
        AWS_REGION: 'eu-west-1',
        XDG_DATA_HOME: history,
      };
      const { code, out, err } = await command([...argv, '--as-of', asOf, '--fail-on', 'none'], { env });
      expect(out, err).toMatch(/^\{/);
      return { ...(JSON.parse(out) as AuditDocument), exitCode: code };
    },
    forget: () => {
      history = emptyFolder();
    },
    close: () => server.close(),
  };
}

/** What is asked of the Kubernetes API of clusters, which an audit is whole without. */
export const optionalCalls: readonly string[] = [
  ...new Set(snapshotFacets.filter((facet) => facets[facet].isOptional).flatMap((facet) => facets[facet].calls)),
];

const everyRule: readonly RuleMeta[] = [...clusterRules, ...fleetRules];

/**
 * The rules that do not know something by a call of which their pages do not say that they read it. Of a cluster that is
 * not described no rule knows anything.
 */
export function rulesThatHide(
  call: string,
  { insufficientData }: Pick<AuditDocument, 'insufficientData'>,
): readonly string[] {
  if (call === 'eks:DescribeCluster') return [];
  const named = insufficientData.filter(({ reason }) => reason.includes(`${call}: DENIED`)).map(({ rule }) => rule);
  return everyRule.filter(({ id, reads }) => named.includes(id) && !reads.includes(call)).map(({ id }) => id);
}

function refusalOf(action: string): Fault {
  const [service, operation = ''] = action.split(':');
  return { service: service as 'eks', operation, answer: 'refused' };
}
