import type { Digest } from '#core/digest/digest.ts';
import { askHere } from './digest/ask.ts';
import { faultsIn, withinBytes } from './digest/bounded.ts';
import { subjectOf } from './digest/subject.ts';
import { partsOf, type Telling } from './digest-email.ts';
import { harmlessJson } from './json.ts';

/** Slack shows 3000 characters of a text, and what is longer is not read there. */
const longestText = 2800;

/** Of as many sections is told what they hold, of the others what the first of it is about. */
const sectionsTold = 2;

const mostNames = 3;

const longestName = 80;

const mostResources = 10;

/**
 * A digest as Amazon Q Developer shows it in Slack and Teams: a custom notification.
 *
 * Its form: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html (read 2026-11-27)
 */
export function renderDigestChat(digest: Digest, { ask = askHere }: Partial<Pick<Telling, 'ask'>> = {}): string {
  const subject = withoutMarks(subjectOf(digest));
  const told = [...digest.worse, ...digest.over, ...digest.better].map(({ finding }) => finding);
  const findings = [...told, ...digest.repeated];
  const clusters = new Set(findings.map(({ cluster }) => cluster));
  return harmlessJson({
    version: '1.0',
    source: 'custom',
    id: digest.id,
    content: { textType: 'client-markdown', title: subject, description: withoutMarks(textOf(digest, ask)) },
    metadata: {
      summary: subject,
      eventType: 'Midwatch digest',
      relatedResources: [...clusters].slice(0, mostResources),
    },
  });
}

function textOf(digest: Digest, ask: string): string {
  const { head, sections } = partsOf(digest, ask);
  const others = sections.slice(sectionsTold).map(({ title, blocks }) => {
    const names = blocks.slice(0, mostNames).map(({ about }) => shortened(about));
    const left = blocks.slice(mostNames);
    const more = left.length === 0 ? '' : ` and ${faultsIn(left)} more`;
    return `${title} (${faultsIn(blocks)}): ${names.join('; ')}${more}`;
  });
  const also = others.map((line) => `\n${line}\n`).join('');
  return `${withinBytes(longestText - Buffer.byteLength(also), head, sections.slice(0, sectionsTold))}${also}`;
}

function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= longestName ? name : `${characters.slice(0, longestName).join('')}…`;
}

/** What Slack takes for a mention or a link is between these, and a tag may hold anything. */
function withoutMarks(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›');
}
