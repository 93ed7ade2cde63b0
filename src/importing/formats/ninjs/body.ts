import { type Fields, isFields, listOf, textOf } from '../../json.ts';
import { looksLikeHtml, paragraphs } from '../../markup.ts';

const HTML_TYPES = ['text/html', 'application/xhtml+xml'];

/** Returns the main body of an item as HTML. */
export function bodyOf(item: Fields): string {
  const bodies = [...listOf(item.bodies).filter(isFields), ...namedBodies(item)].filter((it) => textOf(it.value));
  const html = bodies.filter((it) => HTML_TYPES.includes(typeOf(it)));
  const plain = bodies.filter((it) => typeOf(it) === 'text/plain');
  const [first] = [html, plain].map((all) => all.find((it) => it.role === 'main') ?? all[0]).filter(isFields);
  const value = textOf(first?.value) ?? '';
  if (first === undefined || typeOf(first) === 'text/plain') return paragraphs(value);
  return /<body[^>]*>([\s\S]*)<\/body\s*>/i.exec(value)?.[1]?.trim() ?? value;
}

function typeOf(body: Fields): string {
  return (textOf(body.contentType) ?? (isHtml(body.value) ? 'text/html' : 'text/plain')).split(';')[0] as string;
}

/** Returns the bodies of ninjs 1: `body_xhtml`, `body_html`, `body_text`, or any name that the provider chose. */
function namedBodies(item: Fields): Fields[] {
  const named = Object.keys(item).filter((it) => /^body_/i.test(it));
  return named.map((it) => {
    const role = it.slice('body_'.length);
    const html = /html/i.test(role) || isHtml(item[it]);
    return { role, contentType: html ? 'text/html' : 'text/plain', value: item[it] };
  });
}

function isHtml(value: unknown): boolean {
  return typeof value === 'string' && looksLikeHtml(value);
}
