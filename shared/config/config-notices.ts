import { environmentCalled } from '#core/fleet/environment-names.ts';
import type { Notice } from '#core/notice.ts';
import type { Config } from './schema.ts';

/**
 * What a configuration that is sound has nevertheless to be told about: an environment that is given to an account or
 * a cluster and is not configured, so that its clusters have no siblings.
 */
export function configNotices({
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
