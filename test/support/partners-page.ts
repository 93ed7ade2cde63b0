import { PARTNERS, profilePath } from '../../src/partners/index.ts';

/** The table of docs/partners.md, from the partners themselves. */
export function partnersTable(): string {
  return PARTNERS.map((it) => {
    const { title, source, items, maxAgeDays, rules, whenGone } = it;
    return [
      `### ${title}`,
      '',
      `\`${profilePath('{channel}', it)}\`, ${items} stories a page. Rules: [${new URL(source.url).hostname}](${source.url}), looked up on ${source.lookedUp}.`,
      '',
      '| rule | it takes |',
      '|---|---|',
      ...(maxAgeDays === undefined
        ? []
        : [`| \`age\` | a story that was published within the last ${maxAgeDays} days |`]),
      ...rules.map(({ id, says, source: own }) => `| \`${id}\` | ${says}${own ? ` ([source](${own}))` : ''} |`),
      `| a story that is withdrawn or retracted | ${whenGone}; none of the story's words |`,
    ].join('\n');
  }).join('\n\n');
}
