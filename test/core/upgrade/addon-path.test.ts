import { describe, expect, it } from 'vitest';
import type { AddonBreakage } from '#core/known-breakage.ts';
import { unreadable } from '#core/reading.ts';
import { addonPath, mendingSteps } from '#core/upgrade/addon-path.ts';
import {
  aCatalogue,
  aCluster,
  aContext,
  aNodegroup,
  anAddon,
  published,
  refused,
  releases,
} from '../../support/builders.ts';

function pathOf(name: string, version: string, versions: Record<string, readonly string[]>, overrides = {}) {
  const addon = anAddon(name, { version });
  const cluster = aCluster({ addons: [addon], ...overrides });
  const context = aContext({ catalogue: aCatalogue({ addons: { [name]: releases(versions) } }) });
  return addonPath(addon, cluster, context).map(({ text }) => text);
}

describe('the path of an add-on', () => {
  const coredns = {
    'v1.11.4-eksbuild.9': ['1.34'],
    'v1.12.4-eksbuild.9': ['1.34', '1.35'],
    'v1.12.4-eksbuild.10': ['1.34', '1.35'],
    'v1.13.2-eksbuild.1': ['1.34', '1.35'],
  };

  it('is empty where it fits both versions', () => {
    expect(pathOf('coredns', 'v1.12.4-eksbuild.9', coredns)).toEqual([]);
  });

  it('ends at the newest build of the lowest minor that fits both versions', () => {
    expect(pathOf('coredns', 'v1.11.4-eksbuild.9', coredns)).toEqual(['v1.12.4-eksbuild.10']);
    expect(pathOf('coredns', 'v1.9.3-eksbuild.1', coredns)).toEqual(['v1.12.4-eksbuild.10']);
  });

  it('leads down where everything that fits is older', () => {
    expect(pathOf('coredns', 'v1.99.0-eksbuild.1', coredns)).toEqual(['v1.13.2-eksbuild.1']);
  });

  it('fits the version of today where nothing fits both', () => {
    const apart = { 'v1.11.4-eksbuild.9': ['1.34'], 'v1.13.2-eksbuild.1': ['1.35'] };

    expect(pathOf('coredns', 'v1.9.3-eksbuild.1', apart)).toEqual(['v1.11.4-eksbuild.9']);
    expect(pathOf('coredns', 'v1.11.4-eksbuild.9', apart)).toEqual([]);
  });

  it('is empty for the very version that AWS recommends at least', () => {
    const minimum = { addon: 'coredns', kubernetes: '1.35', version: 'v1.12.4-eksbuild.9', source: '', read: '' };
    const pathAt = (version: string) => {
      const addon = anAddon('coredns', version);
      const catalogue = aCatalogue({ addons: { coredns: releases({ ...coredns, [version]: ['1.34', '1.35'] }) } });
      return addonPath(addon, aCluster({ addons: [addon] }), aContext({ catalogue, minimumVersions: [minimum] }));
    };

    expect(pathAt('v1.12.4-eksbuild.9')).toEqual([]);
    expect(pathAt('v1.12.4-eksbuild.8')).not.toEqual([]);
  });

  it('is empty where no move would help, though there is a newer one for today', () => {
    const apart = {
      'v1.11.4-eksbuild.9': ['1.34'],
      'v1.12.4-eksbuild.9': ['1.34'],
      'v1.13.2-eksbuild.1': ['1.35'],
    };

    expect(pathOf('coredns', 'v1.11.4-eksbuild.9', apart)).toEqual([]);
  });

  it('fits the version of today where there is no next', () => {
    expect(pathOf('coredns', 'v1.9.3-eksbuild.1', { 'v1.13.2-eksbuild.1': ['1.35'] }, { version: '1.35' })).toEqual([
      'v1.13.2-eksbuild.1',
    ]);
  });

  it('fits the version of today where nobody knows which is next', () => {
    const addon = anAddon('coredns', 'v1.9.3-eksbuild.1');
    const catalogue = aCatalogue({
      clusterVersions: unreadable(refused('eks:DescribeClusterVersions')),
      addons: { coredns: releases(coredns) },
    });

    const path = addonPath(addon, aCluster({ addons: [addon] }), aContext({ catalogue }));

    expect(path.map(({ text }) => text)).toEqual(['v1.11.4-eksbuild.9']);
  });

  it('takes nothing that may not be installed on this platform version', () => {
    const addon = anAddon('csi', 'v1.0.0-eksbuild.1');
    const release = (version: string, platformVersions: string[]) => ({
      version,
      compatibilities: ['1.34', '1.35'].map((clusterVersion) => ({
        clusterVersion,
        platformVersions,
        isDefault: false,
      })),
    });
    const csi = published([release('v1.1.0-eksbuild.1', ['eks.99']), release('v1.2.0-eksbuild.1', ['*'])]);

    const path = addonPath(
      addon,
      aCluster({ addons: [addon] }),
      aContext({ catalogue: aCatalogue({ addons: { csi } }) }),
    );

    expect(path.map(({ text }) => text)).toEqual(['v1.2.0-eksbuild.1']);
  });

  it.each([
    ['it is not managed by EKS', { managed: false, version: 'v1.9.3' }],
    ['its version cannot be read', { version: 'latest' }],
  ])('is empty where %s', (_when, addon) => {
    const given = anAddon('coredns', addon);

    expect(addonPath(given, aCluster({ addons: [given] }), aContext())).toEqual([]);
  });

  it('is empty where no list could be read', () => {
    const addon = anAddon('coredns', 'v1.9.3-eksbuild.1');
    const catalogue = aCatalogue({ addons: { coredns: unreadable(refused('eks:DescribeAddonVersions')) } });

    expect(addonPath(addon, aCluster({ addons: [addon] }), aContext({ catalogue }))).toEqual([]);
  });
});

