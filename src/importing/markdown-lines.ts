import MarkdownIt, { type Token } from 'markdown-it';
import { footnotes } from '../articles/html/footnotes.ts';
import { parse, wordsIn } from '../articles/html/parse.ts';
import { textOfSafeHtml } from '../articles/html/text-of.ts';
import { NOTE_MARK } from '../articles/summary.ts';
import type { Line, Lined } from './lines.ts';

const markdown = new MarkdownIt({ html: true }).use(footnotes);

/** Where Markdown ends a line for the reader: at two spaces or a backslash before the line's end, or at `<br>`. */
const HARD_BREAK = /(?: {2,}|\\|<br *\/?>) *$/i;

const LIST = /^(?:bullet|ordered)_list_open$/;

/** A line, and the lines of the source that it stands in: `from` up to, but not with, `to`. */
interface Piece {
  line: Line;
  from: number;
  to: number;
  place: 'block' | 'item' | 'part' | 'last-part';
}

/**
 * Finds the lines of Markdown: paragraphs, headings, the items of lists that are one paragraph, and the parts of each that hard
 * breaks make. What else there is (quotations, tables, code) is kept as a whole.
 * @param first the number of the text's first line: a line has the number of its own first one
 */
export function linesOfMarkdown(text: string, first = 1): Lined {
  const source = text.split(/\r\n|\n/);
  const { pieces, words } = new Pieces(text, first);
  return {
    lines: pieces.map((it) => it.line),
    without(numbers) {
      const gone = pieces.filter((it) => numbers.has(it.line.number));
      return {
        text: gone.length === 0 ? text : takeOut(source, gone),
        paragraphs: words.filter((it) => !numbers.has(it.line)).map((it) => it.text.replace(/\s+/g, ' ')),
      };
    },
  };
}

/** Returns Markdown without what it shows as code. */
export function withoutCode(text: string): string {
  const source: (string | undefined)[] = text.split(/\r\n|\n/);
  for (const { type, map } of markdown.parse(text, {}))
    if ((type === 'fence' || type === 'code_block') && map) source.fill(undefined, ...map);
  return source
    .filter((it) => it !== undefined)
    .join('\n')
    .replace(/`[^`\n]*`/g, '');
}

/** The number of what is no line. */
const NO_LINE = 0;

class Pieces {
  readonly pieces: Piece[] = [];
  /** The words of lines and of everything else. */
  readonly words: { line: number; text: string }[] = [];
  readonly #env = {};
  readonly #first: number;
  /** The numbers of the lists, by the tokens that open them. */
  readonly #lists = new Map<Token, number>();

  constructor(text: string, first: number) {
    this.#first = first;
    const tokens = markdown.parse(text, this.#env);
    const open: Token[] = [];
    for (const [index, token] of tokens.entries()) {
      if (LIST.test(token.type)) this.#lists.set(token, this.#lists.size + 1);
      if (token.type === 'html_block' && open.length === 0) this.#add(token, wordsOf(token.content), {});
      else if (token.type === 'inline') this.#read(token, open, tokens[index - 2], tokens[index + 2]);
      else if (token.content !== '') this.#addWords(NO_LINE, textOfSafeHtml(markdown.utils.escapeHtml(token.content)));
      if (token.nesting === 1) open.push(token);
      if (token.nesting === -1) open.pop();
    }
  }

  /** @param before the token before the block that an inline token is the text of; `after`, that after it */
  #read(inline: Token, open: Token[], before: Token | undefined, after: Token | undefined): void {
    const [block] = open;
    const parent = open.at(-1) as Token;
    const text = this.#text(inline);
    const hasPicture = inline.children?.some((it) => it.type === 'image');
    const isItem = before?.type === 'list_item_open' && after?.type === 'list_item_close' && areLists(open);
    if (block?.type === 'heading_open') this.#add(parent, text, { kind: 'heading', hasPicture });
    else if (block?.type === 'paragraph_open') this.#paragraph(inline, text, hasPicture);
    else if (isItem) this.#add(before, text, { kind: 'item', list: this.#lists.get(open.at(-3) as Token), hasPicture });
    else this.#addWords(NO_LINE, text);
  }

  #paragraph(inline: Token, whole: string, hasPicture: boolean | undefined): void {
    const { map, content } = inline;
    const parts = map ? this.#parts(content, map[0]) : [];
    // Marks around several lines would lose their other half with one of them.
    if (parts.length < 2 || parts.map((it) => it.text).join(' ') !== whole) this.#add(inline, whole, { hasPicture });
    else
      for (const { text, ...lines } of parts)
        this.#push({ ...lines, place: lines.to === map?.[1] ? 'last-part' : 'part' }, text, { hasPicture });
  }

  /** Splits a paragraph at hard breaks. @param first the number of its first line in the source, from 0 */
  #parts(content: string, first: number): { text: string; from: number; to: number }[] {
    const lines = content.split('\n');
    const parts: { text: string; from: number; to: number }[] = [];
    if (!lines.slice(0, -1).some((it) => HARD_BREAK.test(it))) return parts;
    let start = 0;
    for (const [index, line] of lines.entries()) {
      if (index < lines.length - 1 && !HARD_BREAK.test(line)) continue;
      const written = lines
        .slice(start, index + 1)
        .join('\n')
        .replace(HARD_BREAK, '');
      const text = textOfSafeHtml(markdown.renderInline(written, this.#env));
      parts.push({ text, from: first + start, to: first + index + 1 });
      start = index + 1;
    }
    return parts;
  }

  #add({ map }: Token, text: string, said: Partial<Line>): void {
    const place = said.kind === 'item' ? 'item' : 'block';
    if (map) this.#push({ from: map[0], to: map[1], place }, text, said);
    else this.#addWords(NO_LINE, text);
  }

  #push(place: Omit<Piece, 'line'>, text: string, said: Partial<Line>): void {
    const number = place.from + this.#first;
    if (text !== '') this.pieces.push({ line: { number, text, ...said }, ...place });
    this.#addWords(number, text);
  }

  #addWords(line: number, text: string): void {
    if (text !== '') this.words.push({ line, text });
  }

  #text({ children }: Token): string {
    const html = markdown.renderer.render(children ?? [], markdown.options, this.#env);
    return textOfSafeHtml(html.replace(NOTE_MARK, ''));
  }
}

/** The words that a reader sees of HTML in Markdown: none of a script's. */
const wordsOf = (html: string) =>
  wordsIn(parse(html))
    .replace(/[\t\n\v\f\r ]+/g, ' ')
    .trim();

const areLists = (open: Token[]) => open.slice(0, -1).every((it) => LIST.test(it.type) || it.type === 'list_item_open');

/** The source without the lines of these pieces. Blocks stay apart, and no break is left at the end of one. */
function takeOut(source: string[], gone: Piece[]): string {
  const places = new Map<number, Piece['place']>();
  for (const { from, to, place } of gone) for (let at = from; at < to; at++) places.set(at, place);
  const kept: string[] = [];
  const isAtBlank = () => (kept.at(-1) ?? '').trim() === '';
  for (const [index, line] of source.entries()) {
    const place = places.get(index);
    if (place === undefined) {
      if (line.trim() !== '' || (kept.length > 0 && !(places.has(index - 1) && isAtBlank()))) kept.push(line);
    } else if (place === 'block' && !isAtBlank()) kept.push('');
    else if (place === 'last-part') kept.push(...kept.splice(-1).map((it) => it.replace(HARD_BREAK, '')));
  }
  return kept.join('\n').trimEnd();
}
