import { describe, expect, it } from 'vitest';
import { renderTransitionEvent } from '#render/transition-event.ts';
import { TransitionEventJson } from '#shared/digest-schema.ts';
import { anEvent } from '../support/document-builders.ts';

const room = 240 * 1024;
const suppression = { rule: 'addon-*', resource: '*', reason: 'known', owner: 'platform', until: '2026-12-31' };
const Strict = TransitionEventJson.strict();

describe('what happened to a finding', () => {
  it('is an event of the published schema', () => {
    const event = anEvent();
    const parsed = Strict.parse(JSON.parse(renderTransitionEvent(event, room)));

    expect(parsed).toMatchObject({ schemaVersion: 1, id: event.id, transition: { kind: 'OPENED', revision: 1 } });
    expect(parsed.finding.evidence).toEqual(event.finding.evidence);
    expect(parsed.finding.remediation).toEqual(event.finding.remediation);
    expect(parsed).not.toHaveProperty('suppression');
  });

  it('says by what people accept the finding', () => {
    const parsed = Strict.parse(JSON.parse(renderTransitionEvent({ ...anEvent(), suppression }, room)));

    expect(parsed.suppression).toEqual(suppression);
  });

  it('is an event of the schema too where more has happened since', () => {
    const { evidence: _, remediation: __, firstObservedAt: ___, lastObservedAt: ____, ...then } = anEvent().finding;
    const parsed = Strict.parse(JSON.parse(renderTransitionEvent({ ...anEvent(), finding: then }, room)));

    expect(parsed.finding).toMatchObject({ status: 'OPEN', severity: 'HIGH' });
    expect(parsed.finding).not.toHaveProperty('remediation');
  });

  it('leaves out evidence and what to do where there is no room for them, and nothing else', () => {
    const event = anEvent({ evidence: { nodes: Array.from({ length: 20_000 }, (_, i) => `node-ü-${i}`) } });
    const text = renderTransitionEvent(event, room);
    const { finding } = Strict.parse(JSON.parse(text));

    expect(Buffer.byteLength(text)).toBeLessThan(1000 * 2);
    expect(finding).not.toHaveProperty('evidence');
    expect(finding).not.toHaveProperty('remediation');
    expect(finding.firstObservedAt).toBe(event.finding.firstObservedAt);
  });

  it('fills the room to its last byte', () => {
    const event = anEvent({ evidence: { note: 'ü' } });
    const bytes = Buffer.byteLength(renderTransitionEvent(event, room));

    expect(renderTransitionEvent(event, bytes)).toContain('note');
    expect(renderTransitionEvent(event, bytes - 1)).not.toContain('note');
  });
});
