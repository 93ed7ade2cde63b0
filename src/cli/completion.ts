import type { Command } from './command.ts';
import { CommandError } from './errors.ts';
import { projectPath } from './local.ts';

/** A command's name, and what may follow it. */
interface Completed {
  name: string;
  summary: string;
  /** Words such as `retry` in `hub retry`. */
  words: string[];
  options: { name: string; help: string; takesValue: boolean }[];
}

const SHELLS: Record<string, (commands: Completed[]) => string> = { bash, zsh, fish };

/**
 * Returns the script that completes commands and options in a shell. It also defines the command `tagwire` where there is none, as
 * that of this checkout.
 * @throws {CommandError} for another shell than bash, zsh and fish
 */
export function completionScript(shell: string | undefined, commands: Record<string, Command>): string {
  const script = SHELLS[shell ?? ''];
  if (!script)
    throw new CommandError(
      `completion: expected ${Object.keys(SHELLS).join(', ')}, got ${shell ? `"${shell}"` : 'nothing'}`,
    );
  return script([
    ...Object.entries(commands).map(([name, it]) => completed(name, it)),
    { name: 'help', summary: 'show the options of a command', words: Object.keys(commands), options: [] },
  ]);
}

function completed(name: string, { usage, options }: Command): Completed {
  const words = usage.map(([form]) => form.split(' ')[1] ?? '').filter((it) => /^[a-z]+$/.test(it));
  return {
    name,
    summary: usage[0]?.[1] ?? '',
    words,
    options: Object.entries(options).map(([option, { help, type }]) => ({
      name: option,
      help,
      takesValue: type === 'string',
    })),
  };
}

const MAIN = projectPath('src', 'cli', 'main.ts');

function bash(commands: Completed[]): string {
  const cases = commands.map(
    ({ name, words, options }) =>
      `    ${name}) words="${[...words, ...options.map((it) => `--${it.name}`), '--help'].join(' ')}" ;;`,
  );
  return `command -v tagwire >/dev/null || tagwire() { "${process.execPath}" "${MAIN}" "$@"; }
_tagwire() {
  local words=""
  if [ "$COMP_CWORD" -eq 1 ]; then words="${commands.map((it) => it.name).join(' ')} --help"
  else case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _tagwire tagwire
`;
}

/** zsh completes by bash's functions. */
function zsh(commands: Completed[]): string {
  return `autoload -Uz compinit bashcompinit && compinit && bashcompinit\n${bash(commands)}`;
}

function fish(commands: Completed[]): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const lines = commands.flatMap(({ name, summary, words, options }) => [
    `complete -c tagwire -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...words.map((it) => `complete -c tagwire -n '__fish_seen_subcommand_from ${name}' -f -a ${it}`),
    ...options.map(
      (it) =>
        `complete -c tagwire -n '__fish_seen_subcommand_from ${name}' -l ${it.name} ${it.takesValue ? '-r ' : ''}-d ${quoted(it.help)}`,
    ),
  ]);
  return `type -q tagwire; or function tagwire; ${quoted(process.execPath)} ${quoted(MAIN)} $argv; end\n${lines.join('\n')}\n`;
}
