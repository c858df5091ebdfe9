import { expect, it } from 'vitest';
import type { NodeImageFacts } from '#core/nodes/unmanaged-nodes.ts';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import { unmanagedNodes } from '#core/rules/unmanaged-nodes.ts';
import { aCluster, aContext, refused, settings } from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const id = 'ami-04e9c1f73a5d28b60';
const young = { name: 'amazon-eks-node-al2023-x86_64-standard-1.34-v20260219', kubernetes: '1.34' };

function running(detail: Reading<NodeImageFacts>, instances: readonly string[] = ['i-1']) {
  return aCluster({ unmanagedNodes: readable([{ name: id, detail, instances }]) });
}
const made = (createdAt: string, more: object = young) => running(readable({ image: { ...more, createdAt } }));
const says = (word: string) => ({ [`${id} now`]: word });

ruleTable(unmanagedNodes, [
  { when: 'all nodes belong to node groups', says: {} },
  { when: 'their image is as old as it may be', cluster: made('2026-01-15T23:59:59.000Z'), says: says('COMPLIANT') },
  { when: 'their image is a day older', cluster: made('2026-01-14T23:59:59.000Z'), says: says('LOW') },
  {
    when: 'it is older than people want to hear of',
    cluster: made('2026-02-26T00:00:00.000Z'),
    context: { settings: settings({ notice: { imageAge: 2 } }) },
    says: says('LOW'),
  },
  {
    when: 'it is young, and its name says nothing',
    cluster: made('2026-02-19T00:00:00.000Z', { name: 'base' }),
    says: says('INSUFFICIENT_DATA'),
  },
  { when: 'it is old, and its name says nothing', cluster: made('2025-02-19T00:00:00.000Z', {}), says: says('LOW') },
  {
    when: 'nobody says when it was made',
    cluster: running(readable({ image: young })),
    says: says('INSUFFICIENT_DATA'),
  },
  { when: 'it is gone', cluster: running(readable({})), says: says('INSUFFICIENT_DATA') },
  {
    when: 'the image may not be described',
    cluster: running(unreadable(refused('ec2:DescribeImages'))),
    says: says('INSUFFICIENT_DATA'),
  },
  {
    when: 'the instances may not be described',
    cluster: aCluster({ unmanagedNodes: unreadable(refused('ec2:DescribeInstances')) }),
    says: { now: 'INSUFFICIENT_DATA' },
  },
]);

const verdictOn = (cluster: ReturnType<typeof running>) =>
  verdictAt(unmanagedNodes.evaluate(cluster, aContext()).evaluations, cluster, `${id} now`);

it('has seen all of them, unless they could not be listed', () => {
  const complete = (cluster: ReturnType<typeof aCluster>) => unmanagedNodes.evaluate(cluster, aContext()).complete;

  expect(complete(aCluster())).toBe(true);
  expect(complete(aCluster({ unmanagedNodes: unreadable(refused('ec2:DescribeInstances')) }))).toBe(false);
});

it('tells how many nodes run an old image, names three of them, and shows them all', () => {
  const createdAt = '2025-12-01T00:00:00.000Z';
  const old = running(readable({ image: { ...young, createdAt } }), ['i-1', 'i-2', 'i-3', 'i-4']);

  expect(verdictOn(old)).toMatchObject({
    evidence: {
      image: id,
      imageName: young.name,
      createdAt,
      olderThanDays: 45,
      nodes: 4,
      instances: ['i-1', 'i-2', 'i-3'],
    },
    remediation: [
      {
        command: [
          ...['aws', 'ec2', 'describe-instances', '--region', 'eu-west-1', '--filters', `Name=image-id,Values=${id}`],
          'Name=tag-key,Values=kubernetes.io/cluster/shop-prod',
        ],
      },
    ],
  });
});

it('has no nodes to name of a night that is gone', () => {
  const { unmanagedNodes: nodes, ...others } = made('2025-12-01T00:00:00.000Z');
  const kept = {
    ...others,
    unmanagedNodes: readable([
      { name: id, detail: (nodes as never as { value: [{ detail: never }] }).value[0].detail },
    ]),
  };

  expect(verdictOn(kept)).toMatchObject({ evidence: { nodes: 0, instances: [] } });
});

it.each([
  ['the image that is gone', running(readable({})), `the image ${id} is gone, or no longer shared with this account`],
  [
    'the call that was refused',
    running(unreadable(refused('ec2:DescribeImages'))),
    'ec2:DescribeImages: DENIED (not authorized)',
  ],
  [
    'that nobody says when it was made',
    running(readable({ image: young })),
    `AWS does not say when the image ${id} was made`,
  ],
  [
    'the version that nobody tells',
    made('2026-02-19T00:00:00.000Z', {}),
    `neither the name nor the description of the image ${id} tells its Kubernetes version`,
  ],
])('says why it cannot be judged: %s', (_, cluster, because) => {
  expect(verdictOn(cluster)).toMatchObject({ because });
});

it('takes nodes that were replaced for mended', () => {
  expect(unmanagedNodes.causeOf()).toBe('MENDED');
});
