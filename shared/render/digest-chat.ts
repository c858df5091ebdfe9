import type { Digest } from '#core/digest.ts';
import { faultsIn, withinBytes } from './digest/bounded.ts';
import { subjectOf } from './digest/subject.ts';
import { partsOf } from './digest-email.ts';
import { harmlessJson } from './json.ts';

/** Slack shows 3000 characters of a text, and what is longer is not read there. */
const longestText = 2800;

/** Of as many sections is told what they hold, of the others that they are there. */
const sectionsTold = 2;

const mostResources = 10;

/**
 * A digest as Amazon Q Developer shows it in Slack and Teams: a custom notification.
 *
 * Its form: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html (read 2026-11-27)
 */
export function renderDigestChat(digest: Digest): string {
  const subject = withoutMarks(subjectOf(digest));
  const told = [...digest.worse, ...digest.over, ...digest.better].map(({ finding }) => finding);
  const findings = [...told, ...digest.repeated];
  const clusters = new Set(findings.map(({ cluster }) => cluster));
  return harmlessJson({
    version: '1.0',
    source: 'custom',
    id: digest.id,
    content: { textType: 'client-markdown', title: subject, description: withoutMarks(textOf(digest)) },
    metadata: {
      summary: subject,
      eventType: 'Midwatch digest',
      relatedResources: [...clusters].slice(0, mostResources),
    },
  });
}

function textOf(digest: Digest): string {
  const { head, sections } = partsOf(digest);
  const others = sections.slice(sectionsTold).map(({ title, blocks }) => `${title} (${faultsIn(blocks)})`);
  const more = others.length === 0 ? '' : `\nAlso: ${others.join(', ')}. midwatch audit shows all.\n`;
  return `${withinBytes(longestText - Buffer.byteLength(more), head, sections.slice(0, sectionsTold))}${more}`;
}

/** What Slack takes for a mention or a link is between these, and a tag may hold anything. */
function withoutMarks(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›');
}
