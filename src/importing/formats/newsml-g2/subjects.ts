import { uniqueLabels } from '../../labels.ts';
import { oneLine } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import { childrenOf, textIn, type XmlElement } from '../../xml-element.ts';

/** Codes that are told of one story. */
const MAX_CODES = 10;

/** Returns the names of subjects, and keywords. Subjects that have only a code are noted. */
export function subjectsOf(
  meta: XmlElement | undefined,
  language: string | undefined,
): { value: string[] | undefined; notes: Note[] } {
  const subjects = childrenOf(meta, 'subject');
  const names = subjects.map((it) => nameIn(it, language));
  const codes = uniqueLabels(subjects.filter((_, index) => names[index] === undefined).map(codeOf)) ?? [];
  const more = codes.length > MAX_CODES ? ` and ${codes.length - MAX_CODES} more` : '';
  const message = `subjects without a name: ${codes.slice(0, MAX_CODES).join(', ')}${more}`;
  return {
    value: uniqueLabels([...names, ...childrenOf(meta, 'keyword').map((it) => oneLine(textIn(it)))]),
    notes: codes.length > 0 ? [{ code: 'subject-codes', message }] : [],
  };
}

/** Returns the name in the language of the story, else the first. Short forms are for programs. */
function nameIn(subject: XmlElement, language: string | undefined): string | undefined {
  const all = childrenOf(subject, 'name').filter((it) => !/:(?:short|mnemonic)$/i.test(it.attributes.role ?? ''));
  const primary = language?.split('-')[0]?.toLowerCase();
  const own = all.find((it) => it.attributes['xml:lang']?.split('-')[0]?.toLowerCase() === primary);
  const name = own ?? all[0];
  return name && (oneLine(textIn(name)) || undefined);
}

function codeOf({ attributes }: XmlElement): string | undefined {
  return attributes.qcode ?? attributes.uri ?? attributes.literal;
}
