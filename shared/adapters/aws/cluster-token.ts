import type { EKSClient } from '@aws-sdk/client-eks';
import { STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';

/** What EKS takes at most, and what the AWS CLI gives. */
const worthSeconds = 60;

/**
 * Who asks, as EKS wants it told: a question to STS of who asks, signed for one cluster and not sent. STS answers it to
 * the cluster, which needs no permission.
 */
export async function clusterToken({ config }: EKSClient, cluster: string): Promise<string> {
  const region = await config.region();
  const { url } = new STSClient({ region }).config.endpointProvider({ Region: region, UseGlobalEndpoint: false });
  const signer = new SignatureV4({ service: 'sts', region, credentials: config.credentials, sha256: config.sha256 });
  const { hostname, query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname: url.hostname,
      path: '/',
      headers: { host: url.hostname, 'x-k8s-aws-id': cluster },
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    },
    { expiresIn: worthSeconds },
  );
  const signed = `https://${hostname}/?${new URLSearchParams(query as Record<string, string>)}`;
  return `k8s-aws-v1.${Buffer.from(signed).toString('base64url')}`;
}
