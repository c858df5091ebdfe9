import { isIncomplete } from '#core/coverage.ts';
import { type Examination, isAllSeen, type TargetExamination } from '#core/examination.ts';
import { obstacleWords } from './coverage-words.ts';
import { minuteOf } from './day-words.ts';
import { heading, type Layout, plain, wrapped } from './layout.ts';
import { type Mend, mendsOf } from './mend.ts';
import { figures, firstOf, listed, say, visible } from './phrase.ts';
import { noticesSection } from './report/notices.ts';
import { type Item, type Section, todoOf } from './report/section.ts';
import { sectionLines } from './section-lines.ts';

/** What an audit would be let see, for a terminal: the verdict, what is missing with what mends it, and all that was asked. */
export function renderExamination(examination: Examination, options: Partial<Layout> = {}): string {
  const layout: Layout = { width: options.width ?? plain.width, colour: options.colour ?? plain.colour };
  const mends = mendsOf(examination);
  const sections: readonly Section[] = [
    { title: 'Missing', items: mends.filter(({ isFault }) => isFault).map(itemOf), isLong: true },
    { title: 'Not enabled', items: mends.filter((one) => !one.isFault && !one.isOptional).map(itemOf), isLong: true },
    { title: 'Optional', items: mends.filter(({ isOptional }) => isOptional).map(itemOf), isLong: true },
  ];
  const parts = [
    opening(examination).flatMap((line) => wrapped(line, layout)),
    ...sections.map((section) => sectionLines(section, layout)),
    targetLines(examination, layout),
    sectionLines(noticesSection({ audit: examination }), layout),
    wrapped(insideWords(examination), layout),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function opening(examination: Examination): readonly string[] {
  const { asOf, calls, durationSeconds, targets, caller, organization } = examination;
  const incomplete = targets.filter(isIncomplete).length;
  const part = `An audit cannot see everything: ${incomplete} of ${figures(targets.length, 'target')} would be incomplete.`;
  const whole = isAllSeen(examination) ? 'An audit can see everything.' : part;
  const verdict = organization === undefined ? whole : 'An audit cannot be made: its accounts could not be listed.';
  const who = say`As ${caller.arn ?? caller.account}`.text;
  return [verdict, `${who}, ${minuteOf(asOf)}: ${figures(calls, 'call')} in ${durationSeconds.toFixed(1)} s.`];
}

/** Each cluster lets itself be read, or not: of the others nothing is known. */
function insideWords({ targets }: Examination): string {
  const looked = targets.filter(({ inside }) => inside);
  if (looked.length === 0) return 'The Kubernetes API of the clusters was not looked at: reading it is optional.';
  const open = looked.filter(({ inside }) => inside?.refused.length === 0).length;
  return `The Kubernetes API was asked of one cluster a region, and may be read whole in ${open} of ${looked.length}. Each cluster has access entries of its own.`;
}

function itemOf({ accounts, where, actions, obstacle, detail, remedy, commands, policy }: Mend): Item {
  const [account = ''] = accounts;
  const steps = commands.map((command) => ({ account, command, verify: [] }));
  return {
    text: say`${firstOf(where)}: ${listed(actions)}: ${obstacleWords[obstacle]}`,
    notes: [
      ...(detail === '' ? [] : [say`AWS says: ${detail}`.text]),
      say`To do: ${remedy}.`.text,
      ...(policy ? [visible(JSON.stringify(policy))] : []),
    ],
    ...todoOf(say`In ${firstOf(accounts.map((one) => `account ${one}`))}`.text, account, steps),
  };
}

type Cell = 'yes' | 'NO' | '-';

/** What a column of the table stands for: it says yes where all of these were answered that there was to ask. */
const columns: readonly (readonly [title: string, actions: RegExp])[] = [
  ['regions', /^account:ListRegions$/],
  ['list', /^eks:ListClusters$/],
  ['describe', /^eks:(DescribeCluster|(List|Describe)(Addon|Nodegroup)s?)$/],
  ['catalogue', /^eks:Describe(Cluster|Addon)Versions$/],
];

/** A row a target; those of an account that have no cluster, and are seen, share one. */
function targetLines({ targets }: Examination, layout: Layout): readonly string[] {
  if (targets.length === 0) return [];
  const isQuiet = (target: TargetExamination): boolean => target.status === 'EMPTY' && !isIncomplete(target);
  const groups = [...Map.groupBy(targets, ({ account }) => account).values()].flatMap((own) => [
    ...own.filter((target) => !isQuiet(target)).map((target) => [target]),
    ...[own.filter(isQuiet)].filter(({ length }) => length > 0),
  ]);
  const rows = groups.map(rowOf);
  const table = [['account', 'region', 'role', ...columns.map(([title]) => title), 'clusters', 'looked into'], ...rows];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  const lines = table.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
  return [heading('What was asked', layout), ...lines, ...unaskedLines(targets, layout)];
}

function rowOf(group: readonly TargetExamination[]): readonly string[] {
  const [first] = group as readonly [TargetExamination, ...TargetExamination[]];
  const { account, region, role, because, example, clusters, answered } = first;
  const refused = [because, ...first.unreadable].flatMap((one) => one?.call ?? []);
  const cell = (actions: RegExp): Cell => {
    if (isIncomplete(first) && refused.some((action) => actions.test(action))) return 'NO';
    return answered.some((action) => actions.test(action)) ? 'yes' : '-';
  };
  const own = role === undefined ? 'own' : refused.includes('sts:AssumeRole') ? 'NO' : 'yes';
  const isListed = answered.includes('eks:ListClusters');
  return [
    account,
    group.length > 1 ? `${group.length} regions` : region,
    own,
    ...columns.map(([, actions]) => cell(actions)),
    isListed ? String(clusters) : '-',
    example?.name ?? '',
  ].map(visible);
}

/** What a cluster that was looked into has none of was not asked: nobody knows yet whether it would be answered. */
function unaskedLines(targets: readonly TargetExamination[], layout: Layout): readonly string[] {
  const looked = targets.filter((target) => target.example !== undefined && !isIncomplete(target));
  const unasked = [...new Set(looked.flatMap((target) => target.unasked))].filter(
    (action) => !looked.some(({ answered }) => answered.includes(action)),
  );
  if (unasked.length === 0) return [];
  return wrapped(say`There was nothing to ask ${listed(unasked)} about.`.text, layout, '  ');
}
