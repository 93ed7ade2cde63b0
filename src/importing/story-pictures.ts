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
  // What a link leads to is a picture, too: the whole of one that the story shows. None of these must be there.
  const linked = new Map<string, string>();
  for (const address of all ? linkedIn(story) : []) {
    const taken = paths.has(address) ? undefined : await take(address, { key, file, attached });
    if (taken && 'path' in taken) linked.set(address, taken.path);
  }
  const shown = moved(story, paths);
  return withNotes(withLinked(shown, new Map([...paths, ...linked])), notesOn(paths.size + linked.size, problems));
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

const LINKED =
  /(<a\s(?:[^<>]*\s)?href="|(?<!!\[[^\]\n]{0,500})\]\(<?)([^"\s<>()]+\.(?:avif|gif|jpe?g|png|webp))(?=[")\s>])/gi;

/** The addresses of pictures to which links lead, each once: of those that lie beside a picture that the story shows. */
function linkedIn(story: Story): string[] {
  const folders = new Set(addressesIn(story).map(folderOf));
  const linked = [...story.body.matchAll(LINKED)].map((it) => decodeHTMLAttribute(it[2] ?? ''));
  return [...new Set(linked)].filter((it) => folders.has(folderOf(it)));
}

const folderOf = (address: string) => address.slice(0, address.lastIndexOf('/') + 1);

const withLinked = (story: Story, paths: Map<string, string>): Story => ({
  ...story,
  body: story.body.replace(LINKED, (whole, before: string, written: string) => {
    const path = paths.get(decodeHTMLAttribute(written));
    return path === undefined ? whole : before + escapeHtml(path);
  }),
});

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
