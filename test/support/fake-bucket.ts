import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What was put into the bucket. */
export interface PutObject {
  /** `/bucket/key`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface FakeBucket {
  readonly url: string;
  readonly objects: readonly PutObject[];
  /** What it answers from now on in place of taking what is put. */
  refuse(code: string): void;
  close(): Promise<void>;
}

/** As much of S3, over HTTP, as takes objects, or refuses them. */
export async function startFakeBucket(): Promise<FakeBucket> {
  const objects: PutObject[] = [];
  let refusal: string | undefined;
  const server = createServer(async (request, response) => {
    const { url = '', headers, method } = request;
    const body = await text(request);
    if (refusal !== undefined || method !== 'PUT') {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>${refusal}</Code><Message>no</Message></Error>`);
      return;
    }
    objects.push({ path: new URL(url, 'http://s3').pathname, headers, body });
    response.writeHead(200, { etag: '"1"' }).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    refuse: (code) => {
      refusal = code;
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
