/** How bad, worst last. The words are those of the AWS Security Finding Format. */
export const severities = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

/** Below zero when `a` is milder than `b`, above when it is worse. */
export function compareSeverities(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}

/** The worst severity of many findings; undefined where there is none. */
export function worstOf(many: readonly { readonly severity: Severity }[]): Severity | undefined {
  return severities.findLast((severity) => many.some((one) => one.severity === severity));
}
