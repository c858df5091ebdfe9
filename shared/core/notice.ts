/** What else was not as it should be. A notice never changes the exit code. */
export interface Notice {
  readonly kind:
    | 'UNKNOWN_ENVIRONMENT'
    | 'NO_ENVIRONMENT'
    | 'SUPPRESSION_EXPIRED'
    | 'SUPPRESSION_UNUSED'
    | 'SETTING_UNUSED'
    | 'UNKNOWN_ACCOUNT'
    | 'ACCOUNTS_NOT_ACTIVE'
    | 'BREAKAGES_UNREADABLE'
    | 'NOT_STORED';
  /** What it is about: a cluster, an account, a suppression, a setting, a file. */
  readonly subject: string;
  readonly detail: string;
}
