import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The kubectl to try; the tests that want one are skipped without. */
export const kubectlPath = process.env.MIDWATCH_KUBECTL;

export interface KubectlAccess {
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly token: string;
}

export interface KubectlResult {
  /** 0 where it had its answer. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What kubectl says of one cluster, with a home of its own: no configuration, cache or proxy of this machine. */
export async function kubectl(access: KubectlAccess, ...args: readonly string[]): Promise<KubectlResult> {
  const home = mkdtempSync(join(tmpdir(), 'midwatch-kubectl-'));
  const config = join(home, 'config');
  writeFileSync(config, JSON.stringify(kubeconfig(access)));
  const env = { HOME: home, KUBECONFIG: config, PATH: process.env.PATH };
  try {
    return await new Promise((resolve) => {
      execFile(kubectlPath ?? 'kubectl', [...args], { env, maxBuffer: 64 * 1024 * 1024 }, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }),
      );
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** YAML holds all of JSON. */
function kubeconfig({ endpoint, certificateAuthority, token }: KubectlAccess): object {
  const authority = Buffer.from(certificateAuthority).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'only',
    contexts: [{ name: 'only', context: { cluster: 'only', user: 'only' } }],
    clusters: [{ name: 'only', cluster: { server: endpoint, 'certificate-authority-data': authority } }],
    users: [{ name: 'only', user: { token } }],
  };
}
