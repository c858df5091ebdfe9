import type { HealthIssue } from './health.ts';
import type { Step } from './remediation.ts';
import type { Judgement } from './rule.ts';
import type { Severity } from './severity.ts';
import { compliant, type Evidence, insufficientData, nonCompliant } from './verdicts.ts';

/** What EKS says of how something is. */
export interface Health {
  /** Absent while it is in order, or while something is in progress. */
  readonly status?: string;
  readonly healthIssues: readonly HealthIssue[];
}

/** How a fault of somebody's health is told. */
export interface HealthTelling {
  readonly severityOf: (code: string) => Severity;
  readonly remediation: readonly Step[];
  /** What every one of its faults has to say besides. */
  readonly evidence?: Evidence;
}

/** The statuses that do not pass by themselves. */
const failed = /^(DEGRADED|(\w+_)?FAILED)$/;

/** A fault for each code that EKS reports; where it reports none, for a status that says the same. */
export function healthFaults(
  { status, healthIssues }: Health,
  { severityOf, remediation, evidence = {} }: HealthTelling,
): readonly Judgement[] {
  const fault = (code: string, facts: Evidence): Judgement => ({
    horizon: 'now',
    fault: code,
    verdict: nonCompliant(severityOf(code), { ...facts, ...evidence }, remediation),
  });
  const hasFailed = status !== undefined && failed.test(status);
  const codes = [...new Set(healthIssues.map(({ code }) => code))];
  if (codes.length > 0) {
    const said = hasFailed ? { status } : {};
    return codes.map((code) => fault(code, { code, ...factsOf(code, healthIssues), ...said }));
  }
  if (hasFailed) return [fault(status, { status })];
  if (status === undefined) return [{ horizon: 'now', verdict: compliant }];
  return [{ horizon: 'now', verdict: insufficientData(`its status ${status} is not one that is known`) }];
}

/** What the issues under one code say together. */
function factsOf(code: string, issues: readonly HealthIssue[]): Evidence {
  const own = issues.filter((issue) => issue.code === code);
  const messages = [...new Set(own.flatMap(({ message }) => (message === undefined ? [] : [message])))];
  const resources = [...new Set(own.flatMap(({ resourceIds }) => resourceIds))];
  return { ...(messages.length > 0 ? { messages } : {}), ...(resources.length > 0 ? { resources } : {}) };
}
