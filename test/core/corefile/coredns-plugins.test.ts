import { describe, expect, it } from 'vitest';
import { parseAddonVersion } from '#core/addons/addon-version.ts';
import { havingPlugin, havingProperty } from '#core/corefile/coredns-plugins.ts';
import { corednsPlugins } from '#data/coredns-plugins.ts';

const versionOf = (text: string) => parseAddonVersion(text)!;

describe('a CoreDNS', () => {
  it.each([
    ['1.3.0', 'proxy', 'THERE'],
    ['1.4.0', 'proxy', 'THERE'],
    ['1.5.0', 'proxy', 'ABSENT'],
    ['1.4.0', 'ready', 'ABSENT'],
    ['1.5.0', 'ready', 'THERE'],
    ['1.6.9', 'federation', 'THERE'],
    ['1.7.0', 'federation', 'ABSENT'],
    ['1.8.7', 'minimal', 'THERE'],
    ['1.11.4', 'multisocket', 'ABSENT'],
    ['1.12.0', 'multisocket', 'THERE'],
    ['1.14.7', 'nonsense', 'ABSENT'],
    ['1.14.8', 'nonsense', 'UNSEEN'],
    ['1.14.8', 'proxy', 'ABSENT'],
    ['1.14.8', 'kubernetes', 'THERE'],
    ['1.2.6', 'kubernetes', 'UNSEEN'],
    ['1.11.4', 'toString', 'ABSENT'],
  ])('%s has the plugin %s: %s', (version, plugin, having) => {
    expect(havingPlugin(corednsPlugins, versionOf(version), plugin)).toBe(having);
  });

  it.each([
    ['1.6.9', 'kubernetes', 'upstream', 'THERE'],
    ['1.7.0', 'kubernetes', 'upstream', 'ABSENT'],
    ['1.7.0', 'kubernetes', 'transfer', 'THERE'],
    ['1.8.0', 'kubernetes', 'transfer', 'ABSENT'],
    ['1.9.2', 'errors', 'stacktrace', 'ABSENT'],
    ['1.9.3', 'errors', 'stacktrace', 'THERE'],
    ['1.12.0', 'forward', 'failfast_all_unhealthy_upstreams', 'ABSENT'],
    ['1.12.1', 'forward', 'failfast_all_unhealthy_upstreams', 'THERE'],
    ['1.8.7', 'loop', 'anything', 'ABSENT'],
    ['1.8.7', 'hosts', 'anything, since its block holds hosts', 'THERE'],
    ['1.8.7', 'nonsense', 'anything', 'THERE'],
    ['1.14.8', 'cache', 'nonsense', 'UNSEEN'],
  ])('%s reads of %s the property %s: %s', (version, plugin, property, having) => {
    expect(havingProperty(corednsPlugins, versionOf(version), plugin, property)).toBe(having);
  });
});
