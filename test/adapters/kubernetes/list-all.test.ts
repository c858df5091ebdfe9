import { Agent } from 'node:https';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { makeKubernetesReader } from '#adapters/kubernetes/kubernetes-reader.ts';
import { listAll } from '#adapters/kubernetes/list-all.ts';
import { type KubernetesAnswer, serving } from '../../../functions/replay/kubernetes/lists.ts';
import { kubernetesServer } from '../../support/kubernetes-server.ts';
import { accessTo } from './access.ts';

const limits = { connectMs: 2_000, answerMs: 2_000, bytes: 1_000_000 };
let agent: Agent | undefined;
afterEach(() => agent?.destroy());

async function list(answer: KubernetesAnswer) {
  const { endpoint, certificateAuthority } = await kubernetesServer(answer);
  agent = new Agent({ keepAlive: true, ca: certificateAuthority });
  return listAll({ url: `${endpoint}/list`, agent, token: 'token', limits }, z.number());
}

/** A list of so many pages, of one item each. */
const ofPages =
  (pages: number): KubernetesAnswer =>
  (_, response, url) => {
    const page = Number(url.searchParams.get('continue') ?? 1);
    const metadata = page < pages ? { continue: String(page + 1) } : {};
    response.end(JSON.stringify({ metadata, items: [page] }));
  };

it('a list is read to its end, but for one that has more pages than any cluster', async () => {
  expect(await list(ofPages(200))).toHaveLength(200);
  await expect(list(ofPages(201))).rejects.toThrow('the list has more than 200 pages');
});

it.each([
  [410, 2],
  [403, 1],
  [500, 1],
])('a list that is answered by %i is begun %i times', async (status, times) => {
  let asked = 0;
  const answer: KubernetesAnswer = (_, response) => {
    asked += 1;
    response.writeHead(status).end();
  };

  await expect(list(answer)).rejects.toThrow(`HTTP ${status}`);
  expect(asked).toBe(times);
});

it('no more than four clusters are read at once', async () => {
  let [inWork, most] = [0, 0];
  const server = await kubernetesServer((request, response, url) => {
    inWork += 1;
    most = Math.max(most, inWork);
    setTimeout(() => {
      inWork -= 1;
      serving({})(request, response, url);
    }, 20);
  });
  const reader = makeKubernetesReader({ from: 'public', limits });

  await Promise.all(Array.from({ length: 9 }, () => reader.readAddons(accessTo(server))));

  expect(most).toBe(4);
});
