/** The history names them: none is ever taken out. */
export const noticeKinds = [
  'UNKNOWN_ENVIRONMENT',
  'NO_ENVIRONMENT',
  'SUPPRESSION_EXPIRED',
  'SUPPRESSION_UNUSED',
  'SETTING_UNUSED',
  'UNKNOWN_ACCOUNT',
  'ACCOUNTS_NOT_ACTIVE',
  'BREAKAGES_UNREADABLE',
  'NOT_STORED',
  'NOT_DELIVERED',
  'REPORT_NOT_PUT',
] as const;

/** What else was not as it should be. A notice never changes the exit code. */
export interface Notice {
  readonly kind: (typeof noticeKinds)[number];
  /** What it is about: a cluster, an account, a suppression, a setting, a file. */
  readonly subject: string;
  readonly detail: string;
}

/** What makes two notices one: the detail may be another each night. */
export type NoticeName = Pick<Notice, 'kind' | 'subject'>;

/** What people should hear of unasked; the others are told beside what they hear of anyhow. */
const loud: readonly Notice['kind'][] = [
  'UNKNOWN_ENVIRONMENT',
  'SUPPRESSION_EXPIRED',
  'UNKNOWN_ACCOUNT',
  'ACCOUNTS_NOT_ACTIVE',
  'BREAKAGES_UNREADABLE',
  'NOT_DELIVERED',
  'REPORT_NOT_PUT',
];

/** Whether a notice is worth a message of its own. */
export function isLoud({ kind }: NoticeName): boolean {
  return loud.includes(kind);
}

/** Those that are not among the ones that were heard of, each once. */
export function unheard(notices: readonly Notice[], heard: readonly NoticeName[]): readonly Notice[] {
  const known = new Set(heard.map(nameOf));
  return notices.filter((notice) => {
    const name = nameOf(notice);
    const isNew = !known.has(name);
    known.add(name);
    return isNew;
  });
}

function nameOf({ kind, subject }: NoticeName): string {
  return `${kind} ${subject}`;
}
