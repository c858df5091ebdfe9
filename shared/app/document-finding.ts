import type { DocumentedFinding } from '#core/document.ts';
import type { Finding } from '#core/finding.ts';
import type { RuleMeta } from '#core/rule.ts';

/** Shows findings with what their rules say should be so, and where to read about it. */
export function findingDocumenter(rules: readonly RuleMeta[]): (finding: Finding) => DocumentedFinding {
  const ruleById = new Map(rules.map((rule) => [rule.id, rule]));
  return (finding) => {
    const { untold: _, unpublished: __, lastTransition: ___, revision: ____, lastToldAt: _____, ...shown } = finding;
    const rule = ruleById.get(finding.rule);
    return { ...shown, title: rule?.title ?? finding.rule, reference: rule?.reference ?? '' };
  };
}
