import { parseAddonVersion } from '#core/addons/addon-version.ts';
import { dayOf } from '#core/days.ts';
import { minorsBehind, parseKubernetesVersion } from '#core/kubernetes-version.ts';
import { countOf, firstOf, listed, type Phrase, say } from '../phrase.ts';
import type { Facts } from './facts.ts';
import { siblingAge, siblingOf } from './sibling.ts';
import type { Words } from './wording.ts';

export const environmentDriftAddon: Words = ({ facts, fault }) => {
  const sibling = siblingOf(facts);
  facts.pass('addon');
  const headline = sibling && headlines[fault ?? '']?.(facts, sibling);
  if (headline === undefined) return undefined;
  return { headline, details: [...rolesOf(facts), ...siblingAge(facts)] };
};

type Headline = (facts: Facts, sibling: Phrase) => Phrase | undefined;

const headlines: Readonly<Record<string, Headline>> = {
  version: (facts, sibling) =>
    facts.text('controlPlane') === undefined ? versionHeadline(facts, sibling) : kubeProxyHeadline(facts, sibling),

  missing: (facts, sibling) => {
    const version = facts.text('siblingVersion');
    const places = listed(facts.texts('presentIn'));
    return version === undefined ? undefined : say`is not installed, and is in ${places} (${version} in ${sibling})`;
  },

  extra: (facts) => {
    const version = facts.text('version');
    return version === undefined
      ? undefined
      : say`${version} is installed, and is not in ${listed(facts.texts('absentIn'))}`;
  },

  configuration: (facts, sibling) => {
    const paths = facts.texts('differing');
    const where = paths.length === 0 ? say`` : say`: ${firstOf(paths)}`;
    return say`is configured otherwise than in ${sibling}${where}`;
  },

  iam: (facts, sibling) => {
    const own = iamModes[facts.text('mode') ?? ''];
    const its = iamModes[facts.text('siblingMode') ?? ''];
    return own === undefined || its === undefined
      ? undefined
      : say`gets its IAM permissions by ${own}, and in ${sibling} by ${its}`;
  },

  management: (facts, sibling) => {
    const managed = facts.flag('managed');
    const version = facts.text('version');
    if (version === undefined) return undefined;
    return managed
      ? say`${version} is an EKS add-on, and self-managed in ${sibling}`
      : say`${version} is self-managed, and an EKS add-on in ${sibling}`;
  },
};

const iamModes: Readonly<Record<string, string>> = {
  POD_IDENTITY: 'pod identity',
  ROLE: 'a role of its own',
  NODE_ROLE: 'the role of the nodes',
};

function versionHeadline(facts: Facts, sibling: Phrase): Phrase | undefined {
  const version = facts.text('version');
  const siblingVersion = facts.text('siblingVersion');
  const since = facts.text('siblingSince');
  const behindIt = facts.texts('behindIt');
  if (version === undefined || siblingVersion === undefined) return undefined;
  const its = since === undefined ? say`${siblingVersion}` : say`${siblingVersion} since ${dayOf(since)}`;
  switch (facts.text('difference')) {
    case 'MINORS_BEHIND':
      return say`${version} is more than a minor behind ${sibling}, which has ${its}`;
    case 'MINOR_BEHIND':
      return say`${version} is a minor behind ${sibling}, which has ${its}`;
    case 'PATCH_BEHIND':
      return say`${version} is a patch behind ${sibling}, which has ${its}`;
    case 'AHEAD':
      return say`${version} is ahead of every lower environment (${listed(behindIt)})`;
    case 'LOWEST_BEHIND':
      return say`${version} is behind every higher environment; ${sibling}, the nearest, has ${its}`;
    default:
      return undefined;
  }
}

/** kube-proxy belongs to its control plane: how far it is from there is what is compared. */
function kubeProxyHeadline(facts: Facts, sibling: Phrase): Phrase | undefined {
  const version = facts.text('version');
  const controlPlane = facts.text('controlPlane');
  const siblingVersion = facts.text('siblingVersion');
  const siblingControlPlane = facts.text('siblingControlPlane');
  if (!version || !controlPlane || !siblingVersion || !siblingControlPlane) return undefined;
  facts.pass('siblingSince');
  const own = say`${version} is ${distance(version, controlPlane)} its control plane ${controlPlane}`;
  const its = say`${siblingVersion} of ${sibling} is ${distance(siblingVersion, siblingControlPlane)} ${siblingControlPlane}`;
  switch (facts.text('difference')) {
    case 'MINORS_BEHIND':
    case 'MINOR_BEHIND':
      return say`${own}, where ${its}`;
    case 'AHEAD':
      return say`${own}; in every lower environment it is further behind (${listed(facts.texts('behindIt'))})`;
    case 'LOWEST_BEHIND':
      return say`${own}, further than in every higher environment: ${its}`;
    default:
      return undefined;
  }
}

function distance(version: string, reference: string): Phrase {
  const component = parseAddonVersion(version);
  const controlPlane = parseKubernetesVersion(reference);
  const behind = component && controlPlane ? minorsBehind(component, controlPlane) : Number.NaN;
  if (behind === 0) return say`level with`;
  if (!Number.isFinite(behind)) return say`of another major version than`;
  return behind > 0 ? say`${countOf(behind, 'minor')} behind` : say`${countOf(-behind, 'minor')} ahead of`;
}

function rolesOf(facts: Facts): readonly Phrase[] {
  const [own, its] = [facts.text('role'), facts.text('siblingRole')];
  return [
    ...(own === undefined ? [] : [say`Its role is ${own}.`]),
    ...(its === undefined ? [] : [say`The role there is ${its}.`]),
  ];
}
