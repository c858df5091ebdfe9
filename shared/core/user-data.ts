/** What a part of user data is, as far as that tells on which images it works. What stands in it may be secret, and is not kept. */
export const userDataKinds = [
  'BOOTSTRAP_SH',
  'NODE_CONFIG',
  'TOML',
  'POWERSHELL',
  'SHELL',
  'CLOUD_INIT',
  'UNKNOWN',
] as const;
export type UserDataKind = (typeof userDataKinds)[number];
