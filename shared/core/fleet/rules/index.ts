import type { FleetRule } from '../../rule.ts';
import { environmentDriftAddon } from './environment-drift-addon.ts';
import { environmentDriftClusterVersion } from './environment-drift-cluster-version.ts';
import { environmentDriftNodegroupAmi } from './environment-drift-nodegroup-ami.ts';
import { untestedCombination } from './untested-combination.ts';
import { untestedImage } from './untested-image.ts';
import { upgradeRehearsal } from './upgrade-rehearsal.ts';

/** The rules that only several clusters can tell together, in the order of reports. */
export const fleetRules = [
  environmentDriftClusterVersion,
  environmentDriftAddon,
  environmentDriftNodegroupAmi,
  untestedCombination,
  upgradeRehearsal,
  untestedImage,
] as const satisfies readonly FleetRule[];

export type FleetRuleId = (typeof fleetRules)[number]['id'];
