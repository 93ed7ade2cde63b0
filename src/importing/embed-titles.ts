import { decodeHTMLAttribute } from 'entities';
import { cleanLine } from '../articles/characters.ts';
import { escapeHtml } from '../articles/html/escape.ts';
import { hostOf, isEmbedHost } from './bare-addresses.ts';
import { type Note, withNotes } from './notes.ts';
import type { Story } from './story.ts';

/** The title of an embed, or why it is not known. */
export type EmbedTitle = { title: string } | { problem: string };

/** Asks for the title of an embed: a video, a post, a recording. */
export type AskTitle = (address: string) => Promise<EmbedTitle>;

/** Addresses that are told one by one; of more, their number. */
const MAX_TOLD = 5;
/** A title that is longer is the whole text of a post. */
const MAX_TITLE_CHARACTERS = 150;

/** A link alone in a block. */
const HTML_LINK =
  /(?<=<(?:p|div|figure|blockquote|li)(?:\s[^<>]{0,300})?>\s{0,20})<a href="([^"<>]+)">([^<>]{1,2000})<\/a>(?=\s{0,20}<\/)/g;
/** `[words](address)` or `<address>`, alone on a line. */
const MARKDOWN_LINK =
  /^([ \t]{0,3})(?:\[([^\][\n]{1,2000})\]\((https?:\/\/[^\s<>()]+)\)|<(https?:\/\/[^\s<>]+)>)(?=[ \t]*$)/gm;

/**
 * Gives links to embeds their titles: those whose words are their address or its host, because the export has no title.
 * @param ask undefined: nobody is asked, and a note counts these links
 */
export async function withEmbedTitles(story: Story, ask: AskTitle | undefined): Promise<Story> {
  const untitled = new Set<string>();
  replaceTitles(story, (address) => {
    untitled.add(address);
    return undefined;
  });
  if (untitled.size === 0) return story;
  if (!ask) return withNotes(story, [untitledNote(untitled.size)]);
  const titles = new Map<string, string>();
  const problems: string[] = [];
  for (const address of untitled) {
    const answer = await ask(address);
    if ('title' in answer) titles.set(address, shortened(cleanLine(answer.title)));
    else problems.push(`${address} ${answer.problem}`);
  }
  return withNotes(
    replaceTitles(story, (it) => titles.get(it)),
    notesOn(titles.size, problems),
  );
}

function untitledNote(count: number): Note {
  const what = count === 1 ? '1 link to an embed has' : `${count} links to embeds have`;
  return { code: 'embeds', message: `${what} no title; --titles asks for it` };
}

function notesOn(titled: number, problems: string[]): Note[] {
  const more = problems.length - MAX_TOLD;
  const told = [...problems.slice(0, MAX_TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  return [
    ...(titled > 0 ? [{ code: 'embeds', message: `embeds that got their titles: ${titled}` } as const] : []),
    ...(problems.length > 0 ? [{ code: 'embeds', message: `embeds without a title: ${told}` } as const] : []),
  ];
}

/** Replaces the words of each link to an embed for which `titleOf` has a title. */
function replaceTitles(story: Story, titleOf: (address: string) => string | undefined): Story {
  const titleInsteadOf = (words: string, address: string) =>
    isEmbedHost(address) && (words === address || words === hostOf(address)) ? titleOf(address) : undefined;
  const html = story.body.replace(HTML_LINK, (link, written: string, words: string) => {
    const title = titleInsteadOf(decodeHTMLAttribute(words), decodeHTMLAttribute(written));
    return title ? `<a href="${written}">${escapeHtml(title)}</a>` : link;
  });
  if (story.bodyType === 'html') return { ...story, body: html };
  const body = html.replace(MARKDOWN_LINK, (link, indent: string, words: string | undefined, named, alone) => {
    const address: string = named ?? alone;
    const title = titleInsteadOf(words ?? address, address);
    return title ? `${indent}[${escapeMarkdown(title)}](${address})` : link;
  });
  return { ...story, body };
}

/** Escapes what Markdown would take for markup within the words of a link. */
const escapeMarkdown = (text: string) => text.replace(/[\\`*_~[\]<>&!$]/g, '\\$&');

function shortened(title: string): string {
  const characters = [...title];
  return characters.length <= MAX_TITLE_CHARACTERS
    ? title
    : `${characters
        .slice(0, MAX_TITLE_CHARACTERS - 1)
        .join('')
        .trimEnd()}…`;
}
