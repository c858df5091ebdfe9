import { expect, it } from 'vitest';
import { addDays } from '#core/days.ts';
import type { ImageSight, MachineImage } from '#core/images/machine-image.ts';
import type { LaunchTemplate } from '#core/nodes/launch-template.ts';
import { unreadable } from '#core/reading.ts';
import { nodegroupCustomAmi } from '#core/rules/nodegroup-custom-ami.ts';
import {
  aCluster,
  aContext,
  aLaunchTemplate,
  aNodegroup,
  anImage,
  aReference,
  asOf,
  refused,
  settings,
  sights,
} from '../../support/builders.ts';
import { ruleTable, verdictAt } from '../../support/rule-table.ts';

const id = anImage().id;
const group = aNodegroup({ amiType: 'CUSTOM', releaseVersion: id, launchTemplate: aReference });
const uses = (template: LaunchTemplate, images: Readonly<Record<string, ImageSight>> = {}, nodegroup = group) =>
  aCluster({ nodegroups: [nodegroup], launchTemplates: sights({ workers: template }), images: sights(images) });
const made = (image: Partial<MachineImage> = {}) =>
  uses(aLaunchTemplate({ image: id }), { [id]: { image: anImage(image) } });
const daysOld = (days: number) => ({ createdAt: addDays(asOf, -days) });
const { createdAt: _, ...undated } = anImage();
const says = (now: string, roll: string) => ({ 'workers now': now, 'workers next-node-roll': roll });
const insufficient = says('INSUFFICIENT_DATA', 'INSUFFICIENT_DATA');

