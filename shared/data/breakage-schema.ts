import { z } from 'zod';
import { compareAddonVersions, parseAddonVersion } from '#core/addons/addon-version.ts';
import { amiFamilies, compareImageReleases } from '#core/images/nodegroup-release.ts';
import { compareKubernetesVersions, parseKubernetesVersion } from '#core/kubernetes-version.ts';
import { severities } from '#core/severity.ts';
import { Day, HttpsAddress, mapping, oneOf, refuseRepeated, textOf } from '#shared/config/shapes.ts';

export const KubernetesMinor = textOf('a Kubernetes version, such as "1.25", in quotes', /^\d+\.\d+$/);
export const AddonVersionText = textOf(
  'a version of an add-on, such as v1.22.0',
  /^v\d+\.\d+\.\d+(?:-minimal)?(?:-eksbuild\.\d+)?$/,
);
export const AddonName = textOf('the name of an add-on, such as vpc-cni', /^[a-z0-9][a-z0-9_-]{0,99}$/);

const KubernetesRange = mapping(
  { from: KubernetesMinor.exactOptional(), to: KubernetesMinor.exactOptional() },
  'a mapping of from and to',
)
  .refine(({ from, to }) => from !== undefined || to !== undefined, { error: 'from, to, or both' })
  .refine(({ from, to }) => isAscending(from, to, parseKubernetesVersion, compareKubernetesVersions), {
    error: 'from not above to',
  });

const AddonCondition = mapping(
  {
    addon: AddonName,
    below: AddonVersionText.exactOptional().describe('Not included.'),
    from: AddonVersionText.exactOptional().describe('Included.'),
    to: AddonVersionText.exactOptional().describe('Included.'),
    kubernetes: KubernetesRange.exactOptional(),
    amiFamily: oneOf(amiFamilies).exactOptional(),
  },
  'a mapping of addon, below, from, to, kubernetes and amiFamily',
)
  .refine(({ addon: _, ...bounds }) => Object.values(bounds).some((bound) => bound !== undefined), {
    error: 'a condition besides the add-on',
  })
  .refine(({ from, to }) => isAscending(from, to, parseAddonVersion, compareAddonVersions), {
    error: 'from not above to',
  })
  .refine(
    ({ from, below }) =>
      isAscending(from, below, parseAddonVersion, (a, b) => compareAddonVersions(a, b) || Number(from === below)),
    { error: 'from less than below' },
  );

const releaseWanted = 'a release date such as 20251209, or a version of Bottlerocket such as 1.47.0';
const Release = textOf(releaseWanted, /^(?:\d{8}|\d+\.\d+\.\d+)$/);

const ReleaseRange = mapping(
  { from: Release.exactOptional(), to: Release.exactOptional() },
  'a mapping of from and to',
).refine(({ from, to }) => from !== undefined || to !== undefined, { error: 'from, to, or both' });

/** The image of a group of its own is known to nobody but its owner. */
const imageFamilies = amiFamilies.filter((family) => family !== 'CUSTOM');

const ImageCondition = mapping(
  {
    amiFamily: oneOf(imageFamilies),
    release: ReleaseRange.exactOptional(),
    kubernetes: KubernetesRange.exactOptional(),
  },
  'a mapping of amiFamily, release and kubernetes',
)
  .refine(({ release, kubernetes }) => release !== undefined || kubernetes !== undefined, {
    error: 'a condition besides the family',
  })
  .refine(({ amiFamily, release = {} }) => Object.values(release).every((one) => isReleaseOf(amiFamily, one)), {
    error: 'releases of that family: versions of BOTTLEROCKET, dates of the others',
  })
  .refine(({ release: { from, to } = {} }) => isUpTo(from, to), {
    error: 'from not above to',
  });

const about = {
  id: textOf('an id of small letters, digits and hyphens', /^[a-z0-9][a-z0-9-]{0,99}$/),
  consequence: textOf('what people will see happen, in at most 1000 characters', /^(?=.*\S)[^\n\r]{1,1000}$/),
  severity: oneOf(severities),
  source: HttpsAddress,
  read: Day,
};

const AddonBreakage = mapping(
  {
    ...about,
    rule: z.literal('addon-version-compatibility'),
    condition: AddonCondition,
    horizon: oneOf(['now', 'next-node-roll']).describe(
      'When it strikes at the version that runs: next-node-roll where it strikes new nodes only.',
    ),
  },
  'a mapping',
);

/** It has no horizon: what runs strikes now, what the next update brings strikes at the next roll. */
const ImageBreakage = mapping(
  {
    ...about,
    rule: z.literal('nodegroup-image-known-bad'),
    condition: ImageCondition,
    firstGood: Release.exactOptional().describe('The first release after them that is good again.'),
  },
  'a mapping',
).refine(
  ({ condition, firstGood }) =>
    firstGood === undefined ||
    (isReleaseOf(condition.amiFamily, firstGood) &&
      firstGood !== condition.release?.to &&
      isUpTo(condition.release?.to, firstGood)),
  { error: 'a first good release of that family, above the end of the range' },
);

const Breakage = z.discriminatedUnion('rule', [AddonBreakage, ImageBreakage], {
  error: ({ code }) =>
    code === 'invalid_union' ? 'addon-version-compatibility or nodegroup-image-known-bad' : 'a mapping',
});

/** The form of a file of known breakages: Midwatch's own, and those that users write. */
export const BreakageFile = mapping(
  {
    $schema: z.string({ error: 'the address of a schema' }).exactOptional().describe('For editors; not looked at.'),
    schemaVersion: z.literal(1, { error: '1, the only version of this form there is' }),
    breakages: z
      .array(Breakage, { error: 'a list of breakages' })
      .check(refuseRepeated(({ id }, index) => [{ name: id, path: [index, 'id'] }], 'each id once')),
  },
  'a mapping of schemaVersion and breakages',
).meta({
  title: 'Known breakages of Midwatch',
  description: 'Combinations that are known to break. All that a condition names must hold; ends of ranges count in.',
});
export type BreakageFile = z.output<typeof BreakageFile>;

/** Bottlerocket numbers its releases, all others are dated. */
function isReleaseOf(amiFamily: string, release: string): boolean {
  return release.includes('.') === (amiFamily === 'BOTTLEROCKET');
}

/** As below; a date and a version, which are not of one family, are refused for that alone. */
function isUpTo(from: string | undefined, to: string | undefined): boolean {
  return from?.includes('.') !== to?.includes('.') || isAscending(from, to, String, compareImageReleases);
}

/** Where one of two bounds is missing there is nothing to compare. */
function isAscending<Version>(
  from: string | undefined,
  to: string | undefined,
  parse: (text: string) => Version | undefined,
  compare: (a: Version, b: Version) => number,
): boolean {
  const low = from === undefined ? undefined : parse(from);
  const high = to === undefined ? undefined : parse(to);
  return low === undefined || high === undefined || compare(low, high) <= 0;
}
