import { environmentCalled } from '#core/fleet/environment-names.ts';
import type { Notice } from '#core/notice.ts';
import { Config } from './schema.ts';

/** What a later version acts on. */
const unused: readonly (keyof Config)[] = ['report'];

/** The settings that are set to something else than their default, and that this version does not act on. */
export function unusedSettings(config: Config): readonly string[] {
  const defaults = Config.parse({});
  return unused.flatMap((key) => differences(config[key], defaults[key], key));
}

/** What a configuration that is sound has nevertheless to be told about. */
export function configNotices(config: Config): readonly Notice[] {
  const unusedOnes = unusedSettings(config).map(
    (subject): Notice => ({ kind: 'SETTING_UNUSED', subject, detail: 'it is read in a later version' }),
  );
  return [...unusedOnes, ...unknownEnvironments(config)];
}

/** An environment that is given to an account or a cluster and is not configured: its clusters have no siblings. */
function unknownEnvironments({
  accounts = [],
  organization = {},
  environments,
  siblings,
  notify,
}: Config): readonly Notice[] {
  const given = [
    ...accounts.map(({ environment }, index) => ({ environment, subject: `accounts[${index}].environment` })),
    ...(organization.accounts ?? []).map(({ environment }, index) => ({
      environment,
      subject: `organization.accounts[${index}].environment`,
    })),
    ...siblings.overrides.map(({ environment }, index) => ({
      environment,
      subject: `siblings.overrides[${index}].environment`,
    })),
    ...notify.routes.map(({ environment }, index) => ({ environment, subject: `notify.routes[${index}].environment` })),
  ];
  return given.flatMap(({ environment, subject }) =>
    environment === undefined || environmentCalled(environment, environments) !== undefined
      ? []
      : [{ kind: 'UNKNOWN_ENVIRONMENT' as const, subject, detail: `${environment} is not among the environments` }],
  );
}

/** The paths at which a value differs from its default. Lists and texts are looked at whole. */
function differences(value: unknown, byDefault: unknown, path: string): readonly string[] {
  if (isRecord(value) && isRecord(byDefault)) {
    return Object.keys(value).flatMap((key) => differences(value[key], byDefault[key], `${path}.${key}`));
  }
  return JSON.stringify(value) === JSON.stringify(byDefault) ? [] : [path];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
