import type { JsonObject, RecordedCatalogue } from '#adapters/recording/recording.ts';
import { imageParameters } from '#data/image-parameters.ts';

/** What a cluster of the simulated organization runs. */
export interface Runs {
  readonly kubernetes: string;
  readonly nodeRelease: string;
  readonly addons: Readonly<Record<string, string>>;
}

/** Most clusters. */
export const upToDate: Runs = {
  kubernetes: '1.34',
  nodeRelease: '1.34.1-20260901',
  addons: { coredns: 'v1.12.4-eksbuild.1', 'kube-proxy': 'v1.34.0-eksbuild.4', 'vpc-cni': 'v1.20.4-eksbuild.1' },
};

/** Some clusters: in extended support, which is a finding. */
export const leftBehind: Runs = {
  kubernetes: '1.31',
  nodeRelease: '1.31.13-20260901',
  addons: { coredns: 'v1.11.4-eksbuild.24', 'kube-proxy': 'v1.31.13-eksbuild.2', 'vpc-cni': 'v1.20.4-eksbuild.1' },
};

/** What AWS publishes everywhere: just what the clusters run, and one version more. */
export const published: RecordedCatalogue = {
  clusterVersions: [
    clusterVersion('1.35', 'STANDARD_SUPPORT', '2098-01-27T00:00:00Z'),
    clusterVersion('1.34', 'STANDARD_SUPPORT', '2097-12-02T00:00:00Z'),
    clusterVersion('1.31', 'EXTENDED_SUPPORT', '2025-11-26T00:00:00Z'),
  ],
  addons: [
    addon('coredns', { 'v1.12.4-eksbuild.1': ['1.34', '1.35'], 'v1.11.4-eksbuild.24': ['1.31'] }),
    addon('kube-proxy', {
      'v1.35.0-eksbuild.2': ['1.35'],
      'v1.34.0-eksbuild.4': ['1.34', '1.35'],
      'v1.31.13-eksbuild.2': ['1.31'],
    }),
    addon('vpc-cni', { 'v1.20.4-eksbuild.1': ['1.31', '1.34', '1.35'] }),
  ],
  parameters: [
    parameter('1.35', '1.35.0-20260901'),
    parameter('1.34', '1.34.1-20260901'),
    parameter('1.31', '1.31.13-20260901'),
  ],
};

/** How many names of parameters the images of all versions have. */
export const imageNames = published.clusterVersions.length * Object.keys(imageParameters).length;

function parameter(version: string, Value: string): JsonObject {
  const Name = `${imageParameters.AL2023_x86_64_STANDARD}`.replace('{version}', version);
  return { Name, Value, Type: 'String', Version: 1, LastModifiedDate: '2026-09-02T18:00:00Z' };
}

function clusterVersion(version: string, versionStatus: string, endOfStandardSupportDate: string): JsonObject {
  return {
    clusterVersion: version,
    clusterType: 'eks',
    defaultPlatformVersion: 'eks.1',
    defaultVersion: version === '1.34',
    releaseDate: '2024-09-26T00:00:00Z',
    endOfStandardSupportDate,
    endOfExtendedSupportDate: '2099-01-01T00:00:00Z',
    versionStatus,
  };
}

function addon(addonName: string, versions: Readonly<Record<string, readonly string[]>>): JsonObject {
  return {
    addonName,
    type: 'networking',
    owner: 'aws',
    publisher: 'eks',
    addonVersions: Object.entries(versions).map(([addonVersion, fits]) => ({
      addonVersion,
      architecture: ['amd64', 'arm64'],
      compatibilities: fits.map((version) => ({
        clusterVersion: version,
        platformVersions: ['*'],
        defaultVersion: true,
      })),
    })),
  };
}
