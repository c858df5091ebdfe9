import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kindsOfUserData } from '#adapters/aws/user-data.ts';
import { type UserDataKind, userDataKinds } from '#core/nodes/user-data.ts';
import { plainUserData } from '../../../functions/record/plain-user-data.ts';

const samples: Readonly<Record<UserDataKind, string>> = {
  BOOTSTRAP_SH: '#!/bin/bash\nset -ex\n/etc/eks/bootstrap.sh hunter2 --kubelet-extra-args x',
  NODE_CONFIG: 'apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: { cluster: { name: hunter2 } }',
  TOML: '[settings.kubernetes]\ncluster-name = "hunter2"',
  POWERSHELL: '<powershell>\nWrite-Host hunter2\n</powershell>',
  SHELL: '#!/bin/sh\necho hunter2',
  CLOUD_INIT: '#cloud-config\npassword: hunter2',
  UNKNOWN: 'hunter2',
};

function together(kinds: readonly UserDataKind[]): string {
  const parts = kinds.map((kind) => `--x\n\n${samples[kind]}\n`).join('');
  return Buffer.from(`Content-Type: multipart/mixed; boundary="x"\n\n${parts}--x--\n`).toString('base64');
}

it('are of the same kinds, whichever they are, and say nothing else', () => {
  fc.assert(
    fc.property(fc.subarray([...userDataKinds]), (kinds) => {
      const plain = plainUserData(together(kinds));

      expect(kindsOfUserData(plain)).toEqual(kinds);
      expect(Buffer.from(plain, 'base64').toString()).not.toContain('hunter2');
    }),
  );
});

it.each(Object.entries(samples))('are of the kind that stands alone: %s', (kind, text) => {
  expect(kindsOfUserData(plainUserData(Buffer.from(text).toString('base64')))).toEqual([kind]);
});

it('are none where there are none', () => {
  expect(plainUserData('')).toBe('');
});
