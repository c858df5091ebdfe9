import { isIncomplete } from '#core/coverage.ts';
import type { AuditDocument, DocumentedCluster, DocumentedFinding } from '#core/document.ts';
import { compareSeverities, type Severity } from '#core/severity.ts';
import { place, statusWords, unseenLines } from './coverage-words.ts';
import { type Entry, entriesOf, entryWords, severityOf } from './entry.ts';
import { plain } from './layout.ts';
import { say } from './phrase.ts';
import { placedName, resourceName } from './resource-name.ts';
import { stepLines } from './steps.ts';
import { renderTable, type TableOptions } from './table.ts';
import { type Whereabouts, whereaboutsIn } from './whereabouts.ts';
import { type Element, element, renderXml } from './xml.ts';

export interface JunitOptions extends TableOptions {
  /** From which severity on a finding is a failure; a milder one passes, and says so. @default HIGH */
  readonly failOn?: Severity | 'none';
}

/**
 * An audit as JUnit XML, for pipelines that show test reports: a suite a cluster, a case a fault.
 *
 * What could not be judged or is suppressed is skipped, what AWS refused or failed is an error; the whole report is the
 * output of the first suite.
 */
export function renderJunit(document: AuditDocument, options: JunitOptions = {}): string {
  const { failOn = 'HIGH' } = options;
  const open = document.findings.filter(({ status }) => status === 'OPEN');
  const shown = open.filter(({ severity }) => options.informational || severity !== 'INFORMATIONAL');
  const whereOf = whereaboutsIn(document);
  const suites = [
    coverageSuite(document, renderTable(document, { ...options, ...plain })),
    ...document.clusters.map((cluster) => clusterSuite(cluster, document, shown, failOn, whereOf)),
  ];
  // The schema that Jenkins holds reports to knows no skipped of all suites.
  const { skipped: _, ...all } = counts(suites);
  const attributes = { name: 'midwatch', ...all, time: document.audit.durationSeconds.toFixed(3) };
  return renderXml(element('testsuites', attributes, suites));
}

/** Whether each target could be looked at. */
function coverageSuite({ audit, coverage }: AuditDocument, report: string): Element {
  const cases = coverage.map((row) => {
    const message = row.because ? statusWords[row.status] : 'not all of it could be seen';
    const error = element(
      'error',
      { type: row.because?.obstacle ?? 'UNREADABLE', message },
      unseenLines(row).join('\n'),
    );
    return testCase('coverage', place(row).text, isIncomplete(row) ? [error] : []);
  });
  return suite('coverage', audit.asOf, cases, [element('system-out', {}, report)]);
}

function clusterSuite(
  { arn, unread }: DocumentedCluster,
  { audit, insufficientData, suppressed }: AuditDocument,
  open: readonly DocumentedFinding[],
  failOn: Severity | 'none',
  whereOf: Whereabouts,
): Element {
  const called = placedName(arn, whereOf).text;
  const entries = entriesOf(open.filter(({ cluster }) => cluster === arn));
  const unjudged = insufficientData.filter(({ cluster }) => cluster === arn);
  const accepted = suppressed.filter(({ cluster }) => cluster === arn);
  const cases = [
    ...entries.map((entry) => findingCase(called, entry, audit.asOf, failOn)),
    ...unjudged.map((one) =>
      testCase(called, say`${resourceName(one)}: ${one.rule}, ${one.horizon}`.text, [
        skipped(say`could not be judged: ${one.reason}`.text),
      ]),
    ),
    ...accepted.map(({ suppression: { reason, owner, until }, ...one }) =>
      testCase(called, caseName([one], audit.asOf), [
        skipped(say`suppressed by ${owner} until ${until}: ${reason}`.text),
      ]),
    ),
  ];
  const isWhole = cases.length === 0 && unread.length === 0;
  return suite(called, audit.asOf, isWhole ? [testCase(called, 'nothing is wrong with it', [])] : cases);
}

function findingCase(
  called: string,
  entry: Entry<DocumentedFinding>,
  asOf: string,
  failOn: Severity | 'none',
): Element {
  const severity = severityOf(entry);
  const { headline, details, strikes } = entryWords(entry, asOf);
  const [{ account, remediation, rule }] = entry;
  const text = [
    headline.text,
    ...details.map((one) => one.text),
    say`Strikes ${strikes}; rule ${rule}.`.text,
    ...stepLines(remediation, plain, 0, account),
  ].join('\n');
  const isFailure = failOn !== 'none' && compareSeverities(severity, failOn) >= 0;
  const told = isFailure
    ? element('failure', { type: severity, message: `${severity}: ${headline.text}` }, text)
    : element('system-out', {}, `${severity}: ${text}`);
  return testCase(called, caseName(entry, asOf), [told]);
}

function caseName(entry: Entry<DocumentedFinding>, asOf: string): string {
  return say`${resourceName(entry[0])}: ${entryWords(entry, asOf).headline}`.text;
}

function testCase(classname: string, name: string, children: readonly Element[]): Element {
  return element('testcase', { classname, name, time: '0' }, children);
}

function skipped(message: string): Element {
  return element('skipped', { message });
}

function suite(name: string, asOf: string, cases: readonly Element[], more: readonly Element[] = []): Element {
  return element('testsuite', { name, ...counts(cases), timestamp: asOf.slice(0, 19), time: '0' }, [...cases, ...more]);
}

/** How many cases lie in these, and how they ended. */
function counts(elements: readonly Element[]): Readonly<Record<string, string>> {
  const cases = elements.flatMap(casesIn);
  const ended = (as: string): string =>
    String(cases.filter((one) => childrenOf(one).some(({ name }) => name === as)).length);
  return {
    tests: String(cases.length),
    failures: ended('failure'),
    errors: ended('error'),
    skipped: ended('skipped'),
  };
}

function casesIn(one: Element): readonly Element[] {
  return one.name === 'testcase' ? [one] : childrenOf(one).flatMap(casesIn);
}

function childrenOf({ content }: Element): readonly Element[] {
  return typeof content === 'string' ? [] : content;
}
