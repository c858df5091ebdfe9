/**
 * The IAM actions behind every call of the store: on the table, and Query on its indexes too.
 *
 * Making the table is no part of it: AWS's is made by the stack, the embedded one asks nobody.
 */
export const tableActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
] as const;

/** Those of them that a store needs of which only questions are asked. */
export const tableReadActions = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'] as const;
