import { kindsOfUserData } from '#adapters/aws/user-data.ts';
import type { UserDataKind } from '#core/nodes/user-data.ts';

/** Of each kind the least that is of it. */
const plain: Readonly<Record<UserDataKind, string>> = {
  BOOTSTRAP_SH: '#!/bin/bash\n/etc/eks/bootstrap.sh',
  NODE_CONFIG: 'apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig',
  TOML: '[settings]',
  POWERSHELL: '<powershell></powershell>',
  SHELL: '#!/bin/bash',
  CLOUD_INIT: '#cloud-config',
  UNKNOWN: 'of a kind that is not known',
};

/** User data of the same kinds, of which nothing else is left: what stands in them may be secret. */
export function plainUserData(base64: string): string {
  const parts = kindsOfUserData(base64).map((kind) => `--part\nContent-Type: text/plain\n\n${plain[kind]}\n`);
  if (parts.length === 0) return '';
  const text = `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="part"\n\n${parts.join('')}--part--\n`;
  return Buffer.from(text).toString('base64');
}
