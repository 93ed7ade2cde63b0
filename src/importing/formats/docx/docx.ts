import { type AttachedPicture, attachedPicture, isShown } from '../../attached.ts';
import { ImportError } from '../../import-error.ts';
import type { Input } from '../../input.ts';
import { plainText } from '../../markup.ts';
import type { Note } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';
import type { ImportFormat } from '../format.ts';
import { requireContent } from '../reading.ts';
import { partsOf } from './package.ts';
import { reviewOf } from './review.ts';

const SIGNATURE = 'PK\x03\x04';
/** The names of the first parts of a package are in its beginning; those of Word's are below `word/`. */
const WORD_PART = 'word/';

/** Headings of a document begin at 1, those in a story at 2: its headline is the first. */
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  ...[1, 2, 3, 4, 5].map((it) => `p[style-name='Heading ${it}'] => h${it + 1}:fresh`),
  'u => u',
];

/** Word's document (Office Open XML, ECMA-376): its text with headings, lists, tables, links and footnotes. */
export const docx: ImportFormat = {
  name: 'Word (.docx)',
  several: false,
  recognises: () => false,

  recognisesBytes(start: Uint8Array): boolean {
    const head = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
    return head.toString('latin1', 0, SIGNATURE.length) === SIGNATURE && head.includes(WORD_PART);
  },

  async read(input: Input): Promise<FoundStory[]> {
    const bytes = Buffer.from(await input.bytes());
    const { notes: ofReview, status } = reviewOf(await partsOf(bytes));
    const { html, attached, notes } = await converted(bytes);
    const { title, body } = headlineOf(html);
    return [
      requireContent({
        title,
        body: { type: 'html', text: body },
        ...(attached.length > 0 && { attached }),
        status,
        notes: [...ofReview, ...notes],
      }),
    ];
  },
};

async function converted(buffer: Buffer): Promise<{ html: string; attached: AttachedPicture[]; notes: Note[] }> {
  // It takes 20 MB, which other formats need for themselves.
  const { default: mammoth } = await import('mammoth');
  const attached: AttachedPicture[] = [];
  const left: string[] = [];
  const convertImage = mammoth.images.imgElement(async ({ contentType, readAsBuffer }) => {
    if (!isShown(contentType)) {
      left.push(contentType);
      return { src: '' };
    }
    const picture = attachedPicture(attached.length, undefined, await readAsBuffer());
    attached.push(picture);
    return { src: picture.address };
  });
  try {
    const { value, messages } = await mammoth.convertToHtml({ buffer }, { styleMap: STYLES, convertImage });
    const said = new Set(messages.map((it) => it.message).filter((it) => !/^Unrecognised \w+ style/.test(it)));
    return {
      html: value.replace(/<img (?:[^<>]*\s)?src=""[^<>]*\/>/g, '').replace(/<p><\/p>/g, ''),
      attached,
      notes: [
        ...(left.length > 0
          ? [note('media', `pictures of the document that no browser shows: ${left.join(', ')}`)]
          : []),
        ...(said.size > 0
          ? [note('body-changed', `the document has parts that are not read: ${[...said].join('; ')}`)]
          : []),
      ],
    };
  } catch (error) {
    throw new ImportError(`is a Word document that cannot be read: ${(error as Error).message}`, 'binary');
  }
}

const note = (code: Note['code'], message: string): Note => ({ code, message });

const MAX_HEADLINE_CHARACTERS = 200;
const FIRST_BLOCK = /^<(h[1-6]|p)>([\s\S]*?)<\/\1>/;

/** Takes the headline off: the first block, if it is a heading, all in bold, or a short line that does not end as a sentence does. */
function headlineOf(html: string): { title: string | undefined; body: string } {
  const [block = '', name = '', inside = ''] = FIRST_BLOCK.exec(html) ?? [];
  const words = plainText(inside.replace(/<sup>[^<>]*<a [^<>]*>[^<>]*<\/a><\/sup>/g, ''));
  const isBold = /^<strong>[^<>]*<\/strong>$/.test(inside);
  const isLine = !inside.includes('<a ') && !/[.…:]["'”’»)]*$/.test(words);
  if (words === '' || words.length > MAX_HEADLINE_CHARACTERS || !(name !== 'p' || isBold || isLine))
    return { title: undefined, body: html };
  return { title: words, body: html.slice(block.length) };
}