describe('the path of vpc-cni', () => {
  const vpcCni = {
    'v1.17.1-eksbuild.1': ['1.34'],
    'v1.18.5-eksbuild.9': ['1.34'],
    'v1.18.5-eksbuild.10': ['1.34'],
    'v1.19.0-eksbuild.1': ['1.34'],
    'v1.19.6-eksbuild.7': ['1.34'],
    'v1.20.4-eksbuild.1': ['1.34', '1.35'],
    'v1.21.1-eksbuild.1': ['1.34', '1.35'],
  };

  it('goes one minor at a time, by the newest of each', () => {
    expect(pathOf('vpc-cni', 'v1.17.1-eksbuild.1', vpcCni)).toEqual([
      'v1.18.5-eksbuild.10',
      'v1.19.6-eksbuild.7',
      'v1.20.4-eksbuild.1',
    ]);
  });

  it('stays clear of what its nodes are known to break with', () => {
    const early = { 'v1.16.0-eksbuild.1': ['1.34', '1.35'], 'v1.16.2-eksbuild.1': ['1.34', '1.35'] };

    expect(pathOf('vpc-cni', 'v1.15.0-eksbuild.1', early)).toEqual(['v1.16.2-eksbuild.1']);
    expect(
      pathOf('vpc-cni', 'v1.16.0-eksbuild.1', early, { nodegroups: [aNodegroup({ amiType: 'BOTTLEROCKET_x86_64' })] }),
    ).toEqual([]);
  });

  it('does not end below the minimum that AWS recommends', () => {
    const early = { 'v1.13.4-eksbuild.1': ['1.28', '1.29'], 'v1.14.1-eksbuild.1': ['1.28', '1.29'] };
    const cluster = { version: '1.28', nodegroups: [] };
    const addon = anAddon('vpc-cni', 'v1.13.4-eksbuild.1');
    const catalogue = aCatalogue({
      clusterVersions: published([{ version: '1.28' }, { version: '1.29' }]),
      addons: { 'vpc-cni': releases(early) },
    });

    const path = addonPath(addon, aCluster({ ...cluster, addons: [addon] }), aContext({ catalogue }));

    expect(path.map(({ text }) => text)).toEqual(['v1.14.1-eksbuild.1']);
  });
});

describe('the path of kube-proxy', () => {
  const kubeProxy = {
    'v1.32.6-eksbuild.2': ['1.34'],
    'v1.34.0-eksbuild.9': ['1.34'],
    'v1.34.1-eksbuild.10': ['1.34'],
    'v1.35.0-eksbuild.2': ['1.35'],
  };

  it.each(['v1.30.0-eksbuild.1', 'v1.31.0-eksbuild.1', 'v1.35.0-eksbuild.2'])(
    "ends at the newest of its control plane's own minor, from %s",
    (version) => {
      expect(pathOf('kube-proxy', version, kubeProxy)).toEqual(['v1.34.1-eksbuild.10']);
    },
  );

  it('is empty within its skew of both versions, listed or not', () => {
    expect(pathOf('kube-proxy', 'v1.33.0-eksbuild.1', kubeProxy)).toEqual([]);
  });

  it("takes the newest that fits where its control plane's own minor is not listed", () => {
    expect(
      pathOf('kube-proxy', 'v1.30.0-eksbuild.1', { 'v1.32.6-eksbuild.2': ['1.34'], 'v1.33.0-eksbuild.2': ['1.34'] }),
    ).toEqual(['v1.33.0-eksbuild.2']);
  });

  it('is empty where nobody can read what the control plane runs', () => {
    expect(
      pathOf('kube-proxy', 'v1.30.0-eksbuild.1', { 'v1.32.6-eksbuild.2': ['latest'] }, { version: 'latest' }),
    ).toEqual([]);
  });
});

describe('what can be done about kube-proxy', () => {
  it('is to look where nobody can read what its control plane runs, or the newest of its minor breaks', () => {
    const kubeProxy = anAddon('kube-proxy', 'v1.33.0-eksbuild.1');
    const remedy = (version: string, breakages: readonly AddonBreakage[] = []) => {
      const catalogue = aCatalogue({ addons: { 'kube-proxy': releases({ 'v1.34.1-eksbuild.2': [version] }) } });
      const cluster = aCluster({ version, addons: [kubeProxy] });
      return mendingSteps(kubeProxy, cluster, aContext({ catalogue, breakages }), version).map(
        ({ command }) => command[2],
      );
    };
    const broken: AddonBreakage = {
      id: 'crash',
      rule: 'addon-version-compatibility',
      condition: { addon: 'kube-proxy', from: 'v1.34.0' },
      consequence: 'It crashes.',
      severity: 'HIGH',
      horizon: 'now',
      source: 'https://example.com',
      read: '2026-03-01',
    };

    expect(remedy('1.34')).toEqual(['update-addon']);
    expect(remedy('1.34', [broken])).toEqual(['describe-addon-versions']);
    expect(remedy('latest')).toEqual(['describe-addon-versions']);
  });
});
