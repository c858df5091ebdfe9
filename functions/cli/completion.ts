import type { Argument, Command, Option } from 'commander';
import { fleetRules } from '#core/fleet/rules/index.ts';
import { clusterRules } from '#core/rules/index.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What may stand for a value: words that are known, a path, or what nobody knows beforehand. */
type Values = readonly string[] | 'file' | 'folder' | 'unknown';

interface CompletedOption {
  /** `--format`, `-h`. */
  readonly flags: readonly string[];
  readonly about: string;
  /** Absent where it takes none. */
  readonly values?: Values;
  readonly isRepeatable: boolean;
}

interface CompletedCommand {
  readonly name: string;
  readonly about: string;
  readonly options: readonly CompletedOption[];
  /** What its first argument may be; absent where it has none. */
  readonly argument?: Values;
}

/** The script by which a shell completes what is written of the program: all that the program parses, and nothing else. */
export function completionScript(program: Command, shell: Shell): string {
  return scripts[shell](commandOf(program), program.createHelp().visibleCommands(program).map(commandOf));
}

function commandOf(command: Command): CompletedCommand {
  const [argument] = command.registeredArguments;
  return {
    name: command.name(),
    about: oneLine(command.description()),
    options: command.createHelp().visibleOptions(command).map(optionOf),
    ...(argument ? { argument: valuesOf(argument.argChoices, argument.name()) } : {}),
  };
}

function optionOf({ short, long, flags, description, argChoices, parseArg }: Option): CompletedOption {
  const placeholder = /<([^>]+)>/.exec(flags)?.[1];
  return {
    flags: [short, long].flatMap((flag) => flag ?? []),
    about: oneLine(description),
    ...(placeholder === undefined ? {} : { values: valuesOf(argChoices, placeholder) }),
    isRepeatable: parseArg?.length === 2,
  };
}

function valuesOf(choices: Argument['argChoices'], placeholder: string): Values {
  if (choices) return choices;
  if (placeholder === 'rule') return [...clusterRules, ...fleetRules].map(({ id }) => id);
  if (placeholder === 'file') return 'file';
  return placeholder === 'folder' || placeholder === 'recording' ? 'folder' : 'unknown';
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

const scripts: Record<Shell, (program: CompletedCommand, commands: readonly CompletedCommand[]) => string> = {
  bash: (program, commands) => {
    const all = [program, ...commands];
    const nameOf = (command: CompletedCommand): string => (command === program ? '' : command.name);
    const values = all.flatMap((command) =>
      command.options.flatMap((option) =>
        option.values === undefined
          ? []
          : option.flags.map((flag) => `    '${nameOf(command)} ${flag}') ${inBash(option.values ?? [])}; return ;;`),
      ),
    );
    const words = all.map((command) => {
      const flags = command.options.flatMap((option) => option.flags);
      const first = command === program ? commands.map(({ name }) => name) : command.argument;
      return `    '${nameOf(command)}') if [[ $cur == -* ]]; then ${inBash(flags)}; else ${inBash(first ?? flags)}; fi ;;`;
    });
    return `# midwatch completion bash: source it, or put it where bash-completion looks.
_midwatch() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command='' word i
  # bash parts --format=json at the sign.
  if [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word != -* ]]; then command=$word; break; fi
  done
  COMPREPLY=()
  local IFS=$'\\n'
  case "$command $prev" in
${values.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
  esac
}
complete -F _midwatch midwatch
`;
  },

  zsh: (program, commands) => {
    const named = commands.map(({ name, about }) => `    ${inQuotes(`${name}:${about.replaceAll(':', '\\:')}`)}`);
    const cases = commands.map(
      (command) => `        ${command.name})
          _arguments ${[...command.options.flatMap(zshOptions), ...zshArgument(command)].join(' \\\n            ')}
          ;;`,
    );
    return `#compdef midwatch
# midwatch completion zsh: put it into a folder of your fpath, as _midwatch.
_midwatch() {
  local curcontext=$curcontext state line
  local -a commands
  commands=(
${named.join('\n')}
  )
  _arguments -C ${program.options.flatMap(zshOptions).join(' ')} '1: :->command' '*:: :->rest'
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $words[1] in
${cases.join('\n')}
      esac
      ;;
  esac
}
if [ "$funcstack[1]" = _midwatch ]; then _midwatch "$@"; else compdef _midwatch midwatch; fi
`;
  },

  fish: (program, commands) => {
    const optionLine = (condition: string, { flags, about, values }: CompletedOption): string => {
      const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
      const more = values === undefined ? [] : [inFish(values)];
      return ['complete -c midwatch', condition, ...names, ...more, `-d ${inQuotes(about, 'fish')}`].join(' ');
    };
    const lines = commands.flatMap((command) => {
      const within = `-n '__fish_seen_subcommand_from ${command.name}'`;
      const argument =
        command.argument === undefined ? [] : [`complete -c midwatch ${within} ${inFish(command.argument)}`];
      return [
        `complete -c midwatch -n __fish_use_subcommand -a ${command.name} -d ${inQuotes(command.about, 'fish')}`,
        ...command.options.map((option) => optionLine(within, option)),
        ...argument,
      ];
    });
    return [
      '# midwatch completion fish: put it into ~/.config/fish/completions/midwatch.fish.',
      'complete -c midwatch -f',
      ...program.options.map((option) => optionLine('-n __fish_use_subcommand', option)),
      ...lines,
      '',
    ].join('\n');
  },
};

/** What fills COMPREPLY, with lines for what parts them. */
function inBash(values: Values): string {
  if (values === 'unknown') return ':';
  if (values === 'file') return 'COMPREPLY=($(compgen -f -- "$cur"))';
  if (values === 'folder') return 'COMPREPLY=($(compgen -d -S / -- "$cur"))';
  return `COMPREPLY=($(compgen -W $'${values.join('\\n')}' -- "$cur"))`;
}

function zshOptions({ flags, about, values, isRepeatable }: CompletedOption): readonly string[] {
  const told = about.replaceAll(/[[\]\\]/g, '\\$&');
  return flags.map((flag) => {
    const name = values === undefined ? flag : `${flag}=`;
    return inQuotes(
      `${isRepeatable ? '*' : ''}${name}[${told}]${values === undefined ? '' : `:value:${inZsh(values)}`}`,
    );
  });
}

function zshArgument({ argument }: CompletedCommand): readonly string[] {
  return argument === undefined ? [] : [inQuotes(`1:value:${inZsh(argument)}`)];
}

function inZsh(values: Values): string {
  if (values === 'unknown') return ' ';
  if (values === 'file') return '_files';
  return values === 'folder' ? '_files -/' : `(${values.join(' ')})`;
}

function inFish(values: Values): string {
  if (values === 'unknown') return '-x';
  if (values === 'file') return '-r -F';
  return values === 'folder' ? "-x -a '(__fish_complete_directories)'" : `-x -a '${values.join(' ')}'`;
}

/** As one word of a shell, whatever is in it. */
function inQuotes(text: string, shell: 'zsh' | 'fish' = 'zsh'): string {
  if (shell === 'fish') return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
