import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ImageBreakage } from '#core/images/image-breakage.ts';
import { type Reading, readable, unreadable } from '#core/reading.ts';
import type { Step } from '#core/remediation.ts';
import type { Evaluation } from '#core/rule.ts';
import { addonVersionCompatibility } from '#core/rules/addon-version-compatibility.ts';
import { clusterRules } from '#core/rules/index.ts';
import { kubeProxyVersionSkew } from '#core/rules/kube-proxy-version-skew.ts';
import type { AddonSnapshot, ClusterSnapshot, Listed } from '#core/snapshot.ts';
import { stepsToNextVersion } from '#core/upgrade/steps.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aNodegroup,
  anAddon,
  imageLists,
  refused,
  releases,
} from '../../support/builders.ts';

const versions: Readonly<Record<string, readonly string[]>> = {
  'kube-proxy': ['v1.21.2-eksbuild.2', 'v1.31.0-eksbuild.1', 'v1.33.0-eksbuild.2', 'v1.34.1-eksbuild.2'],
  'vpc-cni': ['v1.10.1-eksbuild.1', 'v1.15.0-eksbuild.1', 'v1.19.6-eksbuild.1', 'v1.20.4-eksbuild.1'],
  coredns: ['v1.9.3-eksbuild.1', 'v1.12.4-eksbuild.1', 'v1.13.2-eksbuild.1', 'latest'],
};
const names = Object.keys(versions);

/** Mostly what is well, so that upgrades are named as well as left out. */
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 8 }, { arbitrary: fc.constantFrom(usual, ...others), weight: 2 });

/** Each version of an add-on is listed for some of the two versions of Kubernetes, or the list could not be read. */
const list = (name: string) =>
  fc
    .tuple(mostly(true, false), ...(versions[name] ?? []).map(() => mostly(['1.34', '1.35'], ['1.34'], ['1.35'], [])))
    .map(([isRead, ...listed]) => {
      const all = (versions[name] ?? []).map((version, index) => [version, listed[index] as string[]] as const);
      return isRead ? releases(Object.fromEntries(all)) : unreadable(refused());
    });

const addon = (name: string) =>
  fc
    .tuple(fc.constantFrom(...(versions[name] ?? [])), mostly(true, false))
    .map(([version, isSeen]): Listed<AddonSnapshot> => {
      return { name, detail: isSeen ? readable(anAddon(name, version)) : unreadable(refused()) };
    });

const nodegroup = fc
  .record({
    version: mostly('1.34', '1.33', '1.31'),
    amiType: mostly('AL2023_x86_64_STANDARD', 'AL2_x86_64', 'CUSTOM', 'NEW_KIND'),
  })
  .map(aNodegroup);

/** The cluster as it is once the steps up to its control plane are done. */
function afterAddonSteps(cluster: ClusterSnapshot, steps: ReturnType<typeof stepsToNextVersion>): ClusterSnapshot {
  const addons: Reading<readonly Listed<AddonSnapshot>[]> = cluster.addons.readable
    ? readable(
        cluster.addons.value.map(({ name, detail }) => {
          const last = steps.findLast(({ command }) => command.includes('update-addon') && command.includes(name));
          const version = last?.command[last.command.indexOf('--addon-version') + 1];
          return { name, detail: detail.readable && version ? readable({ ...detail.value, version }) : detail };
        }),
      )
    : cluster.addons;
  return { ...cluster, addons };
}

const isHarmful = ({ horizon, verdict }: Evaluation): boolean =>
  (horizon === 'next-upgrade' && verdict.compliance === 'INSUFFICIENT_DATA') ||
  (verdict.compliance === 'NON_COMPLIANT' &&
    horizon === 'next-upgrade' &&
    (verdict.severity === 'CRITICAL' || verdict.severity === 'HIGH'));

it('never names an upgrade after which our own rules would complain of an add-on', () => {
  let upgrades = 0;
  const given = fc.record({
    addons: fc.tuple(...names.map(addon)),
    lists: fc.tuple(...names.map(list)),
    group: nodegroup,
  });
  fc.assert(
    fc.property(given, ({ addons, lists, group }) => {
      const catalogue = aCatalogue({ addons: Object.fromEntries(names.map((name, index) => [name, lists[index]!])) });
      const cluster = aCluster({ addons: readable(addons), nodegroups: [group], selfManagedAddons: [] });
      const context = aContext({ catalogue });

      const steps = stepsToNextVersion(cluster, context);
      if (!steps.some(({ command }) => command.includes('update-cluster-version'))) return;

      upgrades += 1;
      const after = afterAddonSteps(cluster, steps);
      const rules = [addonVersionCompatibility, kubeProxyVersionSkew];
      expect(rules.flatMap((rule) => rule.evaluate(after, context).evaluations).filter(isHarmful)).toEqual([]);
    }),
    { numRuns: 500 },
  );

  expect(upgrades).toBeGreaterThan(20);
});

const releasesOfImages = ['20260110', '20260210', '20260224'];
const minors = ['1.33', '1.34', '1.35'];
const type = 'AL2023_x86_64_STANDARD';

it('rolls no node group to an image that is known to be bad, whichever rule says so', () => {
  let rolls = 0;
  const given = fc.record({
    version: fc.constantFrom(...minors),
    running: fc.constantFrom(...releasesOfImages),
    recommended: fc.tuple(...minors.map(() => fc.constantFrom(...releasesOfImages))),
    bad: fc.constantFrom(...releasesOfImages),
    minor: fc.constantFrom(...minors),
  });
  fc.assert(
    fc.property(given, ({ version, running, recommended, bad, minor }) => {
      const published = Object.fromEntries(minors.map((one, at) => [one, `${one}.1-${recommended[at]}`]));
      const breakage: ImageBreakage = {
        id: 'bad',
        rule: 'nodegroup-image-known-bad',
        condition: { amiFamily: 'AL2023', release: { from: bad, to: bad }, kubernetes: { from: minor, to: minor } },
        consequence: 'Nodes have no network.',
        severity: 'HIGH',
        source: 'https://example.com',
        read: '2026-03-01',
      };
      const images = imageLists(Object.fromEntries(minors.map((one) => [one, { [type]: published[one]! }])));
      const context = aContext({
        asOf: '2026-05-01T02:00:00.000Z',
        breakages: [breakage],
        catalogue: aCatalogue({ images }),
      });
      const cluster = aCluster({ nodegroups: [aNodegroup({ version, releaseVersion: `${version}.1-${running}` })] });

      const steps = clusterRules
        .flatMap((rule) => rule.evaluate(cluster, context).evaluations)
        .flatMap(({ verdict }) => (verdict.compliance === 'NON_COMPLIANT' ? verdict.remediation : []))
        .filter(({ command }) => command.includes('update-nodegroup-version'));

      rolls += steps.length;
      const goal = ({ command }: Step) => command.at(-1) ?? '';
      expect(steps.map((step) => published[goal(step)] ?? goal(step))).not.toContain(`${minor}.1-${bad}`);
    }),
    { numRuns: 300 },
  );

  expect(rolls).toBeGreaterThan(50);
});
