import { type AddonVersion, compareReleases } from '../addons/addon-version.ts';

/** In which versions of CoreDNS something is: from one on, up to one, in all where neither is said. */
export interface Span {
  readonly from?: AddonVersion;
  /** The first that has it no more. */
  readonly before?: AddonVersion;
}

/** What plugins CoreDNS has, by version, and what may stand in their blocks. */
export interface CorednsPlugins {
  /** The first and the last version that was looked at. */
  readonly known: { readonly from: AddonVersion; readonly to: AddonVersion };
  readonly plugins: ReadonlyMap<string, CorednsPlugin>;
}

export interface CorednsPlugin extends Span {
  /** Absent where it cannot be listed what may stand there. */
  readonly properties?: ReadonlyMap<string, Span>;
}

/** Whether a CoreDNS has something: UNSEEN where nobody looked at that version. */
export type Having = 'THERE' | 'ABSENT' | 'UNSEEN';

export function havingPlugin(table: CorednsPlugins, version: AddonVersion, plugin: string): Having {
  return having(table, version, table.plugins.get(plugin));
}

/** Whether a property may stand in the block of a plugin. */
export function havingProperty(table: CorednsPlugins, version: AddonVersion, plugin: string, property: string): Having {
  const properties = table.plugins.get(plugin)?.properties;
  return properties ? having(table, version, properties.get(property)) : 'THERE';
}

function having({ known }: CorednsPlugins, version: AddonVersion, span: Span | undefined): Having {
  if (compareReleases(version, known.from) < 0) return 'UNSEEN';
  const isGone = span?.before !== undefined && compareReleases(version, span.before) >= 0;
  const isYetToCome = span?.from !== undefined && compareReleases(version, span.from) < 0;
  if (span && !isGone && !isYetToCome) return 'THERE';
  // What came after the last version that was looked at is not in the table.
  return isGone || compareReleases(version, known.to) <= 0 ? 'ABSENT' : 'UNSEEN';
}
