import type { TransitionEvent } from '#core/digest/transition-event.ts';
import { findingJson, harmlessJson, suppressionJson } from './json.ts';

/**
 * What happened to a finding, as the detail of an event, by the schema `transition-event.schema.json`, in no more than
 * so many bytes: where there is more to say, evidence and remediation are left out.
 */
export function renderTransitionEvent(event: TransitionEvent, bytes: number): string {
  const whole = harmlessJson(eventJson(event));
  if (Buffer.byteLength(whole) <= bytes) return whole;
  const { evidence: _, remediation: __, ...finding } = event.finding;
  return harmlessJson(eventJson({ ...event, finding }));
}

function eventJson({ id, transition, finding, suppression }: TransitionEvent) {
  const { kind, at, revision, previousSeverity, cause } = transition;
  return {
    schemaVersion: 1,
    id,
    transition: { kind, at, revision, previousSeverity, cause },
    finding: findingJson(finding),
    suppression: suppression && suppressionJson(suppression),
  };
}
