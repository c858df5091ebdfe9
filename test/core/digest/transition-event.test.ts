import { describe, expect, it } from 'vitest';
import { eventsOf } from '#core/digest/transition-event.ts';
import type { Transition } from '#core/finding.ts';
import { aFinding } from '../../support/document-builders.ts';

const opened: Transition = {
  kind: 'OPENED',
  at: '2024-03-01T02:00:00.000Z',
  sweep: 'one',
  revision: 1,
  severity: 'LOW',
};
const worsened: Transition = {
  ...opened,
  kind: 'WORSENED',
  at: '2024-03-02T02:00:00.000Z',
  revision: 2,
  severity: 'HIGH',
  previousSeverity: 'LOW',
};
const resolved: Transition = {
  ...opened,
  kind: 'RESOLVED',
  at: '2024-03-03T02:00:00.000Z',
  revision: 3,
  severity: 'HIGH',
  cause: 'GONE',
};
const finding = aFinding({
  status: 'RESOLVED',
  severity: 'HIGH',
  cause: 'GONE',
  resolvedAt: resolved.at,
  revision: 3,
  lastTransition: resolved,
});

describe('the events of a finding', () => {
  it('are those of all that is unpublished, in order, each by a name of its own', () => {
    const events = eventsOf({ ...finding, unpublished: [opened, resolved], untold: [worsened] }, undefined);

    expect(events.map(({ id, transition }) => [id, transition])).toEqual([
      [`${finding.id}|1`, opened],
      [`${finding.id}|3`, resolved],
    ]);
  });

  it('carry it as it was seen last where nothing has happened since', () => {
    const now = { ...finding, unpublished: [resolved] };

    expect(eventsOf(now, undefined)[0]?.finding).toEqual(now);
  });

  it('carry it as it was then, and nothing that is known of later alone', () => {
    const [first, second] = eventsOf({ ...finding, unpublished: [opened, worsened, resolved] }, undefined);
    const { id, rule, resource, horizon, clusterCreatedAt, cluster, account, region } = finding;
    const where = { cluster, account, region, environment: 'prod', system: 'shop' };
    const identity = { id, rule, resource, horizon, clusterCreatedAt, ...where };

    expect(first?.finding).toEqual({ ...identity, status: 'OPEN', severity: 'LOW' });
    expect(second?.finding).toEqual({ ...identity, status: 'OPEN', severity: 'HIGH' });
  });

  it('say of one that was over in between why, and of which fault it is', () => {
    const reopened: Transition = { ...opened, kind: 'REOPENED', at: '2024-03-04T02:00:00.000Z', revision: 4 };
    const where = { fault: 'kube-proxy-endpointslice' };
    const again = aFinding({ ...where, revision: 4, lastTransition: reopened, unpublished: [resolved, reopened] });

    expect(eventsOf(again, undefined)[0]?.finding).toMatchObject({
      ...where,
      status: 'RESOLVED',
      severity: 'HIGH',
      cause: 'GONE',
      resolvedAt: resolved.at,
    });
  });

  it('name no environment and no system where the cluster is of none', () => {
    const { environment: _, system: __, ...placeless } = { ...finding, unpublished: [opened, resolved] };
    const [first] = eventsOf(placeless, undefined);

    expect(first?.finding).not.toHaveProperty('environment');
    expect(first?.finding).not.toHaveProperty('system');
  });

  it('say by what people accept it', () => {
    const suppression = { rule: '*', resource: '*', reason: 'known', owner: 'platform', until: '2024-12-31' };
    const [event] = eventsOf({ ...finding, unpublished: [resolved] }, suppression);

    expect(event?.suppression).toEqual(suppression);
    expect(eventsOf({ ...finding, unpublished: [resolved] }, undefined)[0]).not.toHaveProperty('suppression');
  });
});
