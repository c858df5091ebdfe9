import { describe, expect, it } from 'vitest';
import type { AuditDocument, DocumentedFinding } from '#core/document.ts';
import { transitionKinds } from '#core/finding.ts';
import { remedyFor, remedyForUnreadable } from '#render/coverage-words.ts';
import { formats } from '../../functions/cli/formats.ts';
import {
  aCluster,
  aCoverage,
  aDocument,
  aLaggingNodegroup,
  anInsufficiency,
  clusterArn,
  documented,
  resolved,
} from '../support/document-builders.ts';

/** Wide enough that a table breaks no line. Texts in the cases are plain words: no format has to escape any of them. */
const wide = { width: 10_000 };

const changed: readonly DocumentedFinding[] = transitionKinds.map((kind) => {
  const finding = aLaggingNodegroup(`group${kind.toLowerCase()}`);
  return documented(kind === 'RESOLVED' ? resolved(finding) : finding, kind);
});

const denied = aCoverage({
  region: 'eu-central-1',
  status: 'DENIED',
  clusters: 0,
  role: 'member',
  because: { call: 'eks:ListClusters', obstacle: 'DENIED', detail: 'the organization says no' },
});
const throttled = { call: 'eks:DescribeAddon', obstacle: 'THROTTLED', detail: 'too many requests' } as const;
const partly = aCoverage({ unreadable: [{ ...throttled, resource: 'shop-prod/coredns' }] });

const audit: AuditDocument = aDocument({
  audit: {
    notices: [{ kind: 'SUPPRESSION_UNUSED', subject: 'the third suppression', detail: 'of another team' }],
  },
  coverage: [denied, partly],
  clusters: [aCluster(), aCluster({ arn: clusterArn('shop-dev'), name: 'shop-dev' })],
  findings: changed,
  insufficientData: [anInsufficiency({ reason: 'the node groups could not be seen' })],
  suppressed: [
    {
      ...documented(aLaggingNodegroup('accepted')),
      suppression: { rule: '*', resource: '*', reason: 'leaves in June', owner: 'platform', until: '2024-06-30' },
    },
  ],
});

describe.each(Object.entries(formats))('an audit as %s', (_, render) => {
  const text = render(audit, wide);

  it.each(changed.map((finding) => [finding.transition ?? '', finding] as const))(
    'shows what was %s',
    (kind, finding) => {
      const { transition: _, ...unchanged } = finding;
      const others = changed.map((one) => (one === finding ? unchanged : one));

      expect(text).toContain(finding.resource.split('/').at(-1));
      // A finding that is over has its status as well: it is told as over whatever happened tonight.
      if (kind !== 'RESOLVED') expect(render({ ...audit, findings: others }, wide)).not.toBe(text);
    },
  );

  it.each([
    ['what is suppressed', 'accepted'],
    ['why it is suppressed', 'leaves in June'],
    ['who suppressed it', 'platform'],
    ['until when it is suppressed', '2024-06-30'],
    ['a notice', 'the third suppression'],
    ['what a notice says more', 'of another team'],
    ['a target that was refused', 'eu-central-1'],
    ['the call that was refused', 'eks:ListClusters'],
    ['why it was refused', 'the organization says no'],
    ['what to do about it', remedyFor(denied)?.text],
    ['a call that failed inside a target', 'eks:DescribeAddon'],
    ['why it failed', 'too many requests'],
    ['what to do about that', remedyForUnreadable(throttled, partly, undefined).text],
    ['what could not be judged', 'the node groups could not be seen'],
  ])('shows %s', (_what, words) => {
    expect(text).toContain(words);
  });
});
