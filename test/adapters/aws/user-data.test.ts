import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { kindsOfUserData } from '#adapters/aws/user-data.ts';

const kinds = (text: string | Buffer) => kindsOfUserData(Buffer.from(text).toString('base64'));

const bootstrap = '#!/bin/bash\nset -ex\n/etc/eks/bootstrap.sh shop-prod --kubelet-extra-args x\n';
const nodeConfig = 'apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {}\n';
const part = (type: string, body: string, more = '') =>
  `--BOUND\nContent-Type: ${type}; charset="us-ascii"\n${more}\n${body}\n`;
const mime = (...parts: readonly string[]) =>
  `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="BOUND"\n\n${parts.join('')}--BOUND--\n`;

describe('the kind of user data', () => {
  it.each([
    ['a script that runs bootstrap.sh', bootstrap, ['BOOTSTRAP_SH']],
    ['a script that changes it', '#!/bin/bash\nsed -i s/a/b/ /etc/eks/bootstrap.sh', ['BOOTSTRAP_SH']],
    [
      'a script that asks whether there is one',
      '#!/bin/sh\n[ -x /etc/eks/bootstrap.sh ] && /etc/eks/bootstrap.sh a',
      ['SHELL'],
    ],
    ['a script that speaks of it alone', '#!/bin/sh\n# no /etc/eks/bootstrap.sh here\necho', ['SHELL']],
    ['a NodeConfig', `---\n${nodeConfig}`, ['NODE_CONFIG']],
    ['TOML', '# ours\n\n[settings.kubernetes]\ncluster-name = "shop"\n', ['TOML']],
    ['TOML without a table', 'settings.motd = "hello"', ['TOML']],
    ['PowerShell', '\n<powershell>\nWrite-Host\n</powershell>', ['POWERSHELL']],
    ['cloud-init', '#cloud-config\nruncmd: []', ['CLOUD_INIT']],
    ['something else', 'hello', ['UNKNOWN']],
    ['nothing', '  \n', []],
    [
      'a multipart of NodeConfig and a script',
      mime(part('application/node.eks.aws', nodeConfig), part('text/x-shellscript', 'echo')),
      ['NODE_CONFIG', 'SHELL'],
    ],
    [
      'a multipart with lines of Windows',
      mime(part('text/x-shellscript', bootstrap)).replaceAll('\n', '\r\n'),
      ['BOOTSTRAP_SH'],
    ],
    [
      'a part that is encoded',
      mime(
        part('text/x-shellscript', Buffer.from(bootstrap).toString('base64'), 'Content-Transfer-Encoding: base64\n'),
      ),
      ['BOOTSTRAP_SH'],
    ],
    ['a multipart that is packed', gzipSync(mime(part('application/node.eks.aws', nodeConfig))), ['NODE_CONFIG']],
    ['a part that says what it is by its type alone', mime(part('text/cloud-boothook', 'echo')), ['CLOUD_INIT']],
    ['an archive that is broken', Buffer.from([0x1f, 0x8b, 1, 2]), ['UNKNOWN']],
    [
      'a multipart whose boundary stands on a line of its own',
      mime(part('text/x-shellscript', bootstrap)).replace('; boundary', ';\n boundary'),
      ['BOOTSTRAP_SH'],
    ],
  ])('is told of %s', (_, text, wanted) => {
    expect(kinds(text)).toEqual(wanted);
  });

  it('is none where there is no user data', () => {
    expect(kindsOfUserData(undefined)).toEqual([]);
  });

  it('unpacks no more than AWS would take many times over', () => {
    expect(kinds(gzipSync(Buffer.alloc(5_000_000, 'a')))).toEqual(['UNKNOWN']);
  });
});
