import { dayOf } from '#core/days.ts';
import type { Json } from '#core/json.ts';
import { countOf, listed, type Phrase, say } from '../phrase.ts';
import { factText } from './facts.ts';
import { siblingAge, siblingOf } from './sibling.ts';
import type { Words } from './wording.ts';

export const untestedCombination: Words = ({ facts }) => {
  const version = facts.text('nextVersion');
  const lower = facts.texts('lower');
  const neverRead = facts.texts('neverRead');
  const sibling = siblingOf(facts);
  facts.pass('willHave', 'nearest');
  if (version === undefined) return undefined;
  const blind = neverRead.length === 0 ? [] : [say`Never read, so that it may have run there: ${listed(neverRead)}.`];
  if (lower.length > 0) {
    return { headline: say`no lower environment runs ${version} yet (${listed(lower)})`, details: blind };
  }
  const differing = differences(facts.json('differing'));
  if (!sibling || differing.length === 0) return undefined;
  const since = facts.text('siblingSince');
  const when = since === undefined ? say`` : say`, since ${dayOf(since)}`;
  const will = listed(differing.map(({ part, willHave }) => partWords(part, willHave)));
  const ran = listed(differing.map((one) => partWords(one.part, one.ran)));
  return {
    headline: say`after the upgrade to ${version} it would run what no lower environment has run: ${version} with ${will}`,
    details: [
      say`The nearest that ran is that of ${sibling}${when}: ${version} with ${ran}.`,
      ...blind,
      ...siblingAge(facts),
    ],
  };
};

interface Difference {
  readonly part: string;
  readonly willHave: Json;
  readonly ran: Json;
}

function differences(value: Json | undefined): readonly Difference[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: Json) => {
    if (one === null || typeof one !== 'object' || Array.isArray(one)) return [];
    const { part, willHave, ran } = one as Readonly<Record<string, Json>>;
    return typeof part === 'string' && willHave !== undefined && ran !== undefined ? [{ part, willHave, ran }] : [];
  });
}

/** A part of a combination: `vpc-cni 1.10`, `kube-proxy three minors behind`, `nodes of AL2`. */
function partWords(part: string, value: Json): Phrase {
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
