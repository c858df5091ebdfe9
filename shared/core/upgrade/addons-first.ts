import type { JudgedVersion } from '../judged-version.ts';
import {
  describeAddon,
  describeAddonVersions,
  holdingBack,
  listAddons,
  type Step,
  showImages,
} from '../remediation.ts';
import type { AuditContext } from '../rule.ts';
import { type AddonSnapshot, addonsOf, type ClusterSnapshot } from '../snapshot.ts';
import { addonPath, addonSteps } from './addon-path.ts';
import { isKnownToRun } from './addon-standing.ts';

/** kube-proxy first: what it breaks keeps new nodes from becoming ready, whatever else is right. */
const addonOrder = ['kube-proxy', 'vpc-cni', 'coredns'];

/** What is to be done before something else, and at which versions it does not suffice. */
export interface AddonsFirst {
  readonly steps: readonly Step[];
  readonly unfit: readonly JudgedVersion[];
}

/**
 * What has to be done to the add-ons before nodes are rolled or the control plane moves.
 *
 * One that is not known to run, whether it breaks and no step mends it or it could not be seen, is to be looked at:
 * it may be the very one that takes the cluster down.
 */
export function addonsFirst(
  cluster: ClusterSnapshot,
  context: AuditContext,
  versions: readonly JudgedVersion[],
): AddonsFirst {
  const addons = addonsOf(cluster);
  if (!addons.readable) return { steps: [holdingBack(listAddons(cluster))], unfit: versions };
  const each = [...addons.value]
    .sort((a, b) => rankOf(a.name) - rankOf(b.name))
    .map(({ name, detail }): AddonsFirst => {
      if (detail.readable) return moved(detail.value, cluster, context, versions);
      return { steps: [holdingBack(lookAt(name, cluster))], unfit: versions };
    });
  const steps = each.flatMap((one) => one.steps);
  return {
    // One look into the cluster shows all that EKS does not manage.
    steps: [...new Map(steps.map((step) => [step.command.join(' '), step])).values()],
    unfit: versions.filter((version) => each.some(({ unfit }) => unfit.includes(version))),
  };
}

function moved(
  addon: AddonSnapshot,
  cluster: ClusterSnapshot,
  context: AuditContext,
  versions: readonly JudgedVersion[],
): AddonsFirst {
  const version = addonPath(addon, cluster, context).at(-1)?.text ?? addon.version;
  const unfit = versions.filter((at) => !isKnownToRun({ ...addon, version }, at, cluster, context));
  const looks = unfit.map(({ kubernetes }) => holdingBack(describeAddonVersions(cluster, addon.name, kubernetes)));
  return { steps: [...addonSteps(addon, cluster, context), ...looks], unfit };
}

function rankOf(addon: string): number {
  const place = addonOrder.indexOf(addon);
  return place === -1 ? addonOrder.length : place;
}

/** EKS shows its own add-ons; of the others the cluster alone knows which image runs. */
function lookAt(addon: string, cluster: ClusterSnapshot): Step {
  const isListed = cluster.addons.readable && cluster.addons.value.some(({ name }) => name === addon);
  return isListed ? describeAddon(cluster, addon) : showImages(cluster);
}
