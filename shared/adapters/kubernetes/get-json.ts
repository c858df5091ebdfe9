import type { IncomingMessage } from 'node:http';
import { type Agent, get } from 'node:https';
import { boundedBody } from '../https/bounded-body.ts';
import { errorOfConnection, errorOfStatus, KubernetesError } from './kubernetes-error.ts';

/** What an answer may take. */
export interface AnswerLimits {
  readonly connectMs: number;
  /** From the question to the last byte. */
  readonly answerMs: number;
  readonly bytes: number;
}

export interface JsonRequest {
  readonly url: string;
  readonly agent: Agent;
  readonly token: string;
  readonly limits: AnswerLimits;
}

/** What a path answers, as JSON. Redirects are not followed: the token is for one address. @throws {KubernetesError} */
export async function getJson(request: JsonRequest): Promise<unknown> {
  const { limits } = request;
  const ended = new AbortController();
  const isLate = setTimeout(() => ended.abort(), limits.answerMs);
  try {
    const response = await send(request, ended.signal);
    if (response.statusCode !== 200) {
      response.destroy();
      throw errorOfStatus(response.statusCode ?? 0);
    }
    return parse(await bodyOf(response, limits.bytes));
  } catch (error) {
    if (ended.signal.aborted)
      throw new KubernetesError('UNREACHABLE', `no whole answer within ${limits.answerMs / 1000} seconds`);
    throw errorOfConnection(error);
  } finally {
    clearTimeout(isLate);
  }
}

function send({ url, agent, token, limits }: JsonRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', authorization: `Bearer ${token}`, 'user-agent': 'midwatch' };
    const request = get(url, { agent, headers, signal }, resolve);
    request.once('error', reject);
    request.once('socket', (socket) => {
      if (!socket.connecting) return;
      const words = `no connection within ${limits.connectMs / 1000} seconds`;
      const timer = setTimeout(() => request.destroy(new KubernetesError('UNREACHABLE', words)), limits.connectMs);
      for (const over of ['secureConnect', 'close']) socket.once(over, () => clearTimeout(timer));
    });
  });
}

async function bodyOf(response: IncomingMessage, most: number): Promise<string> {
  const tooLarge = () => new KubernetesError('ERROR', `the answer is larger than ${most} bytes`);
  return (await boundedBody(response, most, tooLarge)).toString('utf8');
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // What the parser says holds a part of the answer, which is nobody's to read.
    throw new KubernetesError('ERROR', 'the answer is no JSON, such as the page of a proxy');
  }
}
