import type { Rule } from './partner.ts';

// Rules about the elements of a story's text.

const TAG = /<(\/?)([a-z][a-z0-9]*)([^>]*)>/g;

/** What stands for an element that a partner does not know; of any other, its contents stay without it. */
const INSTEAD: Record<string, string> = {
  figure: 'div',
  figcaption: 'div',
  h6: 'h5',
  pre: 'p',
  dl: 'div',
  dt: 'p',
  dd: 'div',
};
/** Ours around a picture: nobody wrote them, and nobody needs to be told. */
const UNTOLD = new Set(['figure', 'figcaption']);
const STRUCK_OUT = new Set(['del', 's']);
const BLOCK = '(?:p|div|ul|ol|li|table|blockquote|h[1-6])';
const BREAK_BEFORE_BREAK = /<br \/>(?=(?:\s|<\/?(?:a|b|i|em|strong|span|small|sub|sup)\b[^>]*>)*<br \/>)/g;
const BREAK_AFTER_BLOCK = new RegExp(`(</${BLOCK}>\\s*)<br />`, 'g');
const BREAK_BEFORE_BLOCK = new RegExp(`<br />(?=\\s*<${BLOCK}[ >])`, 'g');

/** The text has no other elements than these, and no empty lines made of `<br>`. */
export function markup(allowed: ReadonlySet<string>): Rule {
  return {
    id: 'markup',
    says: `these elements alone: ${[...allowed].join(', ')}; others are replaced or left out around their words, and what is struck out is left out`,
    apply(entry) {
      const { html: known, replaced } = withKnownElements(entry.html, allowed);
      const html = known
        .replace(BREAK_BEFORE_BREAK, '')
        .replace(BREAK_AFTER_BLOCK, '$1')
        .replace(BREAK_BEFORE_BLOCK, '');
      if (html === entry.html) return undefined;
      const struck = replaced.filter((it) => STRUCK_OUT.has(it));
      const others = replaced.filter((it) => !STRUCK_OUT.has(it) && !UNTOLD.has(it));
      const parts = [
        ...(others.length > 0 ? [`elements that are not taken are replaced: ${others.join(', ')}`] : []),
        ...(struck.length > 0 ? ['what is struck out is left out'] : []),
        ...(html === known ? [] : ['empty lines made of <br> are left out']),
      ];
      return { entry: { ...entry, html }, adapted: parts.length > 0 ? parts.join('; ') : undefined };
    },
  };
}

/** Writes safe HTML with these elements alone. @returns it, and the names of the elements that are not in it any more */
function withKnownElements(html: string, allowed: ReadonlySet<string>): { html: string; replaced: string[] } {
  const replaced = new Set<string>();
  let written = '';
  let end = 0;
  let leftOut = 0;
  let preformatted = 0;
  const write = (text: string) => {
    if (leftOut === 0) written += text;
  };
  const writeWords = (text: string) => write(preformatted > 0 ? text.replace(/\n/g, '<br />') : text);
  for (const { 0: tag, 1: close, 2: name = '', index } of html.matchAll(TAG)) {
    writeWords(html.slice(end, index));
    end = index + tag.length;
    if (allowed.has(name)) {
      write(tag);
      continue;
    }
    replaced.add(name);
    const step = close === '/' ? -1 : 1;
    // `rp` is what `rt` has around it now.
    if (STRUCK_OUT.has(name) || name === 'rp') leftOut += step;
    else if (name === 'rt') write(close === '/' ? ')' : '(');
    else if (name === 'hr') write('<br />');
    else if (name === 'q') write(close === '/' ? '”' : '“');
    else if (INSTEAD[name] !== undefined) write(`<${close}${INSTEAD[name]}>`);
    if (name === 'pre') preformatted += step;
  }
  writeWords(html.slice(end));
  return { html: written, replaced: [...replaced] };
}

const VOID = new Set(['area', 'br', 'col', 'hr', 'img', 'source', 'track', 'wbr']);

/** Elements in the text do not lie deeper in each other than so many. */
export function nesting(max: number): Rule {
  return {
    id: 'nesting',
    says: `at most ${max} elements inside each other`,
    apply({ html }) {
      let depth = 0;
      let deepest = 0;
      for (const [, close, name = '', rest = ''] of html.matchAll(TAG)) {
        if (close) depth--;
        else if (!VOID.has(name) && !rest.endsWith('/')) deepest = Math.max(deepest, ++depth);
      }
      if (deepest <= max) return undefined;
      return {
        withheld: `elements lie ${deepest} deep in each other, of at most ${max}: make lists and quotations flatter`,
      };
    },
  };
}
