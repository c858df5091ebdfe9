import { type Phrase, say } from './phrase.ts';
import type { TellableFinding } from './wording/index.ts';

/** When a fault strikes, in words. */
export function strikes({ horizon, evidence }: Pick<TellableFinding, 'horizon' | 'evidence'>): Phrase {
  switch (horizon) {
    case 'now':
      return say`now`;
    case 'next-node-roll':
      return say`when nodes are next replaced`;
    case 'next-upgrade': {
      const version = [evidence.kubernetes, evidence.controlPlane, evidence.nextVersion].find(
        (fact) => typeof fact === 'string',
      );
      return version === undefined ? say`at the next upgrade` : say`at the upgrade to ${version}`;
    }
  }
}
