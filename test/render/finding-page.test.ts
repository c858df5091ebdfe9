import { describe, expect, it } from 'vitest';
import type { AnsweredFinding, FindingAnswer, TransitionEntry } from '#core/answer.ts';
import { clusterRules } from '#core/rules/index.ts';
import { clusterAddress } from '#render/finding-address.ts';
import { renderFindingPage } from '#render/finding-page.ts';
import { addonStep, aFinding, asOf, documented, prod } from '../support/document-builders.ts';

const rule = clusterRules.find(({ id }) => id === 'kube-proxy-version-skew');

function page(overrides: Partial<AnsweredFinding> = {}, more: Partial<FindingAnswer> = {}): string {
  const finding: AnsweredFinding = { ...documented(aFinding()), ...overrides };
  return renderFindingPage({ asOf, findings: [finding], happened: [], isWhole: true, ...(rule && { rule }), ...more });
}
const textOf = (html: string): string =>
  html
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the page of a finding', () => {
  it('says what is wrong, where, since when, by when, and leads back', () => {
    const firstObservedAt = '2024-02-20T23:00:00.000Z';
    const html = page({ firstObservedAt, environment: 'prod', system: 'shop' });

    expect(html).toMatch(/<h1>shop-prod kube-proxy<\/h1>\n<p class="verdict"><span class="mark HIGH">HIGH<\/span> /);
    expect(html).toContain(`<a href="${clusterAddress(prod)}">The cluster</a>`);
    expect(textOf(html)).toContain(
      `Where ${prod}/addon/kube-proxy, account 333344445555, eu-west-1, environment prod, system shop`,
    );
    expect(textOf(html)).toContain('It strikes now Known since 2024-02-20 (14 days) Seen last 2024-03-05 23:00 UTC');
  });

  it('has the commands, and the words of the rule', () => {
    const step = addonStep('shop-prod', 'kube-proxy', 'v1.24.17-eksbuild.3');
    const html = page({ remediation: [step] });

    expect(html).toContain('aws eks update-addon --region eu-west-1');
    expect(textOf(html)).toContain(textOf(`<p>${rule?.mend.slice(0, 30)}`).trim());
    expect(textOf(html)).toContain('When it has already happened, look at');
    expect(page({ remediation: [] })).toContain('No commands are known that mend it.');
    expect(renderFindingPage({ asOf, findings: [documented(aFinding())], happened: [], isWhole: true })).not.toContain(
      'The rule ',
    );
  });

  it('shows by what it is known, at each horizon', () => {
    const evidence = { version: 'v1', behind: 3, clients: ['a', 'b'], more: { deep: true } };
    const text = textOf(page({ evidence }));
    const both = page(
      {},
      {
        findings: [documented(aFinding()), documented(aFinding({ horizon: 'next-upgrade', evidence: {} }))],
      },
    );

    expect(text).toContain('version v1 behind 3 clients a, b more {&quot;deep&quot;:true}');
    expect(both).toContain('<caption>now</caption>');
    expect(both).toContain('Nothing but its being there.');
    expect(page()).not.toContain('<caption>');
  });

  it('says what happened to it, and whether that is all', () => {
    const { id, resource, horizon } = aFinding();
    const happened: readonly TransitionEntry[] = [
      {
        ...{ kind: 'TRANSITION', at: asOf, sweep: 's', transition: 'WORSENED', finding: id, rule: 'r', title: 't' },
        ...{ resource, horizon, severity: 'HIGH', previousSeverity: 'LOW' },
      },
    ];

    expect(textOf(page({}, { happened }))).toContain('2024-03-05 23:00 UTC : worsened HIGH (was LOW)');
    expect(page()).toContain('Nothing is kept.');
    expect(page()).not.toContain('not shown');
    expect(page({}, { isWhole: false })).toContain('What was long before is not shown: midwatch history has it.');
  });

  it('says of one that is over when it ended and why, of one that is accepted by whom', () => {
    const suppression = { rule: '*', resource: '*', reason: 'it leaves', owner: 'platform', until: '2024-06-30' };
    const over = textOf(page({ status: 'RESOLVED', resolvedAt: '2024-03-01T23:00:00.000Z', cause: 'MENDED' }));

    expect(over).toContain('Over 2024-03-01, 4 days ago, mended');
    expect(over).not.toContain('Seen last');
    expect(textOf(page({ suppression }))).toContain('&quot;it leaves&quot;, platform, until 2024-06-30');
    expect(textOf(page({ unreadableSince: '2024-03-01T23:00:00.000Z' }))).toContain('Could not be looked at since');
  });

  it('makes text of whatever comes from outside', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const evidence = { [evil]: evil };
    const html = page({ resource: `${prod}/addon/${evil}`, evidence, environment: evil, title: evil, fault: evil });

    expect(html).not.toContain('<img');
  });
});
