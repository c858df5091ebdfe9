import type { Json } from '#core/json.ts';
import { countOf, type Phrase, say } from '../phrase.ts';
import { factText } from './facts.ts';

/** A part in which what a cluster would run is not what ran in a sibling. */
export interface Difference {
  readonly part: string;
  readonly willHave: Json;
  readonly ran: Json;
}

export function differencesIn(value: Json | undefined): readonly Difference[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: Json) => {
    if (one === null || typeof one !== 'object' || Array.isArray(one)) return [];
    const { part, willHave, ran } = one as Readonly<Record<string, Json>>;
    return typeof part === 'string' && willHave !== undefined && ran !== undefined ? [{ part, willHave, ran }] : [];
  });
}

/** A part of a combination: `vpc-cni 1.10`, `kube-proxy three minors behind`, `nodes of AL2`. */
export function partWords(part: string, value: Json): Phrase {
  const name = names[part] ?? part;
  if (value === 'absent') return say`no ${name}`;
  return part === 'kubeProxyBehind' ? say`${name} ${kubeProxyWords(Number(value))}` : say`${name} ${factText(value)}`;
}

const names: Readonly<Record<string, string>> = {
  kubernetes: 'Kubernetes',
  vpcCni: 'vpc-cni',
  coredns: 'coredns',
  kubeProxyBehind: 'kube-proxy',
  amiFamilies: 'nodes of',
};

/** Its distance from the control plane of today. */
function kubeProxyWords(behind: number): Phrase {
  if (behind === 0) return say`level with its control plane`;
  if (!Number.isFinite(behind)) return say`of another major version`;
  return behind > 0 ? say`${countOf(behind, 'minor')} behind` : say`${countOf(-behind, 'minor')} ahead`;
}
