import { parseAddonVersion } from '../addons/addon-version.ts';
import { judgeReplicas } from '../addons/dns-replicas.ts';
import { corefileFaults, judgeCorefile } from '../corefile/corefile-faults.ts';
import type { Json } from '../json.ts';
import { describeAddon } from '../remediation.ts';
import { defineAddonRule, type Judgement } from '../rule.ts';
import { compliant, type Evidence, explainedBy, insufficientData, nonCompliant, type Verdict } from '../verdicts.ts';

export const addonConfiguration = defineAddonRule({
  managedOnly: true,
  id: 'addon-configuration',
  title: 'What each add-on is configured with can be read, and coredns starts with it and is large enough',
  why: 'A Corefile that CoreDNS cannot read is met only when a pod starts anew: on the next node, or with the next version. Then there is no DNS.',
  judged: [
    'MEDIUM, next-node-roll: configurationValues are no mapping of settings in JSON or YAML',
    'MEDIUM, next-node-roll: the Corefile in them has a brace left open, or another place at which CoreDNS reads no further; a plugin, or a property of one, that this CoreDNS has not; a zone and port twice; ready or health nowhere, which the probes of its pods ask',
    'MEDIUM, now: coredns has fewer replicas (replicaCount), or may have fewer (autoScaling.maxReplicas), than one for 16 nodes of its node groups, and two',
    'Comments, snippets and imports are read as CoreDNS reads them. A file that is imported cannot be looked into: INSUFFICIENT_DATA.',
    'Where replicas are not configured, EKS starts two. Where the nodes need more, that is INSUFFICIENT_DATA: something else may scale it.',
  ],
  reads: ['eks:ListAddons', 'eks:DescribeAddon', 'eks:ListNodegroups', 'eks:DescribeNodegroup'],
  mend: 'Set the configuration of the add-on anew, with all of it: what is left out goes back to the default. Move a Corefile to the plugins of the new version before the add-on moves.',
  debug: [
    'kubectl -n kube-system logs deploy/coredns says at which line of the Corefile it stopped',
    'aws eks describe-addon --cluster-name CLUSTER --addon-name coredns --query addon.configurationValues shows what is configured',
    'kubectl -n kube-system get configmap coredns -o yaml shows the Corefile that the next pod starts with',
  ],
  reference: 'https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html',

  check(addon, cluster, context) {
    const { name, version, configuration = {} } = addon;
    const tell = (evidence: Evidence): Verdict =>
      nonCompliant('MEDIUM', { addon: name, version, ...evidence }, [describeAddon(cluster, name)]);
    const isDns = name === 'coredns';
    const settings = isMapping(configuration) ? configuration : undefined;
    if (!settings || (isDns && !isTextOrNothing(settings.corefile))) {
      const kind = settings ? 'COREFILE_NO_TEXT' : 'NO_SETTINGS';
      const unread = isDns ? corefileFaults.map((fault) => atNodeRoll(fault, explainedBy('unparsed'))) : [];
      const uncounted = isDns ? [replicas(insufficientData('its configuration cannot be read'))] : [];
      return [atNodeRoll('unparsed', tell({ kind })), ...unread, ...uncounted];
    }
    const parsed = atNodeRoll('unparsed', compliant);
    if (!isDns) return [parsed];
    const text = String(settings.corefile ?? '');
    const subject = { text, versionText: version, version: parseAddonVersion(version) };
    const faults = text.trim() === '' ? [] : judgeCorefile({ ...subject, table: context.corednsPlugins, tell });
    return [
      parsed,
      ...faults.map(([fault, verdict]) => atNodeRoll(fault, verdict)),
      replicas(judgeReplicas(settings, cluster, tell)),
    ];
  },
});

function isTextOrNothing(value: Json | undefined): boolean {
  return value === undefined || typeof value === 'string';
}

/** A Corefile is read when a pod starts. */
function atNodeRoll(fault: string, verdict: Verdict): Judgement {
  return { horizon: 'next-node-roll', fault, verdict };
}

function replicas(verdict: Verdict): Judgement {
  return { horizon: 'now', fault: 'replicas', verdict };
}

function isMapping(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
