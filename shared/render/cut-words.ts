import { type Coverage, isIncomplete } from '#core/coverage.ts';
import type { FleetCut } from '#core/document.ts';
import { figures, listed } from './phrase.ts';

/** How a fleet stands of which a page shows a part, and how much of it that is. */
export function cutLines({ part, parts, shown, clusters, worst }: FleetCut, coverage: readonly Coverage[]) {
  const affected = worst.reduce((sum, one) => sum + one.clusters, 0);
  const incomplete = coverage.filter(isIncomplete).length;
  const counts = listed(worst.map((one) => `${one.severity} in ${one.clusters}`)).text;
  const found =
    affected === 0
      ? `Nothing was found in ${clusters} clusters.`
      : `Something is wrong in ${affected} of ${clusters} clusters: the worst of it is ${counts}.`;
  const unseen =
    incomplete === 0
      ? ''
      : ` Not everything could be looked at: ${incomplete} of ${figures(coverage.length, 'target')}.`;
  return {
    verdict: `${found}${unseen}`,
    extent: `This is part ${part} of ${parts}, ${figures(shown, 'cluster')}; the parts with the worst come first. What follows is about these clusters.`,
  };
}
