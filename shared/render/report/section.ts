import type { AuditDocument } from '#core/document.ts';
import type { Finding } from '#core/finding.ts';
import type { Step } from '#core/remediation.ts';
import type { Severity } from '#core/severity.ts';
import type { Phrase } from '../phrase.ts';

/** As much of a document as a section tells of, and the instant that it speaks of. */
export type TellableDocument<Part extends keyof AuditDocument> = Pick<AuditDocument, Part> & {
  readonly audit: Pick<AuditDocument['audit'], 'asOf' | 'baseline'>;
};

/** A part of a report under a title. */
export interface Section {
  readonly title: string;
  /** The ARN of the cluster that it is about, where it is about one. */
  readonly cluster?: string;
  /** A section without any is not shown. */
  readonly items: readonly Item[];
  /** Whether each item is told at length, and stands by itself. */
  readonly isLong?: true;
  /** What there is to do about all of them, in one order. */
  readonly todo?: Todo;
}

/** One thing that is told, and what else there is to know of it. */
export interface Item {
  /** What happened to it. */
  readonly label?: string;
  readonly severity?: Severity;
  readonly text: Phrase;
  /** A line each. */
  readonly notes: readonly string[];
  readonly todo?: Todo;
  /** The findings that are told. */
  readonly about?: readonly AboutFinding[];
}

/** A finding, by the name of what it is about. */
export interface AboutFinding extends Pick<Finding, 'id' | 'cluster'> {
  readonly name: string;
  /** The ids of what it is at each horizon. */
  readonly ids: readonly string[];
}

export interface Todo {
  /** For what the steps are; they follow a colon. */
  readonly title: string;
  /** The account that is named above them: steps for another say so. */
  readonly account: string;
  readonly steps: readonly Step[];
}

/** Steps with what they are for; nothing where there are none. */
export function todoOf(title: string, account: string, steps: readonly Step[]): { readonly todo?: Todo } {
  return steps.length === 0 ? {} : { todo: { title, account, steps } };
}
