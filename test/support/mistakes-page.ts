import { MISTAKES, OTHER_MISTAKES } from '../../src/articles/mistakes.ts';

/** The page of docs/mistakes.md, from the table of mistakes. */
export function mistakesPage(): string {
  const sections = [...OTHER_MISTAKES, ...MISTAKES].map(
    ({ id, name, wrong, right, reason }) =>
      `<a id="${id}"></a>\n\n## ${name}\n\n${reason.charAt(0).toUpperCase()}${reason.slice(1)}.\n\n    ${indented(wrong)}\n\nis written\n\n    ${indented(right)}\n`,
  );
  return `${HEAD}\n${sections.join('\n')}`;
}

const HEAD = `# Mistakes that are often made

In a story's fields (its front matter), in tags.yaml and in the folder. The messages of \`check\`, \`push\` and \`npm start\` lead here;
each names the line, and the line that is meant. The page is made of the table in \`src/articles/mistakes.ts\`; \`npx vitest run mistakes -u\` writes it again.
`;

const indented = (text: string) => text.replaceAll('\n', '\n    ').replaceAll('\t', '→');
