import type { Log, Notification, ReportingDescriptor, Result } from 'sarif';
import { isIncomplete } from '#core/coverage.ts';
import type { AuditDocument, DocumentedFinding, SuppressedFinding } from '#core/document.ts';
import type { TransitionKind } from '#core/finding.ts';
import type { Severity } from '#core/severity.ts';
import { place, unseenLines } from './coverage-words.ts';
import { type Entry, entriesOf, entryWords, horizonsOf, severityOf } from './entry.ts';
import { printJson } from './json.ts';
import { plain } from './layout.ts';
import { say, visible } from './phrase.ts';
import { noticeWords } from './report/notices.ts';
import type { ReportOptions } from './report.ts';
import { clusterName, resourceName } from './resource-name.ts';
import { stepLines } from './steps.ts';
import { type Whereabouts, whereaboutsIn } from './whereabouts.ts';

/**
 * An audit as SARIF 2.1.0, for code scanning and the tools that gather from it: a result a fault, a notification for
 * all that could not be seen or judged.
 */
export function renderSarif(document: AuditDocument, { informational = false }: ReportOptions = {}): string {
  const { audit, coverage, findings, suppressed } = document;
  const shown = findings.filter(({ severity }) => informational || severity !== 'INFORMATIONAL');
  const whereOf = whereaboutsIn(document);
  const results = [
    ...entriesOf(shown).map((entry) => resultOf(entry, document, whereOf)),
    ...suppressed.map((one) => suppressedResult(one, document, whereOf)),
  ];
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Midwatch', rules: rulesOf([...shown, ...suppressed]) } },
        automationDetails: { id: `midwatch/${audit.id}` },
        invocations: [
          {
            executionSuccessful: !coverage.some(isIncomplete),
            endTimeUtc: audit.asOf,
            toolExecutionNotifications: notificationsOf(document, whereOf),
          },
        ],
        results,
      },
    ],
  };
  return printJson({ ...log });
}

function rulesOf(findings: readonly DocumentedFinding[]): ReportingDescriptor[] {
  const rules = findings.map(({ rule, title, reference }) => ({
    id: rule,
    shortDescription: { text: title },
    helpUri: reference,
  }));
  return [...new Map(rules.map((one) => [one.id, one])).values()];
}

const levels: Record<Severity, Result.level> = {
  CRITICAL: 'error',
  HIGH: 'error',
  MEDIUM: 'warning',
  LOW: 'note',
  INFORMATIONAL: 'note',
};

const baselineStates: Record<TransitionKind, Result.baselineState> = {
  OPENED: 'new',
  REOPENED: 'new',
  WORSENED: 'updated',
  EASED: 'updated',
  RESOLVED: 'absent',
};

function resultOf(entry: Entry<DocumentedFinding>, { audit }: AuditDocument, whereOf: Whereabouts): Result {
  const [first] = entry;
  const { rule, resource, cluster, clusterCreatedAt, fault, account, region, status, transition } = first;
  const { headline, details, strikes } = entryWords(entry, audit.asOf);
  const steps = stepLines(first.remediation, plain, 0, account);
  const state = transition ? baselineStates[transition] : status === 'OPEN' ? 'unchanged' : 'absent';
  return {
    ruleId: rule,
    level: levels[severityOf(entry)],
    message: {
      text: [
        say`${resourceName(first, whereOf)}: ${headline}.`.text,
        ...details.map(({ text }) => text),
        say`Strikes ${strikes}.`.text,
        ...(steps.length === 0 ? [] : ['To do, in this order:', ...steps]),
      ].join('\n'),
    },
    locations: [
      {
        // Code scanning shows no result that lies in no file.
        physicalLocation: {
          artifactLocation: {
            uri: [account, region, clusterName(cluster)].map((part) => encodeURIComponent(visible(part))).join('/'),
          },
        },
        logicalLocations: [{ name: resourceName(first).text, fullyQualifiedName: resource, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'fault/v1': [resource, clusterCreatedAt, rule, fault ?? ''].join('|') },
    ...(audit.baseline ? {} : { baselineState: state }),
    properties: {
      severity: severityOf(entry),
      horizons: horizonsOf(entry).map(({ horizon }) => horizon),
      status,
      environment: first.environment,
      system: first.system,
      firstObservedAt: first.firstObservedAt,
    },
  };
}

function suppressedResult(finding: SuppressedFinding, document: AuditDocument, whereOf: Whereabouts): Result {
  const { reason, owner, until } = finding.suppression;
  const justification = say`${reason} (${owner}, until ${until})`.text;
  return {
    ...resultOf([finding], document, whereOf),
    suppressions: [{ kind: 'external', status: 'accepted', justification }],
  };
}

function notificationsOf({ audit, coverage, insufficientData }: AuditDocument, whereOf: Whereabouts): Notification[] {
  const unseen = coverage.flatMap((row) => {
    const level = isIncomplete(row) ? 'error' : 'note';
    return unseenLines(row, say`${place(row)}: `).map((text) => notification(level, text));
  });
  const unjudged = insufficientData.map((one) => ({
    ...notification('warning', say`${resourceName(one, whereOf)}: could not be judged: ${one.reason}`.text),
    associatedRule: { id: one.rule },
  }));
  const notices = audit.notices.map((one) => notification('note', noticeWords(one).text));
  return [...unseen, ...unjudged, ...notices];
}

function notification(level: Notification['level'] & string, text: string): Notification {
  return { level, message: { text } };
}
