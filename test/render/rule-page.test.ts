import { describe, it } from 'vitest';
import { renderRuleMarkdown, renderRulePage } from '#render/rule-page.ts';
import { expectGolden } from '../support/golden.ts';

const rule = {
  id: 'bell-rung',
  title: 'The bell is rung every half hour of a watch, eight times at its end',
  why: 'Who hears no bell does not know whether the watch is asleep, or the bell is broken, or the hour has not come yet.',
  judged: ['HIGH, now: no bell for more than half an hour', 'LOW, now: one bell too many'],
  reads: ['ship:ListBells', 'ship:DescribeBell'],
  mend: 'Ring it.',
  debug: ['Look at the rope: aws ship describe-bell --name BELL shows it', 'Then at the clapper'],
  reference: 'https://example.com/bells',
};

describe('the page of a rule', () => {
  it('says why, how it is judged, how to mend it and what to look at', () => {
    expectGolden('render/rule-page.txt', renderRulePage(rule, { width: 72 }));
  });

  it('says the same in Markdown, in which no name is taken for a tag', () => {
    const judged = [...rule.judged, 'LOW, now: a bell with the tag ship.example/<name>'];
    expectGolden('render/rule-page.md', renderRuleMarkdown({ ...rule, judged }));
  });
});
