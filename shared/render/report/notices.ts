import type { AuditDocument } from '#core/document.ts';
import type { Notice } from '#core/notice.ts';
import { entriesOf, entryWords, severityOf } from '../entry.ts';
import { type Phrase, say } from '../phrase.ts';
import { resourceName } from '../resource-name.ts';
import type { Whereabouts } from '../whereabouts.ts';
import type { Item, Section, TellableDocument } from './section.ts';

/** What people accepted, with reason, owner and end: it stays in sight. */
export function suppressedSection(
  { suppressed, audit }: TellableDocument<'suppressed'>,
  whereOf: Whereabouts,
): Section {
  const items = entriesOf(suppressed).map((entry): Item => {
    const [{ suppression }] = entry;
    const { headline } = entryWords(entry, audit.asOf);
    const accepted = say`"${suppression.reason}", ${suppression.owner}, until ${suppression.until}`;
    const text = say`${resourceName(entry[0], whereOf)}: ${headline}`;
    return { severity: severityOf(entry), text, notes: [accepted.text] };
  });
  return { title: 'Suppressed', items };
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
  NOT_DELIVERED: 'the digest could not be sent there: who reads it there has not heard what is told here',
  REPORT_NOT_PUT: 'the page of this sweep could not be put there: what is there is of an earlier one',
  NOT_STORED: 'this audit was not stored',
};

/** `https://example.com/more.json: the file of known breakages could not be read (503)`. */
export function noticeWords({ kind, subject, detail }: Notice): Phrase {
  const more = detail === '' ? say`` : say` (${detail})`;
  return say`${subject}: ${notices[kind]}${more}`;
}

/** What else was not as it should be. */
export function noticesSection({ audit }: { readonly audit: Pick<AuditDocument['audit'], 'notices'> }): Section {
  const items = audit.notices.map((notice): Item => ({ text: noticeWords(notice), notes: [] }));
  return { title: 'Notices', items };
}
