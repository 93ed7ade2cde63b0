import { decodeHTMLStrict } from 'entities';
import MarkdownIt, { type Token } from 'markdown-it';
import { footnotes } from './footnotes.ts';
import { HtmlError, MAX_HTML_CHARACTERS } from './html-error.ts';

/** More than any story of a row's length has. 1.8 MB can make 3,600,000, which take 600 MB. */
const MAX_TOKENS = 200_000;
/** What stands around a tag: `<`, `>`, or ` =""` around an attribute. */
const PUNCTUATION = 4;

const markdown = new MarkdownIt({ html: true }).use(footnotes);
const { escapeHtml } = markdown.utils;

/** Counts a token of the body that is parsed. @param env of that body */
function count(env: Record<string, unknown>): void {
  const tokens = Number(env.tokens ?? 0) + 1;
  env.tokens = tokens;
  if (tokens > MAX_TOKENS) {
    throw new HtmlError(`has more than ${MAX_TOKENS} lines, marks and pieces of text between them`);
  }
}

// Every token is made by one of these.
markdown.block.State = class extends markdown.block.State {
  override push(...given: Parameters<InstanceType<typeof markdown.block.State>['push']>): Token {
    count(this.env);
    return super.push(...given);
  }
};
markdown.inline.State = class extends markdown.inline.State {
  override push(...given: Parameters<InstanceType<typeof markdown.inline.State>['push']>): Token {
    count(this.env);
    return super.push(...given);
  }
  override pushPending(): Token {
    count(this.env);
    return super.pushPending();
  }
};

const NUMERIC_REFERENCE = /&#(?:x[\da-f]{1,6}|\d{1,7});/iy;

// The library's own rule makes U+FFFD of `&#146;` and whatever else CommonMark does not know (HTML Standard, "numeric character
// reference end state").
markdown.inline.ruler.before('entity', 'numeric_reference', (state, silent) => {
  NUMERIC_REFERENCE.lastIndex = state.pos;
  const [reference] = NUMERIC_REFERENCE.exec(state.src) ?? [];
  if (reference === undefined) return false;
  if (!silent) state.push('text_special', '', 0).content = decodeHTMLStrict(reference);
  state.pos += reference.length;
  return true;
});

/**
 * Renders Markdown, with footnotes (`[^1]`) and with the HTML in it as it stands.
 * @throws {HtmlError} before much memory is spent, if it has more than `MAX_TOKENS` tokens or would become more than
 * `MAX_HTML_CHARACTERS`
 */
export function renderMarkdown(text: string): string {
  const env = {};
  const tokens = markdown.parse(text, env);
  refuseLongHtml(tokens);
  return markdown.renderer.render(tokens, markdown.options, env);
}

/** Stops at the limit: so what is escaped here for its length is not much more than that. */
function refuseLongHtml(tokens: Token[]): void {
  let length = 0;
  const add = (token: Token) => {
    length += lengthOf(token);
    if (length > MAX_HTML_CHARACTERS) {
      throw new HtmlError(
        `becomes more than ${MAX_HTML_CHARACTERS} characters of HTML; an address or title that links or pictures refer to counts each time`,
      );
    }
    token.children?.forEach(add);
  };
  tokens.forEach(add);
}

/** The number of characters that are written for a token without its children. */
function lengthOf({ type, tag, content, attrs }: Token): number {
  // The text of an inline token is that of its children.
  const text = type === 'inline' ? '' : type.startsWith('html_') ? content : escapeHtml(content);
  const attributes = (attrs ?? []).map(([name, value]) => PUNCTUATION + name.length + escapeHtml(String(value)).length);
  return attributes.reduce((sum, it) => sum + it, text.length + tag.length + PUNCTUATION);
}
