import type { Json } from './json.ts';
import { describeUnreadable, type Unreadable } from './reading.ts';
import type { Step } from './remediation.ts';
import type { Severity } from './severity.ts';

/** The facts a verdict rests on: numbers, dates and names, never prose. */
export type Evidence = Readonly<Record<string, Json>>;

/** What a rule concluded about one resource. The four words are those of AWS Config. */
export type Verdict =
  | { readonly compliance: 'COMPLIANT' }
  | {
      readonly compliance: 'NOT_APPLICABLE';
      readonly because: string;
      /** The worse fault on the same resource that tells of this one as well. */
      readonly explainedBy?: string;
    }
  | { readonly compliance: 'INSUFFICIENT_DATA'; readonly because: string }
  | {
      readonly compliance: 'NON_COMPLIANT';
      readonly severity: Severity;
      readonly evidence: Evidence;
      /** What to do, in the order to do it. */
      readonly remediation: readonly Step[];
    };

export const compliant: Verdict = { compliance: 'COMPLIANT' };

export function notApplicable(because: string): Verdict {
  return { compliance: 'NOT_APPLICABLE', because };
}

/** A fault that a worse one on the same resource explains: it is told there, as evidence. */
export function explainedBy(fault: string): Verdict {
  return { compliance: 'NOT_APPLICABLE', because: `explained by ${fault}`, explainedBy: fault };
}

export function insufficientData(because: string | Unreadable): Verdict {
  const reason = typeof because === 'string' ? because : describeUnreadable(because);
  return { compliance: 'INSUFFICIENT_DATA', because: reason };
}

export function nonCompliant(severity: Severity, evidence: Evidence, remediation: readonly Step[]): Verdict {
  return { compliance: 'NON_COMPLIANT', severity, evidence, remediation };
}
