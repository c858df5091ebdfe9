import type { AuditDocument } from '#core/document.ts';
import type { Notice } from '#core/notice.ts';
import { entriesOf, entryWords, worstOf } from '../entry.ts';
import { heading, indentFor, type Layout, severityLabel, wrapped } from '../layout.ts';
import { say } from '../phrase.ts';
import { resourceName } from '../resource-name.ts';

/** What people accepted, with reason, owner and end: it stays in sight. */
export function suppressedSection({ suppressed, audit }: AuditDocument, layout: Layout): readonly string[] {
  if (suppressed.length === 0) return [];
  const lines = entriesOf(suppressed).flatMap((entry) => {
    const [{ suppression }] = entry;
    const { headline } = entryWords(entry, audit.asOf);
    const head = `  ${severityLabel(worstOf(entry), layout)}  `;
    const indent = indentFor(layout, 12);
    const accepted = say`"${suppression.reason}", ${suppression.owner}, until ${suppression.until}`;
    return [
      ...wrapped(say`${resourceName(entry[0])}: ${headline}`.text, layout, head, indent),
      ...wrapped(accepted.text, layout, ' '.repeat(indent)),
    ];
  });
  return [heading('Suppressed', layout), ...lines];
}

const notices: Record<Notice['kind'], string> = {
  UNKNOWN_ENVIRONMENT: 'an environment that the configuration does not know: the cluster is compared with no other',
  NO_ENVIRONMENT: 'no environment is known: the cluster is compared with no other',
  SUPPRESSION_EXPIRED: 'a suppression has expired: its findings count again',
  SUPPRESSION_UNUSED: 'a suppression matches nothing',
  SETTING_UNUSED: 'a setting is not used',
  UNKNOWN_ACCOUNT: 'an account that is not there: nothing follows from what is said of it',
  ACCOUNTS_NOT_ACTIVE: 'accounts that are not ACTIVE are left out',
  BREAKAGES_UNREADABLE: 'the file of known breakages could not be read',
  NOT_STORED: 'this audit was not stored',
};

/** What else was not as it should be. */
export function noticesSection({ audit }: AuditDocument, layout: Layout): readonly string[] {
  if (audit.notices.length === 0) return [];
  const lines = audit.notices.flatMap(({ kind, subject, detail }) => {
    const more = detail === '' ? say`` : say` (${detail})`;
    return wrapped(say`${subject}: ${notices[kind]}${more}`.text, layout, '  ', 4);
  });
  return [heading('Notices', layout), ...lines];
}
