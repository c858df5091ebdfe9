import { minorsBehind, parseKubernetesVersion } from '#core/kubernetes-version.ts';
import { countOf, inWords, listed, type Phrase, say } from '../phrase.ts';
import { siblingAge, siblingOf } from './sibling.ts';
import type { Words } from './wording.ts';

export const environmentDriftClusterVersion: Words = ({ facts }) => {
  const version = facts.text('version');
  const siblingVersion = facts.text('siblingVersion');
  const allowed = facts.number('allowed');
  const differing = facts.texts('differing');
  const difference = facts.text('difference');
  const sibling = siblingOf(facts);
  if (version === undefined || siblingVersion === undefined || allowed === undefined || !sibling) return undefined;
  if (difference === 'AHEAD') {
    const headline = say`Kubernetes ${version} is ahead of every lower environment (${listed(differing)})`;
    return { headline, details: siblingAge(facts) };
  }
  if (difference !== 'BEHIND') return undefined;
  const far = distance(version, siblingVersion);
  const headline = say`Kubernetes ${version} is ${far}behind the ${siblingVersion} of ${sibling}; ${inWords(allowed)} ${allowed === 1 ? 'is' : 'are'} allowed`;
  const others = differing.length < 2 ? [] : [say`Too far ahead of it: ${listed(differing)}.`];
  return { headline, details: [...others, ...siblingAge(facts)] };
};

function distance(version: string, reference: string): Phrase {
  const own = parseKubernetesVersion(version);
  const other = parseKubernetesVersion(reference);
  const behind = own && other ? minorsBehind(own, other) : Number.NaN;
  return Number.isFinite(behind) ? say`${countOf(behind, 'minor')} ` : say`too far `;
}
