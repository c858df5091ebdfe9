import type { ClusterRule } from '../rule.ts';
import { addonConfiguration } from './addon-configuration.ts';
import { addonHealth } from './addon-health.ts';
import { addonManagement } from './addon-management.ts';
import { addonOverride } from './addon-override.ts';
import { addonPermissions } from './addon-permissions.ts';
import { addonVersionCompatibility } from './addon-version-compatibility.ts';
import { addonVersionCurrency } from './addon-version-currency.ts';
import { clusterAddressHeadroom } from './cluster-address-headroom.ts';
import { clusterHealth } from './cluster-health.ts';
import { clusterRollbackWindow } from './cluster-rollback-window.ts';
import { clusterUpgradeInsights } from './cluster-upgrade-insights.ts';
import { clusterVersionSupport } from './cluster-version-support.ts';
import { kubeProxyVersionSkew } from './kube-proxy-version-skew.ts';
import { lastUpdateOutcome } from './last-update-outcome.ts';
import { nodegroupAmiCurrency } from './nodegroup-ami-currency.ts';
import { nodegroupAmiSupport } from './nodegroup-ami-support.ts';
import { nodegroupCustomAmi } from './nodegroup-custom-ami.ts';
import { nodegroupHealth } from './nodegroup-health.ts';
import { nodegroupImageKnownBad } from './nodegroup-image-known-bad.ts';
import { nodegroupImageWithdrawn } from './nodegroup-image-withdrawn.ts';
import { nodegroupLaunchTemplate } from './nodegroup-launch-template.ts';
import { nodegroupVersionSkew } from './nodegroup-version-skew.ts';
import { unmanagedNodes } from './unmanaged-nodes.ts';

/** The rules that one cluster can tell, in the order of reports. */
export const clusterRules = [
  clusterVersionSupport,
  clusterHealth,
  clusterUpgradeInsights,
  clusterRollbackWindow,
  clusterAddressHeadroom,
  kubeProxyVersionSkew,
  nodegroupVersionSkew,
  nodegroupHealth,
  nodegroupAmiSupport,
  nodegroupAmiCurrency,
  nodegroupImageWithdrawn,
  nodegroupImageKnownBad,
  nodegroupCustomAmi,
  unmanagedNodes,
  nodegroupLaunchTemplate,
  addonVersionCompatibility,
  addonVersionCurrency,
  addonHealth,
  addonManagement,
  addonOverride,
  addonPermissions,
  addonConfiguration,
  lastUpdateOutcome,
] as const satisfies readonly ClusterRule[];

export type ClusterRuleId = (typeof clusterRules)[number]['id'];
