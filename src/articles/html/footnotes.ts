import type { MarkdownIt } from 'markdown-it';
import plugin from 'markdown-it-footnote';
import { HtmlError } from './html-error.ts';

/** More footnotes and marks than any story has; the plugin copies all tokens for each footnote. */
const MAX_FOOTNOTES = 2000;
/** A longer label is none: the plugin looks for its end at each mark. */
const NO_LABEL = /\[\^[^\s\]]{100}/y;

/** What the plugin knows of the footnotes of a text. */
interface Footnotes {
  /** By ":" and label: the number in `list`; -1 of one that no mark leads to. */
  refs: Record<string, number>;
  list?: { label: string; count: number }[];
}

/**
 * Lets Markdown have footnotes (`[^1]`), as Hugo and Jekyll know them. Those that no mark leads to, and those whose label another
 * one has, keep their words at the end, too. Throws an HtmlError if there are more than 2,000 marks and footnotes.
 */
export function footnotes(markdown: MarkdownIt): void {
  markdown.use(plugin).disable('footnote_inline');

  markdown.inline.ruler.before('link', 'no_footnote', (state, silent) => {
    NO_LABEL.lastIndex = state.pos;
    if (!NO_LABEL.test(state.src)) return false;
    if (!silent) state.pending += '[^';
    state.pos += '[^'.length;
    return true;
  });

  markdown.core.ruler.before('footnote_tail', 'unmarked_footnotes', ({ env, tokens }) => {
    const { footnotes } = env as { footnotes?: Footnotes };
    if (!footnotes) return;
    const { refs } = footnotes;
    footnotes.list ??= [];
    const { list } = footnotes;
    const labels = new Set<string>();
    for (const { type, meta } of tokens) {
      if (type !== 'footnote_reference_open') continue;
      const footnote = meta as { label: string };
      // No label that is written has a space.
      if (labels.has(footnote.label)) footnote.label += ` ${labels.size}`;
      labels.add(footnote.label);
    }
    const marks = list.reduce((sum, it) => sum + it.count, labels.size);
    if (marks > MAX_FOOTNOTES) throw new HtmlError(`has more than ${MAX_FOOTNOTES} footnotes and marks of footnotes`);
    for (const label of labels) {
      if ((refs[`:${label}`] ?? -1) < 0) refs[`:${label}`] = list.push({ label, count: 0 }) - 1;
    }
  });

  const { rules } = markdown.renderer;
  const idOf = (meta: unknown) => (meta as { id: number }).id;
  // A second mark of a footnote has the same number.
  rules.footnote_caption = (tokens, index) => `[${idOf(tokens[index]?.meta) + 1}]`;
  const linkToMark = rules.footnote_anchor;
  rules.footnote_anchor = (tokens, index, options, env, self) => {
    const { list = [] } = (env as { footnotes: Footnotes }).footnotes;
    const isMarked = (list[idOf(tokens[index]?.meta)]?.count ?? 0) > 0;
    return isMarked && linkToMark ? linkToMark(tokens, index, options, env, self) : '';
  };
}
