import { dayOf, daysBetween, type Instant } from '#core/days.ts';
import type { DocumentedFinding } from '#core/document.ts';
import type { FleetRuleId } from '#core/fleet/rules/index.ts';
import type { ClusterRuleId } from '#core/rules/index.ts';
import { dayAndDistance } from '../day-words.ts';
import { listed, type Phrase, say } from '../phrase.ts';
import { addonConfiguration } from './addon-configuration.ts';
import { addonManagement } from './addon-management.ts';
import { addonOverride } from './addon-override.ts';
import { addonPermissions } from './addon-permissions.ts';
import { addonVersionCompatibility } from './addon-version-compatibility.ts';
import { addonVersionCurrency } from './addon-version-currency.ts';
import { clusterAddressHeadroom } from './cluster-address-headroom.ts';
import { clusterRollbackWindow } from './cluster-rollback-window.ts';
import { clusterUpgradeInsights } from './cluster-upgrade-insights.ts';
import { clusterVersionSupport } from './cluster-version-support.ts';
import { environmentDriftAddon } from './environment-drift-addon.ts';
import { environmentDriftClusterVersion } from './environment-drift-cluster-version.ts';
import { environmentDriftNodegroupAmi } from './environment-drift-nodegroup-ami.ts';
import { type Facts, factsOf, factText } from './facts.ts';
import { addonHealth, clusterHealth, nodegroupHealth } from './health.ts';
import { lastUpdateOutcome } from './last-update-outcome.ts';
import { nodegroupAmiCurrency } from './nodegroup-ami-currency.ts';
import { nodegroupAmiSupport } from './nodegroup-ami-support.ts';
import { nodegroupCustomAmi } from './nodegroup-custom-ami.ts';
import { nodegroupImageKnownBad } from './nodegroup-image-known-bad.ts';
import { nodegroupImageWithdrawn } from './nodegroup-image-withdrawn.ts';
import { nodegroupLaunchTemplate } from './nodegroup-launch-template.ts';
import { unmanagedNodes } from './unmanaged-nodes.ts';
import { untestedCombination } from './untested-combination.ts';
import { untestedImage } from './untested-image.ts';
import { upgradeRehearsal } from './upgrade-rehearsal.ts';
import { kubeProxyVersionSkew, nodegroupVersionSkew } from './version-skew.ts';
import type { Wording, Words } from './wording.ts';

/** A finding, as far as it is told. */
export type TellableFinding = Omit<DocumentedFinding, 'transition' | 'title' | 'reference'>;

/** The words of each rule. */
export const wordings: Readonly<Record<ClusterRuleId | FleetRuleId, Words>> = {
  'cluster-version-support': clusterVersionSupport,
  'cluster-health': clusterHealth,
  'cluster-upgrade-insights': clusterUpgradeInsights,
  'cluster-rollback-window': clusterRollbackWindow,
  'cluster-address-headroom': clusterAddressHeadroom,
  'kube-proxy-version-skew': kubeProxyVersionSkew,
  'nodegroup-version-skew': nodegroupVersionSkew,
  'nodegroup-health': nodegroupHealth,
  'nodegroup-ami-support': nodegroupAmiSupport,
  'nodegroup-ami-currency': nodegroupAmiCurrency,
  'nodegroup-image-withdrawn': nodegroupImageWithdrawn,
  'nodegroup-image-known-bad': nodegroupImageKnownBad,
  'nodegroup-custom-ami': nodegroupCustomAmi,
  'unmanaged-nodes': unmanagedNodes,
  'nodegroup-launch-template': nodegroupLaunchTemplate,
  'addon-version-compatibility': addonVersionCompatibility,
  'addon-version-currency': addonVersionCurrency,
  'addon-health': addonHealth,
  'addon-management': addonManagement,
  'addon-override': addonOverride,
  'addon-permissions': addonPermissions,
  'addon-configuration': addonConfiguration,
  'last-update-outcome': lastUpdateOutcome,
  'environment-drift-cluster-version': environmentDriftClusterVersion,
  'environment-drift-addon': environmentDriftAddon,
  'environment-drift-nodegroup-ami': environmentDriftNodegroupAmi,
  'untested-combination': untestedCombination,
  'upgrade-rehearsal': upgradeRehearsal,
  'untested-image': untestedImage,
};

/** A finding in words, and the day from which AWS brings it about by itself. */
export interface FindingWords extends Wording {
  readonly forcedFrom?: Instant;
}

/**
 * Says what a finding is about. Never nothing: evidence that the rule's words do not understand is told as it is.
 */
export function wordsOf(finding: TellableFinding, asOf: Instant): FindingWords {
  const { rule, fault, severity, horizon } = finding;
  const facts = factsOf(finding.evidence);
  const forcedFrom = horizon === 'next-upgrade' ? facts.text('awsUpgradesFrom') : undefined;
  const readAt = facts.text('catalogueReadAt');
  const told = { facts, severity, horizon, asOf, ...(fault === undefined ? {} : { fault }) };
  // The history may hold findings of a rule that this release does not have.
  const words: Words | undefined = (wordings as Readonly<Record<string, Words>>)[rule];
  const wording = words?.(told);
  const stale =
    readAt === undefined
      ? []
      : [say`AWS could not be asked for its lists tonight; this goes by those of ${dayOf(readAt)}.`];
  return {
    headline: wording?.headline ?? generic(rule, fault),
    details: [
      ...(wording?.details ?? []),
      ...leftOver(wording ? facts : unworded(finding.evidence)),
      ...unseen(finding),
      ...stale,
    ],
    ...(forcedFrom === undefined ? {} : { forcedFrom }),
  };
}

function generic(rule: string, fault: string | undefined): Phrase {
  return fault === undefined ? say`does not meet ${rule}` : say`does not meet ${rule} (${fault})`;
}

/** Where there are no words, all facts are left over. */
function unworded(evidence: TellableFinding['evidence']): Facts {
  const facts = factsOf(evidence);
  facts.pass('awsUpgradesFrom', 'catalogueReadAt');
  return facts;
}

function leftOver(facts: Facts): readonly Phrase[] {
  const more = facts.leftOver().map(([key, value]) => say`${key} ${factText(value)}`);
  return more.length === 0 ? [] : [say`In evidence: ${listed(more)}.`];
}

function unseen({ unreadableSince }: TellableFinding): readonly Phrase[] {
  return unreadableSince === undefined
    ? []
    : [say`It could not be looked at since ${dayOf(unreadableSince)}, and stays open until it can.`];
}

/** Days before a forced upgrade from which it is the first thing that people hear. */
const nearDays = 90;

/** Whether AWS upgrades by itself so soon that this comes first. */
export function isNear(forcedFrom: Instant, asOf: Instant): boolean {
  return daysBetween(asOf, forcedFrom) < nearDays;
}

/** `from 2026-11-26, in 4 days, AWS upgrades this cluster by itself`. */
export function forcedUpgrade(forcedFrom: Instant, asOf: Instant): Phrase {
  if (daysBetween(asOf, forcedFrom) <= 0) return say`AWS may upgrade this cluster by itself at any time`;
  return say`from ${dayAndDistance(forcedFrom, asOf)}, AWS upgrades this cluster by itself`;
}
