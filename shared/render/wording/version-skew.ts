import { countOf, inWords, listed, type Phrase, say } from '../phrase.ts';
import { nodesOf } from './unmanaged-nodes.ts';
import type { Told, Words } from './wording.ts';

export const kubeProxyVersionSkew: Words = (told) => {
  const { facts, fault } = told;
  const kubeProxy = facts.text('kubeProxy');
  const kubelets = facts.texts('nodegroups').map(inKindWords);
  facts.pass('kubeProxyMinor');
  if (kubeProxy === undefined) return byInsight(told);
  if (fault === 'kubelet') {
    const allowed = facts.number('allowed');
    if (allowed === undefined || kubelets.length === 0) return undefined;
    facts.pass('controlPlane', 'behind');
    const headline = say`${kubeProxy} is too far from the kubelets beside it (${listed(kubelets)}): ${countOf(allowed, 'minor')} either way ${areAllowed(allowed)}`;
    return { headline, details: [] };
  }
  const headline = distance(say`${kubeProxy}`, told);
  if (headline === undefined) return undefined;
  const beside = kubelets.length === 0 ? [] : [say`It is as far from the kubelets beside it: ${listed(kubelets)}.`];
  const seenBy = facts.text('seenBy');
  const seen =
    seenBy === undefined ? [] : [say`It was seen by the name under which it asks the API server: ${seenBy}.`];
  return { headline, details: [...beside, ...seen] };
};

/** Of a kube-proxy that only EKS can see. */
function byInsight({ facts }: Told): ReturnType<Words> {
  const insight = facts.text('insight');
  const status = facts.text('status');
  const controlPlane = facts.text('controlPlane');
  const reason = facts.text('reason');
  if (insight === undefined || status === undefined || controlPlane === undefined) return undefined;
  const headline = say`EKS says ${status} by its insight ${insight}, at the upgrade to ${controlPlane}; its version could not be read`;
  return { headline, details: reason === undefined ? [] : [say`EKS says: ${reason}`] };
}

export const nodegroupVersionSkew: Words = (told) => {
  const { facts } = told;
  const kubelet = facts.text('kubelet');
  const headline = kubelet === undefined ? undefined : distance(say`kubelet ${kubelet}`, told);
  facts.pass('amiType');
  if (headline === undefined) return undefined;
  const image = facts.text('image');
  if (image !== undefined) return { headline, details: nodesOf(facts) };
  const kinds = facts.texts('kinds');
  const nodes = facts.number('nodes');
  if (kinds.length > 0 && nodes !== undefined) {
    const made = listed(kinds.map((kind) => nodeKinds[kind] ?? kind));
    return { headline, details: [say`It runs on ${countOf(nodes, 'node')} outside the node groups: ${made}.`] };
  }
  const own = facts.flag('recordedByEks')
    ? [
        say`The group runs an image of its own: this is the version that EKS recorded, which does not look into the image.`,
      ]
    : [];
  return { headline, details: own };
};

const nodeKinds: Readonly<Record<string, string>> = {
  FARGATE: 'Fargate',
  HYBRID: 'hybrid nodes',
  KARPENTER: 'Karpenter',
  SELF_MANAGED: 'self-managed nodes',
};

/** Of nodes outside node groups that are called by their kind: `HYBRID 1.30` are hybrid nodes. */
function inKindWords(kubelet: string): string {
  const [name = '', ...version] = kubelet.split(' ');
  return [nodeKinds[name] ?? name, ...version].join(' ');
}

/** How far a component is from its control plane, and how far it may be. */
function distance(component: Phrase, { facts, horizon }: Told): Phrase | undefined {
  const controlPlane = facts.text('controlPlane');
  const allowed = facts.number('allowed');
  const behind = facts.number('behind');
  if (controlPlane === undefined || allowed === undefined) return undefined;
  const later = horizon === 'next-upgrade';
  const where = later ? say`at the upgrade to ${controlPlane}` : say`the control plane ${controlPlane}`;
  if (behind === undefined || !Number.isFinite(behind)) {
    facts.pass('behind');
    return later
      ? say`${component} will be of another major version ${where}`
      : say`${component} is of another major version than ${where}`;
  }
  if (behind < 0) {
    const ahead = countOf(-behind, 'minor');
    return later
      ? say`${component} will still be ${ahead} ahead ${where}; it may never be newer`
      : say`${component} is ${ahead} ahead of ${where}; it may never be newer`;
  }
  const limit = say`${behind > allowed ? 'only ' : ''}${inWords(allowed)} ${areAllowed(allowed)}`;
  const far = countOf(behind, 'minor');
  return later
    ? say`${component} will be ${far} behind ${where}; ${limit}`
    : say`${component} is ${far} behind ${where}; ${limit}`;
}

function areAllowed(allowed: number): string {
  return allowed === 1 ? 'is allowed' : 'are allowed';
}
