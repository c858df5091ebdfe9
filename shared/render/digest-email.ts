import { type Digest, isWorthTelling } from '#core/digest/digest.ts';
import { compareSeverities } from '#core/severity.ts';
import { minuteOf } from './day-words.ts';
import { askHere } from './digest/ask.ts';
import { type Section, withinBytes } from './digest/bounded.ts';
import { faultBlocks } from './digest/fault-blocks.ts';
import { sectionsOf } from './digest/sections.ts';
import { subjectOf } from './digest/subject.ts';
import { isTold, type ToldFinding, whereaboutsInDigest } from './digest/told-entries.ts';
import { entriesOf, severityOf } from './entry.ts';
import { countOf, figures, say } from './phrase.ts';
import { severityCounts } from './verdict-line.ts';

/** A digest as an e-mail: plain text, unwrapped, since a phone has lines of its own length. */
export interface DigestEmail {
  /** At most 100 printable ASCII characters, as SNS wants it. */
  readonly subject: string;
  readonly text: string;
}

/** How a digest is told. */
export interface Telling {
  /** The most that it may be. */
  readonly bytes: number;
  /** The command that shows more than is told. */
  readonly ask: string;
}

/** SNS takes 256 KiB with the attributes of the message; they need little of it. */
const mostBytes = 250_000;

/** Says what a sweep has to tell, the worst first, in no more than so many bytes. */
export function renderDigestEmail(
  digest: Digest,
  { bytes = mostBytes, ask = askHere }: Partial<Telling> = {},
): DigestEmail {
  const { head, sections } = partsOf(digest, ask);
  return { subject: subjectOf(digest), text: withinBytes(bytes, head, sections) };
}

/** What is told of a digest, in the order in which it should be read. */
export function partsOf(
  digest: Digest,
  ask: string,
): { readonly head: readonly string[]; readonly sections: readonly Section[] } {
  const sections = digest.sweep.baseline ? summarySections(digest) : sectionsOf(digest);
  return { head: headOf(digest, ask), sections };
}

/** Whether a digest has anything to tell; what is INFORMATIONAL alone is nothing. */
export function worthTelling(digest: Digest): boolean {
  return isWorthTelling(digest, 'LOW');
}

function headOf({ sweep, open, suppressed }: Digest, ask: string): readonly string[] {
  const counts = severityCounts(open.filter(isTold));
  const first = sweep.baseline ? ['This was the first audit: a summary. From now on you hear of what changes.'] : [];
  return [
    `Midwatch, ${minuteOf(sweep.asOf)}`,
    ...first,
    counts === '' ? 'Of what could be seen, nothing is open.' : `Open in all: ${counts}.`,
    ...suppressedOf(suppressed),
    ...surchargeOf(open),
    ...(counts === '' ? [] : [`All of it, with what to do in its order: ${ask}`]),
  ];
}

/** What people accepted, by how bad it is: it is not forgotten. */
function suppressedOf(suppressed: Digest['suppressed']): readonly string[] {
  const counts = severityCounts(suppressed.filter(isTold));
  return counts === '' ? [] : [`Suppressed: ${counts}.`];
}

/** What extended support costs all clusters together. */
function surchargeOf(open: Digest['open']): readonly string[] {
  const costs = new Map(
    open.flatMap(({ cluster, evidence: { surchargePerMonthUsd: cost } }) =>
      typeof cost === 'number' ? [[cluster, cost] as const] : [],
    ),
  );
  if (costs.size === 0) return [];
  const sum = [...costs.values()].reduce((a, b) => a + b, 0);
  return [say`Extended support costs ${sum} US dollars a month more, for ${countOf(costs.size, 'cluster')}.`.text];
}

/** All that is open by environment, and the worst of it in full. */
function summarySections(digest: Digest): readonly Section[] {
  const open = digest.open.filter(isTold);
  const bad = entriesOf<ToldFinding>(open).filter((entry) => compareSeverities(severityOf(entry), 'HIGH') >= 0);
  const byEnvironment = Map.groupBy(open, ({ environment }) => environment);
  const environments = [...byEnvironment].map(([environment, findings]) => {
    const clusters = new Set(findings.map(({ cluster }) => cluster)).size;
    const name = environment === undefined ? say`no environment` : say`${environment}`;
    return {
      faults: entriesOf(findings).length,
      about: name.text,
      lines: [say`${name}: ${severityCounts(findings)} in ${figures(clusters, 'cluster')}.`.text],
    };
  });
  const told = sectionsOf({ ...digest, worse: [], open: [] });
  const sections = [
    { title: 'By environment', blocks: environments },
    { title: 'HIGH and CRITICAL', blocks: faultBlocks(bad, digest.sweep.asOf, whereaboutsInDigest(digest)) },
    ...told,
  ];
  return sections.filter(({ blocks }) => blocks.length > 0);
}
