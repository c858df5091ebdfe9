import type { Obstacle } from '#core/reading.ts';
import { oneLine } from './one-line.ts';
import { attemptsOf, codeOf, isTimeout, messageOf, nameOf, statusOf, textOf } from './sdk-error.ts';

/** What came in the way, in a line for a person: in AWS's own words where AWS said something, else in ours. */
export function detailOf(obstacle: Obstacle, error: unknown): string {
  return oneLine(ownWords(obstacle, error) ?? awsWords(obstacle, error));
}

function ownWords(obstacle: Obstacle, error: unknown): string | undefined {
  if (isTimeout(error)) return timeoutWords(error);
  if (obstacle === 'UNREACHABLE') return connectionWords(error);
  const message = messageOf(error);
  const status = statusOf(error);
  // The SDK takes what it cannot parse for an answer of AWS that it is too old for.
  if (status !== undefined && (nameOf(error) === 'SyntaxError' || message.includes('XML parse error')))
    return `HTTP ${status} with what is no answer of AWS, such as the page of a proxy`;
  if (status !== undefined && nameOf(error) === 'TypeError')
    return `an instant or a number in the answer is none: ${message}`;
  if (status !== undefined && nameOf(error) === 'Unknown') return `HTTP ${status} without a word`;
  return undefined;
}

function awsWords(obstacle: Obstacle, error: unknown): string {
  const name = nameOf(error);
  const status = statusOf(error);
  const message = messageOf(error);
  const said = message === name ? '' : message;
  if (/^ExpiredToken|^RequestExpired/.test(name)) return `the credentials have expired: ${said}`;
  if (said === '') return status === undefined ? name : `${name}: HTTP ${status}`;
  return obstacle === 'ERROR' && name !== 'Error' ? `${name}: ${said}` : said;
}

/** The SDK tells in its message alone what it waited for, and for how long. */
function timeoutWords(error: unknown): string {
  const message = messageOf(error);
  const milliseconds = /(\d+) ms\b/.exec(message)?.[1];
  const time = milliseconds === undefined ? 'in time' : `within ${Number(milliseconds) / 1000} seconds`;
  const attempts = attemptsOf(error) ?? 1;
  const tried = attempts > 1 ? `, tried ${attempts} times` : '';
  return `no ${message.includes('establish a connection') ? 'connection' : 'answer'} ${time}${tried}`;
}

function connectionWords(error: unknown): string {
  const code = codeOf(error);
  const host = textOf(error, 'hostname') || 'its name';
  const address = [textOf(error, 'address'), textOf(error, 'port')].filter((part) => part !== '').join(':');
  const words = /^(CERT_|SELF_SIGNED_|UNABLE_TO_|DEPTH_ZERO_|ERR_TLS_)/.test(code)
    ? `its certificate is not trusted: ${messageOf(error)}`
    : {
        ENOTFOUND: `${host} is a name that DNS does not know`,
        EAI_AGAIN: `${host} could not be looked up in DNS`,
        ECONNREFUSED: `nothing answers ${address === '' ? 'there' : `at ${address}`}`,
        ECONNRESET: 'the connection was cut before the answer had come',
        EPIPE: 'the connection was cut before the answer had come',
        EPROTO: 'no TLS connection could be made',
        EHOSTUNREACH: 'there is no way to it from here',
        ENETUNREACH: 'there is no way to it from here',
      }[code];
  return `${words ?? messageOf(error)} (${code})`;
}
