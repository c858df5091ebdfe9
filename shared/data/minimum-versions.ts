import { z } from 'zod';
import type { MinimumVersion } from '#core/known-breakage.ts';
import { Day, HttpsAddress, mapping } from '#shared/config/shapes.ts';
import { AddonName, AddonVersionText, KubernetesMinor } from './breakage-schema.ts';
import file from './minimum-versions.json' with { type: 'json' };

const MinimumVersionFile = mapping(
  {
    schemaVersion: z.literal(1),
    source: HttpsAddress,
    read: Day,
    minimums: z.array(
      mapping({ addon: AddonName, kubernetes: KubernetesMinor, version: AddonVersionText }, 'a mapping'),
    ),
  },
  'a mapping',
);

/** What AWS recommends as the lowest version of an add-on, each with the page that says so. */
export const minimumVersions: readonly MinimumVersion[] = readMinimumVersions(file);

function readMinimumVersions(content: unknown): readonly MinimumVersion[] {
  const { source, read, minimums } = MinimumVersionFile.parse(content);
  return minimums.map((minimum) => ({ ...minimum, source, read }));
}
