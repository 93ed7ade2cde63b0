import { ImportError } from '../../import-error.ts';
import { isFields, listOf, parseJson, textOf } from '../../json.ts';

const PLACE = /<!--\s+wp:footnotes\s[^>]*-->/;

/**
 * Puts the footnotes of a post, which WordPress 6.3 and later keep in a field of their own, where its list of them stands, else
 * at its end.
 * @param field JSON, as in the field
 * @returns how many marks in the text have no footnote, too
 */
export function withFootnotes(content: string, field: string | undefined): { content: string; lost: number } {
  const marks = [...content.matchAll(/\sdata-fn="([^"<>]{1,100})"/g)].map((it) => it[1] as string);
  if (marks.length === 0) return { content, lost: 0 };
  const notes = new Map(footnotesIn(field));
  const known = [...new Set(marks)].filter((it) => notes.has(it));
  const items = known.map((id) => `<li id="${id}">${notes.get(id)} <a href="#${id}-link">↩</a></li>`);
  const list = items.length > 0 ? `<ol>${items.join('')}</ol>` : '';
  const placed = PLACE.test(content) ? content.replace(PLACE, () => list) : `${content}\n\n${list}`;
  return { content: placed, lost: new Set(marks).size - known.length };
}

function footnotesIn(field: string | undefined): [id: string, html: string][] {
  try {
    const all = field === undefined ? [] : listOf(parseJson(field)).filter(isFields);
    return all.flatMap(({ id, content }) => {
      const [name, html] = [textOf(id), textOf(content)];
      return name && html ? [[name, html]] : [];
    });
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    return [];
  }
}
