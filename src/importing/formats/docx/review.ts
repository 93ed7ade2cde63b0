import { clean } from '../../cleaner.ts';
import { noteOf } from '../../hidden-words.ts';
import { oneLine, withoutReferences } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import type { Parts } from './package.ts';

const note = (code: Note['code'], message: string): Note => ({ code, message });
/** ECMA-376 part 2 §11: a word of one's own; these say that the text is done. */
const DONE =
  /^(?:final|finished|complete[d]?|published|approved|released|endgültig|freigegeben|définitif|terminado|gotowe|готово|затверджено)$/i;

/**
 * Reads what says that a document is not decided or not for everybody: ECMA-376 part 1 §17.13.5 (changes), §17.13.4 (comments),
 * §17.3.2.41 (hidden text), §17.10 (headers and footers).
 */
export function reviewOf({ main, margins, comments, properties }: Parts): Pick<FoundStory, 'status' | 'notes'> {
  const changes = main.match(/<w:(?:ins|del|moveFrom|moveTo)\s/g)?.length ?? 0;
  const count = main.match(/<w:commentReference\s/g)?.length ?? 0;
  const [said, around] = [paragraphsIn(comments), margins.flatMap(paragraphsIn)];
  const state = oneLine(/<cp:contentStatus(?:\s[^<>]{0,200})?>([^<]{1,200})</.exec(properties)?.[1] ?? '');
  const isOpen = state !== '' && !DONE.test(state);
  const notes: (Note | false)[] = [
    isOpen && note('status', `its status in Word is "${state}": saved as a draft`),
    changes > 0 &&
      note('tracked-changes', `tracked changes that are read as if they were accepted: ${changes}; check the text`),
    count > 0 &&
      note(
        'comments',
        `comments of the document that are left out: ${count}${said.length > 0 ? ` (${quoted(said)})` : ''}`,
      ),
    around.length > 0 && note('page-parts', `headers and footers of the pages are left out: ${quoted(around)}`),
  ];
  return {
    status: isOpen ? 'draft' : undefined,
    notes: [
      ...notes.filter((it) => it !== false),
      ...forbiddenBy(said, 'a comment'),
      ...forbiddenBy(around, 'a header or footer'),
      ...noteOf(hiddenRuns(main)),
    ],
  };
}

const quoted = (texts: string[]) =>
  texts
    .slice(0, 5)
    .map((it) => `"${it.slice(0, 200)}"`)
    .join(', ');

/** Notes that one of these lines forbids publishing. */
function forbiddenBy(texts: string[], where: string): Note[] {
  const found = texts.flatMap((text) => clean([{ number: 1, text }], { title: '' }).notes);
  const codes = new Set(found.map((it) => it.code).filter((it) => it === 'embargo' || it === 'not-for-publication'));
  return [...codes].map((it) => note(it, `${where} of the document forbids publishing`));
}

function paragraphsIn(xml: string): string[] {
  return [
    ...new Set(
      xml
        .split('</w:p>')
        .map(textIn)
        .filter((it) => /\p{L}/u.test(it)),
    ),
  ];
}

function textIn(xml: string): string {
  const text = [...xml.matchAll(/<w:t(?:\s[^<>]*)?>([^<]*)/g)].map((it) => it[1]).join('');
  return oneLine(withoutReferences(text).text);
}

/** Words that Word shows only to those who ask for hidden text. Runs beside each other are one text. */
function hiddenRuns(xml: string): string[] {
  if (!xml.includes('<w:vanish')) return [];
  const found: string[] = [];
  let isOpen = false;
  for (const run of xml.split('</w:r>')) {
    const inside = run.slice(Math.max(run.lastIndexOf('<w:r>'), run.lastIndexOf('<w:r '), 0));
    const isHidden = /<w:vanish(?:\/>|\s(?!w:val="(?:0|false|off)"))/.test(inside);
    if (isHidden) found.push(`${isOpen ? found.pop() : ''}${textIn(inside)} `);
    isOpen = isHidden;
  }
  return found;
}
