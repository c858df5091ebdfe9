import type { Told } from '#core/digest.ts';
import { toldJson } from './digest-json.ts';
import { harmlessJson } from './json.ts';

/** What happened to a finding, as the detail of an event, by the schema `transition-event.schema.json`. */
export function renderTransitionEvent({ finding, transition }: Told): string {
  const told = toldJson({ finding, transition });
  return harmlessJson({ schemaVersion: 1, id: `${finding.id}|${transition.revision}`, ...told });
}
