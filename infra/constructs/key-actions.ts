/** To send to, or to read from, a topic or a queue that is encrypted by a key. */
export const messageKeyActions = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;

/** To read and write a table that is encrypted by a key. */
export const tableKeyActions = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/** To read it only. */
export const tableReadKeyActions = ['kms:Decrypt', 'kms:DescribeKey'] as const;

/** What the account may let its own people do with a key: CDK would say `kms:*`. */
export const keyOwnerActions = [
  ...tableKeyActions,
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:CreateGrant',
  'kms:DeleteAlias',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
] as const;
