import { AMITypes } from '@aws-sdk/client-eks';
import { describe, expect, it } from 'vitest';
import { compareAddonVersions, compareReleases, parseAddonVersion } from '#core/addons/addon-version.ts';
import { surchargePerMonthUsd } from '#core/support.ts';
import { addonRegistries } from '#data/addon-registries.ts';
import { addonServiceAccounts, addonsOffHostNetwork } from '#data/addon-service-accounts.ts';
import { corednsPlugins } from '#data/coredns-plugins.ts';
import { extendedSupportPrice } from '#data/extended-support-price.ts';
import { imageEnds } from '#data/image-ends.ts';
import { imageParameters } from '#data/image-parameters.ts';
import { minimumVersions } from '#data/minimum-versions.ts';
import { rollbackTerms } from '#data/rollback-terms.ts';

describe('the minimum versions that AWS recommends', () => {
  it('are one of vpc-cni for each Kubernetes version from 1.23 to 1.33', () => {
    const minors = minimumVersions.map(({ addon, kubernetes }) => `${addon} ${kubernetes}`);

    expect(minors).toEqual(Array.from({ length: 11 }, (_, index) => `vpc-cni 1.${index + 23}`));
  });

  it('never fall from one Kubernetes version to the next', () => {
    const versions = minimumVersions.map(({ version }) => parseAddonVersion(version)!);

    expect([...versions].sort(compareAddonVersions)).toEqual(versions);
  });

  it('say where they were read, and when', () => {
    expect(minimumVersions).toContainEqual({
      addon: 'vpc-cni',
      kubernetes: '1.25',
      version: 'v1.11.4',
      source: 'https://github.com/aws/amazon-vpc-cni-k8s/blob/master/README.md#recommended-version',
      read: '2026-11-22',
    });
  });
});

describe('the registries of add-ons', () => {
  it('are one a region, those of China and GovCloud among them', () => {
    expect(addonRegistries).toMatchObject({
      'eu-west-1': '602401143452',
      'eu-south-2': '455263428931',
      'cn-north-1': '918309763551',
      'us-gov-west-1': '013241004608',
    });
  });
});

describe('the service accounts of add-ons', () => {
  it('are one an add-on', () => {
    expect(addonServiceAccounts).toMatchObject({
      'aws-ebs-csi-driver': 'ebs-csi-controller-sa',
      'vpc-cni': 'aws-node',
    });
    expect(addonsOffHostNetwork.filter((name) => !(name in addonServiceAccounts))).toEqual([]);
    expect(new Set(Object.values(addonServiceAccounts)).size).toBe(Object.keys(addonServiceAccounts).length);
  });
});

describe('the terms of a rollback', () => {
  it('are seven days, since July 2026', () => {
    expect(rollbackTerms).toMatchObject({ since: '2026-07-01T00:00:00.000Z', windowDays: 7 });
  });
});

describe('the price of extended support', () => {
  it.each([
    { asOf: '2024-03-31T23:59:59.999Z', surcharge: 0 },
    { asOf: '2024-04-01T00:00:00.000Z', surcharge: 365 },
  ])('is $surcharge dollars a month more at $asOf', ({ asOf, surcharge }) => {
    expect(surchargePerMonthUsd(extendedSupportPrice, asOf, 'eu-west-1')).toBe(surcharge);
  });
});

describe('the ends of image families', () => {
  it('are days of the UTC calendar', () => {
    expect(imageEnds).toMatchObject([
      { amiFamily: 'AL2', on: '2025-11-26T00:00:00.000Z', lastKubernetes: '1.32', osSupportEnds: '2026-06-30' },
    ]);
  });
});

describe('the parameters that name images', () => {
  it('are one for each AMI type of EKS that has an image of AWS', () => {
    const types = Object.values(AMITypes).filter((type) => type !== 'CUSTOM');

    expect(Object.keys(imageParameters).sort()).toEqual(types.sort());
    expect(new Set(Object.values(imageParameters)).size).toBe(types.length);
  });
});

describe('the plugins of CoreDNS', () => {
  const spans = [...corednsPlugins.plugins].flatMap(([name, plugin]) => [
    { name, ...plugin },
    ...[...(plugin.properties ?? [])].map(([property, span]) => ({ name: `${name} ${property}`, ...span })),
  ]);

  it('and their properties come and go in versions that were looked at, and go after they came', () => {
    const { from: first, to: last } = corednsPlugins.known;

    const wrong = spans.filter(({ from = first, before = last }) => {
      const order = [first, from, before, last];
      return order.some((version, index) => compareReleases(version, order[index + 1] ?? version) > 0);
    });

    expect(spans.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });
});
