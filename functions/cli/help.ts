/** What the help of a command says besides its options. */
interface Help {
  /** A command line each, and what it is for. */
  readonly examples: readonly (readonly [string, string])[];
  /** Where it ends with something else than all commands do. */
  readonly codes?: string;
  /** What else there is to know. */
  readonly notes?: readonly string[];
}

const asking: readonly string[] = [
  'It only reads what earlier audits left: the history of this workstation, of --table or of --api.',
];

/** By the name of the command. */
export const helpOf: Readonly<Record<string, Help>> = {
  audit: {
    examples: [
      ['midwatch audit', 'the account of your credentials, each region that is enabled'],
      ['midwatch audit --region eu-west-1 --cluster shop-prod', 'one cluster'],
      ['midwatch audit --as-of 2027-03-01', 'what will be wrong by then; nothing is stored'],
      ['midwatch audit --no-history --fail-on CRITICAL --format junit > report.xml', 'as a gate in a pipeline'],
      ['midwatch audit --table TABLE --format html > fleet.html', 'with the deployed history, as a page'],
    ],
    codes: `Ends with 0 when nothing is wrong, 1 with findings at or above --fail-on, else 2 when AWS refused or failed
a call, 3 for wrong usage or configuration or a history that it cannot use, 4 when it could not go on for a
reason that it did not foresee, 130 when it was ended before it was done.`,
    notes: ['Which accounts, environments and limits there are says midwatch.yaml, or the file of --config.'],
  },
  doctor: {
    examples: [
      ['midwatch doctor', 'asks each call of an audit once, in each account and region'],
      ['midwatch doctor --account 111122223333 --format json', 'one account, for a program'],
    ],
    codes: 'Ends with 0 when all can be seen, 2 when something was refused, 3 for wrong usage or configuration.',
  },
  findings: {
    examples: [
      ['midwatch findings', 'what is open, the worst first'],
      ['midwatch findings --environment prod --severity HIGH', 'what is HIGH or worse in prod'],
      ['midwatch findings --status resolved', 'what is over, the last first'],
    ],
    notes: asking,
  },
  drift: {
    examples: [
      ['midwatch drift', 'all systems, an environment a column'],
      ['midwatch drift --system shop --format json', 'one system, for a program'],
    ],
    notes: asking,
  },
  cluster: {
    examples: [['midwatch cluster shop-prod', 'by its name, or by its ARN where several have that name']],
    notes: asking,
  },
  history: {
    examples: [
      ['midwatch history shop-prod', 'all that happened to it, the last first'],
      ['midwatch history shop-prod --from 2026-10-01 --to 2026-10-31', 'a month, and what it ran at its end'],
    ],
    notes: asking,
  },
  sweeps: {
    examples: [
      ['midwatch sweeps', 'did last night see everything'],
      ['midwatch sweeps 20261127T020000Z-lsc2m0c0', 'what one of them could see, and not'],
    ],
    notes: asking,
  },
  serve: {
    examples: [
      ['midwatch serve', 'over the history of this workstation, on any free port'],
      ['midwatch serve --table TABLE --port 8080', 'over the deployed history, with your credentials'],
    ],
    notes: ['It answers this machine alone, asks nobody who he is, and ends with Ctrl-C.'],
  },
  replay: {
    examples: [
      ['midwatch replay incident', 'an outage night by night, without an account'],
      ['midwatch replay incident --serve --night 4', 'AWS as it was in one night, for any client'],
    ],
    notes: ['Beside incident there are healthy, neglected and strangers; midwatch record makes one of your own.'],
  },
  record: {
    examples: [['midwatch record ./recording', 'tonight, as its next night, under names that are nobody’s']],
    notes: ['Look through a folder before you give it away.'],
  },
  explain: {
    examples: [['midwatch explain kube-proxy-version-skew', 'what it means, and what to look at when it has happened']],
  },
  completion: {
    examples: [
      ['source <(midwatch completion bash)', 'in ~/.bashrc'],
      ['midwatch completion zsh > ~/.zfunc/_midwatch', 'with ~/.zfunc in fpath before compinit'],
      ['midwatch completion fish > ~/.config/fish/completions/midwatch.fish', 'for good'],
    ],
    notes: ['It completes what is called midwatch: an alias or a link on your PATH.'],
  },
};

const otherCodes =
  'Ends with 0, 2 when what it asks refused or could not be reached, 3 for wrong usage or configuration.';

/** What comes after the options of a command. */
export function helpAfter(name: string): string {
  const { examples, codes = otherCodes, notes = [] } = helpOf[name] ?? { examples: [] };
  const lines = examples.flatMap(([line, what]) => [`  $ ${line}`, `      ${what}`]);
  return ['', 'Examples:', ...lines, '', ...notes, ...(notes.length > 0 ? [''] : []), codes].join('\n');
}

/** What comes after the commands of the program. */
export const helpAfterAll = `
Begin with:
  $ midwatch replay incident
      what it would have said of a real outage; needs no account
  $ midwatch doctor
      whether your AWS credentials let it see what it looks at
  $ midwatch audit
      what is wrong, since when, and the commands that mend it

Ends with 0 when nothing is wrong, 1 when an audit found something from --fail-on on, 2 when AWS refused or
failed a call, 3 for wrong usage or configuration, 4 for what it did not foresee, 130 when it was ended.

Settings, all of which have a default, are in midwatch.yaml in this folder, or in the file of --config.
  AWS_PROFILE, AWS_REGION, …   which credentials, as the AWS CLI takes them
  HTTPS_PROXY, NO_PROXY        how AWS is reached
  XDG_DATA_HOME                where the history is kept, below it in midwatch
  MIDWATCH_TOKEN               what an --api of a JWT issuer is shown
  MIDWATCH_DEBUG=1             where what it did not foresee happened
  NO_COLOR=1                   no colour

More of a command: midwatch COMMAND --help. Of a rule: midwatch explain RULE. All else: README.md.`;
