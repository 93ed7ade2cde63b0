import { firstTag } from '../first-tag.ts';
import { ImportError } from '../import-error.ts';
import { fieldNames } from '../json.ts';
import { localName } from '../xml-element.ts';
import type { ImportFormat } from './format.ts';
import { isMovableType, isSql, isWireMessage, mailHeaders } from './known-texts.ts';

/** A format that is known by name and not read. */
interface RefusedFormat {
  what: string;
  /** The way round. */
  instead: string;
  recognises?(head: string): boolean;
  recognisesBytes?(start: Uint8Array): boolean;
}

/** Recognises files that begin with these bytes. */
const begins = (...starts: (number[] | string)[]) => {
  const signatures = starts.map((it) => (typeof it === 'string' ? [...Buffer.from(it, 'latin1')] : it));
  return (start: Uint8Array) => signatures.some((bytes) => bytes.every((it, index) => start[index] === it));
};

/** Recognises XML by its root element. */
const root = (is: (name: string, attributes: string) => boolean) => (head: string) => {
  const tag = firstTag(head);
  return tag !== undefined && is(localName(tag.name), tag.attributes);
};

const FOR_ARCHIVES = "import the site's own export, such as WordPress's under Tools > Export, or its feed";

/** What newsrooms bring and nobody reads yet: one row each. A format that is read is no longer here. */
const REFUSED: RefusedFormat[] = [
  {
    what: 'an office document (or a ZIP archive)',
    instead: 'save it as .docx, HTML or plain text, or name the archive by its path',
    recognisesBytes: begins('PK\x03\x04'),
  },
  {
    what: 'a compressed file',
    instead: 'unpack it first',
    recognisesBytes: begins(
      [0x1f, 0x8b],
      'BZh',
      '7z\xbc\xaf\x27\x1c',
      'Rar!\x1a\x07',
      '\xfd7zXZ\0',
      [0x28, 0xb5, 0x2f, 0xfd],
    ),
  },
  { what: 'a PDF', instead: 'copy its text into a file', recognisesBytes: begins('%PDF') },
  {
    what: 'an old office document',
    instead: 'save it as HTML or plain text',
    recognisesBytes: begins([0xd0, 0xcf, 0x11, 0xe0]),
  },
  {
    what: 'a rich text document (RTF)',
    instead: 'save it as HTML or plain text',
    recognisesBytes: begins('{\\rtf'),
  },
  {
    what: 'an image',
    instead: 'name the story that shows it',
    recognisesBytes: begins('\x89PNG', [0xff, 0xd8, 0xff], 'GIF8'),
  },
  {
    what: 'a database dump',
    instead: FOR_ARCHIVES,
    recognises: isSql,
    recognisesBytes: begins('SQLite format 3\0', 'PGDMP'),
  },
  {
    what: 'IPTC 7901 (or ANPA 1312)',
    instead: 'ask the agency for NITF, ninjs or NewsML-G2',
    recognisesBytes: isWireMessage,
  },
  {
    what: "Movable Type's export (TypePad's, too)",
    instead: 'import it into WordPress, and export it from there',
    recognises: isMovableType,
  },
  {
    what: 'MHTML (a saved page)',
    instead: 'save the page as HTML',
    recognises: isSavedPage,
  },
  {
    what: 'reStructuredText (.rst)',
    instead: 'convert it to Markdown with pandoc, and give that front matter',
    recognises: isReStructured,
  },
  {
    what: 'NewsML 1',
    instead: 'ask the agency for NITF, ninjs or NewsML-G2',
    recognises: root((name) => name === 'NewsML'),
  },
  {
    what: 'Atom 0.3',
    instead: "import the site's feed in Atom 1.0 or RSS",
    recognises: root((name, it) => name === 'feed' && /purl\.org\/atom\/ns#|\sversion\s*=\s*["']0\.3/.test(it)),
  },
  {
    what: 'RSS 0.90, which has headlines only',
    instead: "import the site's feed in RSS 1.0 or 2.0",
    recognises: root((name, it) => name === 'RDF' && /my\.netscape\.com\/rdf\/simple\/0\.9/.test(it)),
  },
  {
    what: "AP's JSON (Media API)",
    instead: 'import the NITF to which it links ("renditions")',
    recognises: (head) => fieldNames(head) !== undefined && /"altids"\s*:\s*\{[^{}]*"(?:itemid|etag)"/.test(head),
  },
  {
    what: "Arc XP's JSON (ANS)",
    instead: "import the site's feed",
    recognises: (head) => fieldNames(head)?.has('content_elements') === true,
  },
];

/** The formats that are recognised by name and refused. */
export const REFUSED_FORMATS: ImportFormat[] = REFUSED.map(({ what, instead, recognises, recognisesBytes }) => ({
  name: what,
  several: true,
  recognises: recognises ?? (() => false),
  ...(recognisesBytes && { recognisesBytes }),
  read() {
    throw new ImportError(`is ${what}, which cannot be imported; ${instead}`, recognises ? 'format' : 'binary');
  },
}));

/** A mail of the same form is from somebody; a page that a browser has saved is not: "<Saved by Blink>". */
function isSavedPage(head: string): boolean {
  const headers = mailHeaders(head);
  return /^content-type:\s*multipart\/related/im.test(headers) && !/^from:.{0,300}@/im.test(headers);
}

/** A field list (docutils) at the top, or below the title: `:date: 2022-03-03`. */
function isReStructured(head: string): boolean {
  const text = head
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .trimStart();
  const below = text.replace(/^(?:([#=~^*"'-])\1{2,}\n)?[^\n]{1,200}\n([#=~^*"'-])\2{2,}\n\s{0,20}/, '');
  return [text, below].some((it) =>
    /^(?:\.\. [^\n]{0,200}\n\s{0,20})?:(?:author|authors|category|date|lang|modified|slug|status|summary|tags|template|title):[ \t]/i.test(
      it,
    ),
  );
}
