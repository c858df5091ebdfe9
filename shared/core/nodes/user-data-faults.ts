import { familyOfImage } from '../images/machine-image.ts';
import { type AmiFamily, amiFamilyOf } from '../images/nodegroup-release.ts';
import type { Unreadable } from '../reading.ts';
import type { Judgement } from '../rule.ts';
import type { ClusterSnapshot, NodegroupSnapshot } from '../snapshot.ts';
import { type Evidence, insufficientData } from '../verdicts.ts';
import { sightOf, type TemplateVersion } from './launch-template.ts';
import { type UserDataKind, unfitFor } from './user-data.ts';

/** Makes the fault of a launch template, of the versions that have it. */
type Telling = (fault: string, versions: readonly number[], facts: Evidence) => Judgement;

/** The family that reads the user data of a version: UNTOLD where its image does not say, and why where nobody can tell. */
type Reader = AmiFamily | 'UNTOLD' | { readonly because: string | Unreadable };

/** What of the user data of a version does not fit. */
interface Unfit {
  readonly version: number;
  readonly family: AmiFamily;
  readonly kinds: readonly UserDataKind[];
}

const fault = 'user-data';

/** What of the user data does not fit. One fault for all versions: it is the same template, and the same mistake in it. */
export function userDataFaults(
  versions: readonly TemplateVersion[],
  nodegroup: NodegroupSnapshot,
  cluster: ClusterSnapshot,
  told: Telling,
): readonly Judgement[] {
  const judged = versions
    .filter(({ userData }) => userData.length > 0)
    .flatMap((version) => judge(version, readerOf(version, nodegroup, cluster)));
  const unfit = judged.flatMap((one) => ('kinds' in one && one.kinds.length > 0 ? [one] : []));
  if (unfit.length > 0) {
    const userData = [...new Set(unfit.flatMap(({ kinds }) => kinds))];
    const family = [...new Set(unfit.map((one) => one.family))].join(', ');
    const numbers = unfit.map(({ version }) => version);
    return [told(fault, numbers, { kind: 'UNFIT', userData, family })];
  }
  const [because] = judged.flatMap((one) => ('because' in one ? [one.because] : []));
  if (because === undefined) return [];
  return [{ horizon: 'next-node-roll', fault, verdict: insufficientData(because) }];
}

function judge({ number, userData }: TemplateVersion, reader: Reader): readonly (Unfit | Exclude<Reader, string>)[] {
  if (reader === 'UNTOLD') return [];
  if (typeof reader === 'object') return [reader];
  const kinds = unfitFor(reader, userData);
  return [
    kinds ? { version: number, family: reader, kinds } : { because: 'its user data are of a kind that is not known' },
  ];
}

function readerOf({ image }: TemplateVersion, { amiType }: NodegroupSnapshot, { images }: ClusterSnapshot): Reader {
  const family = amiFamilyOf(amiType ?? '');
  if (family === undefined)
    return { because: 'nobody can tell what reads its user data: its AMI type is not one that is known' };
  if (family !== 'CUSTOM') return family;
  if (image === undefined) return 'UNTOLD';
  const sight = sightOf(images, image);
  if (sight?.readable === false) return { because: sight.because };
  if (!sight?.value.image)
    return { because: `nobody can tell what reads its user data: its image ${image} was not seen` };
  return familyOfImage(sight.value.image) ?? 'UNTOLD';
}
