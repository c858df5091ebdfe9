import { z } from 'zod';
import { parseAddonVersion } from '#core/addons/addon-version.ts';
import type { CorednsPlugins } from '#core/corefile/coredns-plugins.ts';
import { Day, HttpsAddress, mapping, textOf } from '#shared/config/shapes.ts';
import file from './coredns-plugins.json' with { type: 'json' };

const Version = textOf('a version of CoreDNS, such as 1.11.4', /^\d+\.\d+\.\d+$/).transform((text) => {
  const version = parseAddonVersion(text);
  return version ?? z.NEVER;
});

const span = { from: Version.exactOptional(), before: Version.exactOptional() };

/** By name, whatever the name is: one that every object has is no plugin. */
function named<T>(value: z.ZodType<T>) {
  return z.record(z.string(), value).transform((entries) => new Map(Object.entries(entries)));
}

const PluginFile = mapping(
  {
    schemaVersion: z.literal(1),
    source: HttpsAddress,
    read: Day,
    known: mapping({ from: Version, to: Version }, 'a mapping of from and to'),
    plugins: named(
      mapping(
        { ...span, properties: named(mapping(span, 'a mapping of from and before')).exactOptional() },
        'a mapping of from, before and properties',
      ),
    ),
  },
  'a mapping',
);

/** The plugins of CoreDNS by its list of them in each version, and the properties that each reads in its block. */
export const corednsPlugins: CorednsPlugins = readPlugins(file);

function readPlugins(content: unknown): CorednsPlugins {
  const { known, plugins } = PluginFile.parse(content);
  return { known, plugins };
}
