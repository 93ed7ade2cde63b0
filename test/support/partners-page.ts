import { PARTNERS } from '../../src/partners/index.ts';

/** The table of docs/partners.md, from the partners themselves. */
export function partnersTable(): string {
  return PARTNERS.map(({ name, title, source, items, rules, whenGone }) =>
    [
      `### ${title}`,
      '',
      `\`/feeds/{channel}/for/${name}.rss\`, ${items} stories a page. Rules: [${new URL(source.url).hostname}](${source.url}), looked up on ${source.lookedUp}.`,
      '',
      '| rule | it takes |',
      '|---|---|',
      ...rules.map((it) => `| \`${it.id}\` | ${it.says} |`),
      `| a story that is withdrawn or retracted | ${whenGone}; none of the story's words |`,
    ].join('\n'),
  ).join('\n\n');
}
