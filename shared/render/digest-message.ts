import type { Digest } from '#core/digest/digest.ts';
import { weightOf } from '#core/digest/news.ts';
import type { Finding } from '#core/finding.ts';
import type { Severity } from '#core/severity.ts';
import { askHere } from './digest/ask.ts';
import { subjectOf } from './digest/subject.ts';
import { renderDigestChat } from './digest-chat.ts';
import { renderDigestEmail } from './digest-email.ts';
import { digestLists, renderDigestJson } from './digest-json.ts';
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

/** In which forms a digest is told; what shows more than is told is asked by this command. */
export function digestMessages(ask: string = askHere) {
  return {
    text: (digest: Digest): DigestMessage =>
      withBody(digest, (bytes) => renderDigestEmail(digest, { bytes, ask }).text),
    json: (digest: Digest): DigestMessage => withBody(digest, (bytes) => renderDigestJson(digest, bytes)),
    chat: (digest: Digest): DigestMessage => withBody(digest, () => renderDigestChat(digest, { ask })),
  } as const;
}

function withBody(digest: Digest, render: (bytes: number) => string): DigestMessage {
  const attributes = attributesOf(digest);
  return { subject: subjectOf(digest), message: render(mostBytes - bytesOf(attributes)), attributes };
}

/** What is of no environment, or of one that nobody can tell. */
const unknown = 'unknown';

function attributesOf(digest: Digest): Readonly<Record<string, readonly string[]>> {
  const { worse, better, over, repeated, coverageLost, coverageRegained } = digest;
  const findings: readonly Finding[] = [...[...worse, ...better, ...over].map(({ finding }) => finding), ...repeated];
  const targets = [...coverageLost, ...coverageRegained];
  const all = {
    news: digestLists.filter((list) => digest[list].length > 0),
    environment: distinct([
      ...findings.map(({ environment = unknown }) => environment),
      ...targets.flatMap(({ environments = [unknown] }) => environments),
    ]),
    severity: distinct(severitiesOf(digest)),
    rule: distinct(findings.map(({ rule }) => rule)),
    region: distinct([...findings, ...targets].map(({ region }) => region)),
    account: distinct([...findings, ...targets].map(({ account }) => account)),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, values]) => values.length > 0 && bytesOf(values) <= mostAttributeBytes),
  );
}

/**
 * How bad what is told is, and was for who heard of it: each message has one, lest a filter drop it unseen. Whoever
 * wants what is HIGH wants to hear that nobody can look.
 */
function severitiesOf(digest: Digest): readonly Severity[] {
  const { worse, better, over, repeated, coverageLost, coverageRegained, catalogueChanges, notices } = digest;
  return [
    ...[...worse, ...better, ...over].flatMap(({ finding, transition }) => [finding.severity, weightOf(transition)]),
    ...repeated.map(({ severity }) => severity),
    ...[...coverageLost, ...coverageRegained].map(() => 'HIGH' as const),
    ...[...catalogueChanges, ...notices].map(() => 'MEDIUM' as const),
  ];
}

/** SNS takes no message with a control character in an attribute, and an environment may be anybody's tag. */
function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.map(visible))].sort();
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
