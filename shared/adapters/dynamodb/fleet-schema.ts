import { z } from 'zod';
import { type Coverage as CoreCoverage, coverageStatuses } from '#core/coverage.ts';
import type { RanCombination } from '#core/fleet/system.ts';
import { amiFamilies } from '#core/images/nodegroup-release.ts';
import { noticeKinds } from '#core/notice.ts';
import { obstacles } from '#core/reading.ts';
import type { ConcludedSweep, Lease as CoreLease } from '#core/sweep.ts';
import type { CatalogueRead as PortCatalogueRead } from '#ports/store.ts';
import { Unreadable } from './cluster-schema.ts';

const sweepFields = {
  id: z.string(),
  asOf: z.string(),
  startedAt: z.string(),
  baseline: z.boolean(),
  since: z.string().exactOptional(),
  partial: z.literal(true).exactOptional(),
  regions: z.array(z.string()).exactOptional(),
  configuration: z.string().exactOptional(),
};

export const Lease: z.ZodType<CoreLease> = z.strictObject({
  holder: z.string(),
  sweep: z.strictObject(sweepFields),
  until: z.string(),
});

const target = { account: z.string(), region: z.string() };

const noticeName = { kind: z.enum(noticeKinds), subject: z.string() };

export const Sweep: z.ZodType<ConcludedSweep> = z.strictObject({
  ...sweepFields,
  concludedAt: z.string(),
  targets: z.int(),
  incompleteTargets: z.int(),
  clusters: z.int(),
  unseen: z.array(z.strictObject(target)).exactOptional(),
  partlyUnseen: z.array(z.strictObject(target)).exactOptional(),
  noticesHeard: z.array(z.strictObject(noticeName)).exactOptional(),
});

export const Notices = z.strictObject({
  notices: z.array(z.strictObject({ ...noticeName, detail: z.string() })),
});

const UnreadableResource = z.strictObject({
  call: z.string(),
  obstacle: z.enum(obstacles),
  detail: z.string(),
  resource: z.string(),
});

export const Coverage: z.ZodType<CoreCoverage> = z.strictObject({
  account: z.string(),
  region: z.string(),
  asOf: z.string(),
  status: z.enum(coverageStatuses),
  clusters: z.int(),
  because: Unreadable.exactOptional(),
  role: z.string().exactOptional(),
  unreadable: z.array(UnreadableResource),
  alsoUnreadable: z.array(UnreadableResource).exactOptional(),
  lookedUpTo: z.string().exactOptional(),
  targetsOfAccount: z.int().exactOptional(),
});

export const CatalogueRead: z.ZodType<PortCatalogueRead> = z.strictObject({
  region: z.string(),
  sweep: z.string(),
  addons: z.array(z.string()),
  images: z.array(z.string()).default([]),
});

export const Member = z.strictObject({ system: z.string(), cluster: z.string() });

export const Combination: z.ZodType<RanCombination> = z.strictObject({
  environment: z.string(),
  cluster: z.string(),
  firstObservedAt: z.string(),
  combination: z.strictObject({
    kubernetes: z.string(),
    vpcCni: z.string().exactOptional(),
    coredns: z.string().exactOptional(),
    kubeProxyBehind: z.string().exactOptional(),
    amiFamilies: z.array(z.enum(amiFamilies)).exactOptional(),
  }),
});
