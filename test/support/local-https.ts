import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** For 127.0.0.1 and localhost, signed by itself; it opens nothing but the servers of these tests. */
export const localCertificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUdlZO6X75IGWOyOMjeHSqb8dn7YMwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyNzA5NTAxMloYDzIxMjYxMTAz
MDk1MDEyWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARLLXSefSYPJLZy2prlshEgkbEfzO/lGZy9u2wSp/KXurHIeoVWqPQy
5mFa1AOV9T4LrHMwGqCObvHAInUc/LcQo28wbTAdBgNVHQ4EFgQUOf4FX0WdHhxW
/xiS4mBBnGydj+AwHwYDVR0jBBgwFoAUOf4FX0WdHhxW/xiS4mBBnGydj+AwGgYD
VR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
zj0EAwIDRwAwRAIgdiS1WVX136RIem5MX3aEgAd2VFDGt10/L36GpcYrztQCIFIs
7jOHxs7bYOA4eyXh3oRW7h2RiPkEOWr5B4t5L/0s
-----END CERTIFICATE-----
`;
const localKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNb5wtgNR58JR5Hqk
axId07ZbF9XC4evQY67upkxkgo+hRANCAARLLXSefSYPJLZy2prlshEgkbEfzO/l
GZy9u2wSp/KXurHIeoVWqPQy5mFa1AOV9T4LrHMwGqCObvHAInUc/LcQ
-----END PRIVATE KEY-----
`;

export interface LocalHttps {
  readonly url: string;
  close(): Promise<void>;
}

/** An HTTPS server on 127.0.0.1, for as long as a test lasts. */
export async function startLocalHttps(
  answer: Parameters<typeof createServer>[1],
  options: ServerOptions = {},
): Promise<LocalHttps> {
  const server = createServer({ cert: localCertificate, key: localKey, ...options }, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
