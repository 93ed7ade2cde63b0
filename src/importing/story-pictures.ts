import { decodeHTMLAttribute } from 'entities';
import { escapeHtml } from '../articles/html/escape.ts';
import type { AttachedPicture } from './attached.ts';
import { type Note, withNotes } from './notes.ts';
import type { Story } from './story.ts';

/** The path of a picture on the wire, or why it could not be taken over. */
export type TakenPicture = { path: string } | { problem: string };

/** The story that a picture is of. */
export interface PictureOwner {
  key: string;
  /** The input that the story comes from. */
  file: string;
  /** Pictures in the export itself. */
  attached: readonly AttachedPicture[];
}

/**
 * Takes a picture over into the public folder.
 * @param address as the story has it: of what is attached, http(s), a path, or relative to the story's file
 */
export type TakePicture = (address: string, story: PictureOwner) => Promise<TakenPicture>;

/** Addresses that are noted one by one; of more, their number. */
const MAX_TOLD = 5;

/**
 * Takes a story's pictures over: its own, and those in its text, in all their sizes. One that cannot be stays where it is, with a
 * note.
 * @param file the input that the story comes from
 * @param all false if only what is attached to the story is taken
 */
export async function withPictures(story: Story, file: string, take: TakePicture, all: boolean): Promise<Story> {
  const { key, attached } = story;
  const addresses = addressesIn(story).filter((it) => all || attached.some(({ address }) => address === it));
  const paths = new Map<string, string>();
  const problems: string[] = [];
  for (const address of addresses) {
    const taken = await take(address, { key, file, attached });
    if ('path' in taken) paths.set(address, taken.path);
    else problems.push(`${address} ${taken.problem}`);
  }
  return withNotes(moved(story, paths), notesOn(paths.size, problems));
}

function notesOn(taken: number, problems: string[]): Note[] {
  const more = problems.length - MAX_TOLD;
  const told = [...problems.slice(0, MAX_TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  return [
    ...(taken > 0 ? [{ code: 'pictures', message: `pictures that were taken over: ${taken}` } as const] : []),
    ...(problems.length > 0
      ? [{ code: 'pictures-left', message: `pictures that stay where they are: ${told}` } as const]
      : []),
  ];
}

const PICTURE = /(<img\s(?:[^<>]*\s)?src=")([^"]*)(")/gi;
const SRCSET = /(<(?:img|source)\s(?:[^<>]*\s)?srcset=")([^"]*)(")/gi;
const MARKDOWN_PICTURE = /(!\[[^\]\n]*\]\(\s{0,9}<?)([^\s<>()]+)/g;

/** Every picture's address, each once. */
function addressesIn(story: Story): string[] {
  const found = new Set<string>();
  replaceAddresses(story, (it) => {
    if (URL.canParse(it, 'http://any.invalid') && !/^(?:data|blob):/i.test(it)) found.add(it);
    return undefined;
  });
  return [...found];
}

const moved = (story: Story, paths: Map<string, string>): Story => replaceAddresses(story, (it) => paths.get(it));

/** Replaces each address for which `to` has another one. */
function replaceAddresses(story: Story, to: (address: string) => string | undefined): Story {
  const { image, bodyType } = story;
  const inHtml = (whole: string, before: string, written: string, after: string) => {
    const other = to(decodeHTMLAttribute(written));
    return other === undefined ? whole : before + escapeHtml(other) + after;
  };
  const inSrcset = (_: string, before: string, written: string, after: string) => {
    // As the sanitiser writes it: an address, a descriptor, a comma and a space.
    const candidates = decodeHTMLAttribute(written).split(', ');
    const changed = candidates.map((it) => it.replace(/^\S+/, (address) => to(address) ?? address));
    return before + escapeHtml(changed.join(', ')) + after;
  };
  const html = story.body.replace(PICTURE, inHtml).replace(SRCSET, inSrcset);
  const body =
    bodyType === 'html'
      ? html
      : html.replace(MARKDOWN_PICTURE, (whole, before: string, written: string) => {
          const other = to(written);
          return other === undefined ? whole : before + other;
        });
  return { ...story, body, image: image && { ...image, url: to(image.url) ?? image.url } };
}
