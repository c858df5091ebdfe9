import type { CallListener, MadeCall } from '#adapters/aws/connection.ts';
import { RoleNotAssumedError } from '#adapters/aws/obstacle.ts';
import type { KubernetesCall, KubernetesListener } from '#adapters/kubernetes/kubernetes-reader.ts';
import type { FaultAnswer } from '#adapters/recording/fault.ts';
import type { JsonObject } from '#adapters/recording/recording.ts';
import type { Json } from '#core/json.ts';
import { emptyDraft, kubernetesOf, regionsOf } from './draft.ts';
import { answerOfCluster, faultAnswerOf, faultsOf } from './faults-of.ts';
import { namesIn } from './names-in.ts';
import { filesOf, type NightContent } from './night-content.ts';
import { type Watched, watched } from './read-members.ts';
import { takes } from './takes.ts';

/** A night as it was heard, with the names that its sentences may speak of. */
export interface HeardNight extends NightContent {
  readonly names: readonly string[];
}

/** Hears all calls of an audit, and puts together what they came to. */
export interface Recorder extends CallListener {
  readonly kubernetes: KubernetesListener;
  /** @param hub whose credentials the audit started with */
  readonly night: (hub: string) => HeardNight;
}

interface Heard {
  readonly call: MadeCall;
  readonly answer?: FaultAnswer | undefined;
  readonly heard?: Watched;
  readonly whole?: object;
}

export function makeRecorder(): Recorder {
  const all: Heard[] = [];
  return {
    answered(call, answer) {
      // Keys are given out by answers of which nothing is kept.
      if (!isTaken(call)) {
        all.push({ call });
        return answer;
      }
      const heard = watched(answer);
      all.push({ call, heard, whole: answer });
      return heard.view;
    },
    failed(call, error) {
      // It was not made: what stood in its way is a call of its own.
      if (!(error instanceof RoleNotAssumedError)) all.push({ call, answer: faultAnswerOf(call, error) });
    },
    kubernetes: {
      answered(asked, items) {
        const whole = { items };
        all.push({ call: madeCall(asked), heard: { view: whole, read: () => whole as unknown as Json }, whole });
      },
      failed: (asked, error) => void all.push({ call: madeCall(asked), answer: answerOfCluster(error) }),
    },
    night: (hub) => nightOf(all, hub),
  };
}

function madeCall({ cluster: { account, region, name }, operation }: KubernetesCall): MadeCall {
  return { service: 'kubernetes', operation, account, region, input: { clusterName: name } };
}

function isTaken({ service, operation }: MadeCall): boolean {
  return `${service}:${operation}` in takes;
}

function nightOf(all: readonly Heard[], hub: string): HeardNight {
  const draft = emptyDraft();
  const names: string[] = [];
  for (const { call, heard, whole } of all) {
    // Whose API was asked has one, whatever it answered.
    if (call.service === 'kubernetes') kubernetesOf(draft, call);
    if (!heard || !whole) continue;
    takes[`${call.service}:${call.operation}`]?.(draft, call, heard.read() as JsonObject, whole);
    if (tellsNames.test(call.operation)) names.push(...namesIn(whole));
  }
  const listed = new Set(draft.regions.keys());
  for (const { call, answer } of all) {
    const { account, region, service } = call;
    // Who was not asked for the regions of an account was told them, and found them enabled.
    if (account === undefined || service === 'account' || listed.has(account)) continue;
    const regions = regionsOf(draft, account);
    if (answer !== 'region-disabled') {
      regions.set(region, { RegionName: region, RegionOptStatus: 'ENABLED_BY_DEFAULT' });
    }
  }
  return { files: filesOf(draft, hub), faults: faultsOf(all), names: [...new Set(names)].filter(Boolean) };
}

/** Of all else, what is called a name is one of AWS's. */
const tellsNames = /^(?:DescribeCluster|DescribeNodegroup|DescribeAddon|ListAccounts(?:ForParent)?)$/;
