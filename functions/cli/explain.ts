import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';
import { renderRulePage } from '#render/rule-page.ts';
import { type Io, UsageError } from './io.ts';

/** Prints the page of a rule. */
export function explain(id: string, io: Io): number {
  const rules = [...clusterRules, ...fleetRules];
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new UsageError(`unknown rule: got ${id}, wanted one of ${rules.map((one) => one.id).join(', ')}`);
  io.out(renderRulePage(rule, { width: io.terminal.columns, colour: io.terminal.out }));
  return 0;
}
