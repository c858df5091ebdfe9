import { describe, expect, it } from 'vitest';
import { parseAddonVersion } from '#core/addons/addon-version.ts';
import type { AmiFamily } from '#core/images/nodegroup-release.ts';
import { type AddonBreakage, type AddonCondition, breakagesOf } from '#core/known-breakage.ts';

function meets(
  condition: Omit<AddonCondition, 'addon'>,
  version: string,
  kubernetes = '1.34',
  amiFamilies: readonly AmiFamily[] = [],
): boolean {
  const breakage: AddonBreakage = {
    id: 'example',
    rule: 'addon-version-compatibility',
    condition: { addon: 'coredns', ...condition },
    consequence: '',
    severity: 'HIGH',
    horizon: 'now',
    source: 'https://example.com',
    read: '2026-11-22',
  };
  return breakagesOf([breakage], 'coredns', parseAddonVersion(version)!, { kubernetes, amiFamilies }).length > 0;
}

describe('the condition of a known breakage', () => {
  it.each([
    [{ below: 'v1.10.1' }, 'v1.10.0-eksbuild.9', true],
    [{ below: 'v1.10.1' }, 'v1.10.1-eksbuild.1', false],
    [{ below: 'v1.10.1-eksbuild.10' }, 'v1.10.1-eksbuild.9', true],
    [{ from: 'v1.10.1' }, 'v1.10.0-eksbuild.9', false],
    [{ from: 'v1.10.1' }, 'v1.10.1-eksbuild.1', true],
    [{ from: 'v1.10.1-eksbuild.2' }, 'v1.10.1-eksbuild.1', false],
    [{ to: 'v1.10.1' }, 'v1.10.1-eksbuild.9', true],
    [{ to: 'v1.10.1' }, 'v1.10.2-eksbuild.1', false],
    [{ to: 'v1.10.1-eksbuild.2' }, 'v1.10.1-eksbuild.2', true],
    [{ to: 'v1.10.1-eksbuild.2' }, 'v1.10.1-eksbuild.3', false],
    [{ from: 'v1.9.0', to: 'v1.10.1' }, 'v1.8.0', false],
    [{}, 'v0.0.1', true],
  ])('%j on %s: %s', (condition, version, expected) => {
    expect(meets(condition, version)).toBe(expected);
  });

  it.each([
    [{ from: '1.25' }, '1.24', false],
    [{ from: '1.25' }, '1.25', true],
    [{ to: '1.25' }, '1.25', true],
    [{ to: '1.25' }, '1.26', false],
    [{ from: '1.9', to: '1.10' }, '1.10', true],
    [{ from: '1.25' }, 'latest', false],
    [{}, '1.34', true],
  ])('%j under Kubernetes %s: %s', (kubernetes, version, expected) => {
    expect(meets({ kubernetes }, 'v1.0.0', version)).toBe(expected);
  });

  it('names a family of nodes, of which one is enough', () => {
    expect(meets({ amiFamily: 'AL2023' }, 'v1.0.0', '1.34', ['AL2', 'AL2023'])).toBe(true);
    expect(meets({ amiFamily: 'AL2023' }, 'v1.0.0', '1.34', ['AL2'])).toBe(false);
  });

  it('is about one add-on', () => {
    expect(breakagesOf([], 'coredns', parseAddonVersion('v1.0.0')!, { kubernetes: '1.34', amiFamilies: [] })).toEqual(
      [],
    );
    expect(meets({ below: 'v9.0.0' }, 'v1.0.0')).toBe(true);
  });

  it('is no condition with a bound that is no version', () => {
    expect(() => meets({ below: 'soon' }, 'v1.0.0')).toThrow('bound soon');
    expect(() => meets({ kubernetes: { from: 'soon' } }, 'v1.0.0')).toThrow('bound soon');
  });
});
