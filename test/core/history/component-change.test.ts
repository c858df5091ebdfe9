import { expect, it } from 'vitest';
import { componentChanges } from '#core/history/component-change.ts';
import { readable, unreadable } from '#core/reading.ts';
import { aCluster, aNodegroup, anAddon, anInsight, anIssue, refused } from '../../support/builders.ts';

type Overrides = Parameters<typeof aCluster>[0];

const hidden = unreadable(refused('eks:ListAddons'));
const unlisted = { name: 'coredns', detail: unreadable(refused()) };
const unseen = readable([unlisted]);
const beside = readable([unlisted, { name: 'vpc-cni', detail: readable(anAddon('vpc-cni')) }]);
const coredns = (overrides = {}) => ({ addons: [anAddon('coredns', overrides)] });
const changed = (component: string, field: string, from?: string, to?: string) => ({
  component,
  kind: 'CHANGED',
  field,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

it.each<[string, Overrides, Overrides, object[]]>([
  ['nothing', {}, {}, []],
  [
    'the control plane, its version first',
    { platformVersion: 'eks.1', tags: {} },
    { version: '1.35', tags: { a: 'b' } },
    [
      changed('cluster', 'version', '1.34', '1.35'),
      changed('cluster', 'platformVersion', 'eks.1', 'eks.10'),
      changed('cluster', 'tags'),
    ],
  ],
  ['a status that came', {}, { status: 'FAILED' }, [changed('cluster', 'status', undefined, 'FAILED')]],
  ['what is true or false', { autoMode: true }, {}, [changed('cluster', 'autoMode', 'true', 'false')]],
  [
    'an add-on',
    coredns({ version: 'v1.11.1-eksbuild.1', modifiedAt: '2026-01-01T00:00:00.000Z' }),
    coredns({ healthIssues: [anIssue('AccessDenied')], modifiedAt: '2026-02-01T00:00:00.000Z' }),
    [
      changed('addon/coredns', 'version', 'v1.11.1-eksbuild.1', 'v1.13.2-eksbuild.1'),
      changed('addon/coredns', 'healthIssues'),
    ],
  ],
  ['an add-on that was only touched', coredns({ modifiedAt: '2026-01-01T00:00:00.000Z' }), coredns(), []],
  [
    'parts that came and went',
    { ...coredns(), nodegroups: [aNodegroup()] },
    { addons: [anAddon('vpc-cni')], nodegroups: [aNodegroup({ name: 'batch' })] },
    [
      { component: 'addon/coredns', kind: 'REMOVED', from: 'v1.13.2-eksbuild.1' },
      { component: 'addon/vpc-cni', kind: 'ADDED', to: 'v1.20.4-eksbuild.1' },
      { component: 'nodegroup/batch', kind: 'ADDED', to: '1.34' },
      { component: 'nodegroup/workers', kind: 'REMOVED', from: '1.34' },
    ],
  ],
  [
    'a part that can be seen now, and one that cannot',
    { ...coredns(), addons: unseen },
    coredns(),
    [{ component: 'addon/coredns', kind: 'CHANGED' }],
  ],
  ['a part that is still not seen', { addons: unseen }, { addons: unseen }, []],
  [
    'nothing of a part that is still not seen, beside one that came',
    { addons: unseen },
    { addons: beside },
    [{ component: 'addon/vpc-cni', kind: 'ADDED', to: 'v1.20.4-eksbuild.1' }],
  ],
  ['a part that came unseen', { addons: [] }, { addons: unseen }, [{ component: 'addon/coredns', kind: 'ADDED' }]],
  [
    'another facet as a whole',
    {},
    { insights: [anInsight({ status: 'ERROR' })] },
    [{ component: 'insights', kind: 'CHANGED' }],
  ],
  ['a list that can be read now', { addons: hidden }, coredns(), [{ component: 'addons', kind: 'CHANGED' }]],
  ['a list that cannot be read any more', coredns(), { addons: hidden }, [{ component: 'addons', kind: 'CHANGED' }]],
])('tells %s', (_, before, after, expected) => {
  expect(componentChanges(aCluster(before), aCluster(after))).toEqual(expected);
});
