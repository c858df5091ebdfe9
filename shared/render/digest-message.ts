import type { Digest } from '#core/digest.ts';
import type { Finding } from '#core/finding.ts';
import { weightOf } from '#core/news.ts';
import { subjectOf } from './digest/subject.ts';
import { renderDigestChat } from './digest-chat.ts';
import { renderDigestEmail } from './digest-email.ts';
import { renderDigestJson } from './digest-json.ts';
import { visible } from './phrase.ts';

/** A digest as a message to a topic. */
export interface DigestMessage {
  readonly subject: string;
  readonly message: string;
  /** What subscriptions filter by: each value that something in the digest has. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** SNS takes 256 KiB of text and attributes together. */
const mostBytes = 250_000;

/** A digest of so many accounts is for everybody: an attribute with more values than this is left out. */
const mostAttributeBytes = 50_000;

/** In which forms a digest is told. */
export const digestMessages = {
  text: renderDigestMessage,
  json: (digest: Digest): DigestMessage => withBody(digest, renderDigestJson),
  chat: (digest: Digest): DigestMessage => withBody(digest, renderDigestChat),
} as const;

/** The e-mail of a digest, with what it is about as attributes. */
export function renderDigestMessage(digest: Digest): DigestMessage {
  return withBody(digest, (one, bytes) => renderDigestEmail(one, bytes).text);
}

function withBody(digest: Digest, render: (digest: Digest, bytes: number) => string): DigestMessage {
  const attributes = attributesOf(digest);
  return { subject: subjectOf(digest), message: render(digest, mostBytes - bytesOf(attributes)), attributes };
}

function attributesOf(digest: Digest): Readonly<Record<string, readonly string[]>> {
  const { worse, better, over, repeated, coverageLost } = digest;
  const news = [...worse, ...better, ...over];
  const findings: readonly Finding[] = [...news.map(({ finding }) => finding), ...repeated];
  // Who wants to hear of what is critical wants to hear that it is not any more.
  const weights = news.map(({ transition }) => weightOf(transition));
  const all = {
    environment: distinct(findings.flatMap(({ environment }) => environment ?? [])),
    severity: distinct([...findings.map(({ severity }) => severity), ...weights]),
    rule: distinct(findings.map(({ rule }) => rule)),
    region: distinct([...findings, ...coverageLost].map(({ region }) => region)),
    account: distinct([...findings, ...coverageLost].map(({ account }) => account)),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, values]) => values.length > 0 && bytesOf(values) <= mostAttributeBytes),
  );
}

/** SNS takes no message with a control character in an attribute, and an environment may be anybody's tag. */
function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.map(visible))].sort();
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
