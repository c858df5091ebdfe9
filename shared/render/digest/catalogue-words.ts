import type { CatalogueChange, ToldChange } from '#core/catalogue-change.ts';
import { dayOf } from '#core/days.ts';
import { countOf, firstOf, listed, type Phrase, say } from '../phrase.ts';
import { placedName } from '../resource-name.ts';
import { byNameAlone, type Whereabouts } from '../whereabouts.ts';

/** `AWS moved the end of standard support of Kubernetes 1.33 from 2026-07-29 to 2026-08-29, in eu-west-1: it concerns …`. */
export function changeWords({ change, regions, clusters }: ToldChange, whereOf: Whereabouts = byNameAlone): Phrase {
  const what = say`${wordsOf(change)}, in ${listed(regions)}`;
  if (clusters.length === 0) return what;
  return say`${what}: it concerns ${countOf(clusters.length, 'cluster')} (${firstOf(clusters.map(({ arn }) => placedName(arn, whereOf)))})`;
}

/** The same without where and whom. */
export function wordsOf(change: CatalogueChange): Phrase {
  switch (change.kind) {
    case 'VERSION_LISTED': {
      const { version, releaseDate } = change;
      return releaseDate === undefined
        ? say`AWS lists Kubernetes ${version}`
        : say`AWS lists Kubernetes ${version}, released on ${dayOf(releaseDate)}`;
    }
    case 'SUPPORT_MOVED': {
      const { phase, version, from, to } = change;
      return say`AWS moved the end of ${phase.toLowerCase()} support of Kubernetes ${version} from ${dayOf(from)} to ${dayOf(to)}`;
    }
    case 'ADDON_PUBLISHED':
      return say`AWS lists ${change.addon} ${change.version} for Kubernetes ${listed(change.kubernetes)}`;
    case 'ADDON_DELISTED':
      return say`AWS no longer lists ${change.addon} ${change.version} for Kubernetes ${listed(change.kubernetes)}`;
    case 'ADDON_DEFAULT_MOVED': {
      const { addon, kubernetes, from, to } = change;
      return say`the default of ${addon} for Kubernetes ${kubernetes} is ${to}, and was ${from}`;
    }
    case 'IMAGE_RECOMMENDED':
      return say`AWS recommends the image ${change.to} in place of ${change.from} for ${imagesOf(change)}`;
    case 'IMAGE_WITHDRAWN':
      return say`AWS went back from the image ${change.from} to ${change.to} for ${imagesOf(change)}`;
    case 'IMAGES_ENDED':
      return say`AWS recommends no image any more for ${imagesOf(change)}; the last was ${change.from}`;
  }
}

function imagesOf({ amiType, kubernetes }: { readonly amiType: string; readonly kubernetes: string }): Phrase {
  return say`${amiType} on Kubernetes ${kubernetes}`;
}