ruleTable(nodegroupCustomAmi, [
  { when: 'its images are those of EKS', says: says('NOT_APPLICABLE', 'NOT_APPLICABLE') },
  { when: 'its image is new', cluster: made(), says: says('COMPLIANT', 'COMPLIANT') },
  { when: 'its image is as old as may be', cluster: made(daysOld(45)), says: says('COMPLIANT', 'COMPLIANT') },
  { when: 'its image is a day older', cluster: made(daysOld(46)), says: says('LOW', 'COMPLIANT') },
  { when: 'its image is three times as old as may be', cluster: made(daysOld(135)), says: says('LOW', 'COMPLIANT') },
  { when: 'its image is a day older than that', cluster: made(daysOld(136)), says: says('MEDIUM', 'COMPLIANT') },
  {
    when: 'its image is older than somebody wants it',
    cluster: made(daysOld(11)),
    context: { settings: settings({ notice: { ...settings().notice, imageAge: 10 } }) },
    says: says('LOW', 'COMPLIANT'),
  },
  { when: 'its image is deprecated', cluster: made({ deprecatedAt: asOf }), says: says('MEDIUM', 'COMPLIANT') },
  {
    when: 'its image is deprecated, and older than may be',
    cluster: made({ ...daysOld(46), deprecatedAt: asOf }),
    says: says('MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'its image is going to be deprecated',
    cluster: made({ deprecatedAt: addDays(asOf, 1) }),
    says: says('COMPLIANT', 'COMPLIANT'),
  },
  {
    when: 'AWS does not return its image',
    cluster: uses(aLaunchTemplate({ image: id }), { [id]: {} }),
    says: says('NOT_APPLICABLE', 'HIGH'),
  },
  { when: 'its image failed to be made', cluster: made({ state: 'failed' }), says: says('NOT_APPLICABLE', 'HIGH') },
  { when: 'its image is being made', cluster: made({ state: 'pending' }), says: says('COMPLIANT', 'COMPLIANT') },
  {
    when: 'AWS does not say when its image was made',
    cluster: uses(aLaunchTemplate({ image: id }), { [id]: { image: undated } }),
    says: says('INSUFFICIENT_DATA', 'COMPLIANT'),
  },
  {
    when: 'AWS does not say when its image, which is deprecated, was made',
    cluster: uses(aLaunchTemplate({ image: id }), { [id]: { image: { ...undated, deprecatedAt: asOf } } }),
    says: says('MEDIUM', 'COMPLIANT'),
  },
  {
    when: 'the version in use is gone, and EKS recorded the image',
    cluster: uses({ differing: [] }, { [id]: {} }),
    says: says('NOT_APPLICABLE', 'HIGH'),
  },
  {
    when: 'nothing names an image',
    cluster: uses(aLaunchTemplate(), {}, { ...group, releaseVersion: 'golden' }),
    says: insufficient,
  },
  {
    when: 'nothing names an image, and EKS recorded none',
    cluster: uses(
      aLaunchTemplate(),
      {},
      { name: 'workers', amiType: 'CUSTOM', healthIssues: [], isScaledToZero: false },
    ),
    says: insufficient,
  },
  {
    when: 'AWS did not resolve its image',
    cluster: uses(aLaunchTemplate({ image: 'resolve:ssm:/golden' })),
    says: insufficient,
  },
  { when: 'nobody looked for its image', cluster: uses(aLaunchTemplate({ image: id })), says: insufficient },
  {
    when: 'its image could not be looked for',
    cluster: { ...made(), images: unreadable(refused('ec2:DescribeImages')) },
    says: insufficient,
  },
  {
    when: 'its launch template could not be read',
    cluster: { ...made(), launchTemplates: unreadable(refused('ec2:DescribeLaunchTemplateVersions')) },
    says: insufficient,
  },
  {
    when: 'AWS gave no AMI type',
    cluster: aCluster({ nodegroups: [{ name: 'workers', healthIssues: [], isScaledToZero: false }] }),
    says: insufficient,
  },
]);

it('tells which image it is, when it was made, and how old it may be', () => {
  const cluster = made({ ...daysOld(136), deprecatedAt: asOf });

  const verdict = verdictAt(nodegroupCustomAmi.evaluate(cluster, aContext()).evaluations, cluster, 'workers now');

  expect(verdict).toMatchObject({
    evidence: {
      image: id,
      imageName: 'shop-node-1.34-v20260219',
      createdAt: addDays(asOf, -136),
      olderThanDays: 135,
      deprecatedAt: asOf,
    },
    remediation: [{ command: expect.arrayContaining(['describe-images', `Name=image-id,Values=${id}`]) }],
  });
});

it('tells no name that an image has not', () => {
  const { name: _, state: __, ...nameless } = anImage(daysOld(46));
  const cluster = uses(aLaunchTemplate({ image: id }), { [id]: { image: nameless } });

  const { evaluations } = nodegroupCustomAmi.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'workers now')).toHaveProperty('evidence', {
    image: id,
    createdAt: addDays(asOf, -46),
    olderThanDays: 45,
  });
});

it('tells the state of an image that is there and of no use', () => {
  const cluster = made({ state: 'failed' });

  const { evaluations } = nodegroupCustomAmi.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'workers next-node-roll')).toHaveProperty('evidence', {
    image: id,
    imageName: 'shop-node-1.34-v20260219',
    state: 'failed',
  });
});

it('names the call that was refused', () => {
  const cluster = { ...made(), launchTemplates: unreadable(refused('ec2:DescribeLaunchTemplateVersions')) };

  const { evaluations } = nodegroupCustomAmi.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'workers now')).toMatchObject({
    because: expect.stringContaining('ec2:DescribeLaunchTemplateVersions'),
  });
});

it('says of an image that it does not know which parameter AWS did not resolve', () => {
  const cluster = uses(aLaunchTemplate({ image: 'resolve:ssm:/golden' }));
  const { evaluations } = nodegroupCustomAmi.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'workers now')).toHaveProperty(
    'because',
    'AWS did not resolve its image resolve:ssm:/golden',
  );
});

it('says nothing of the state of an image that can be launched', () => {
  const cluster = made(daysOld(46));
  const { evaluations } = nodegroupCustomAmi.evaluate(cluster, aContext());

  expect(verdictAt(evaluations, cluster, 'workers now')).not.toHaveProperty('evidence.state');
});
