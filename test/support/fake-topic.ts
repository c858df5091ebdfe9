import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface FakeTopic {
  readonly url: string;
  /** The forms of what was published, in order. */
  readonly published: readonly URLSearchParams[];
  close(): Promise<void>;
}

const answer =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

/** Takes what is published as SNS does, on this machine only. */
export async function startFakeTopic(): Promise<FakeTopic> {
  const published: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    published.push(new URLSearchParams(await text(request)));
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    published,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
