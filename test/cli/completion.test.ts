import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { tagwire } from '../support/tagwire.ts';

/** What bash would complete a line to: its last word is the one that is being written. */
async function completions(...line: string[]): Promise<string[]> {
  const { out } = await tagwire(['completion', 'bash']);
  const words = line.map((it) => `'${it}'`).join(' ');
  const script = `${out}\nCOMP_WORDS=(${words}); COMP_CWORD=${line.length - 1}; _tagwire; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('tagwire completion', () => {
  it('completes commands, the words after them, and their options', async () => {
    expect(await completions('tagwire', 'st')).toEqual(['start', 'status']);
    expect(await completions('tagwire', 'hub', 're')).toEqual(['retry']);
    expect(await completions('tagwire', 'push', '--de')).toEqual(['--delete']);
    expect(await completions('tagwire', 'help', 'wi')).toEqual(['withdraw']);
  });

  it('defines the command where there is none', async () => {
    const { out } = await tagwire(['completion', 'bash']);
    const version = execFileSync('bash', ['-c', `${out}\ntagwire --help`], { encoding: 'utf8' });
    expect(version).toMatch(/^tagwire - a news wire for every tag\n/);
  });

  it('is there for fish and zsh', async () => {
    const fish = await tagwire(['completion', 'fish']);
    expect(fish.out).toContain(
      "complete -c tagwire -n '__fish_seen_subcommand_from push' -l delete -d 'withdraw articles that are on the wire but not in DIR; on a terminal, after asking'\n",
    );
    expect((await tagwire(['completion', 'zsh'])).out).toMatch(/^autoload -Uz compinit bashcompinit /);
  });

  it('names the shells that it knows', async () => {
    expect(await tagwire(['completion', 'tcsh'])).toEqual({
      code: 2,
      out: '',
      err: 'tagwire: completion: expected bash, zsh, fish, got "tcsh"\n',
    });
  });
});

describe('the help', () => {
  it('fits into a terminal of 80 columns', async () => {
    for (const command of ['', 'start', 'init', 'import', 'push', 'hub', 'completion']) {
      const { out } = await tagwire(['help', ...(command === '' ? [] : [command])]);
      const [, examples = ''] = out.split('\nExamples\n');
      const lines = out.replace(examples, '').split('\n');
      expect(lines.filter((it) => it.length > 80)).toEqual([]);
    }
  });
});

describe('what is printed', () => {
  it('has colours on a terminal that shows them, and none where NO_COLOR says so', async () => {
    const colour = await tagwire(['check', 'test/fixtures/cli/broken'], { FORCE_COLOR: '1', NO_COLOR: '' });
    const plain = await tagwire(['check', 'test/fixtures/cli/broken']);
    expect(colour.out).toContain('\u001b[31mtitle\u001b[39m: ');
    expect(colour.out.replace(/\u001b\[\d+m/g, '')).toBe(plain.out);
    expect(plain.out).toBe('test/fixtures/cli/broken/untitled.md: title: is required\n1 article, 1 problem, 0 notes\n');
  });
});
