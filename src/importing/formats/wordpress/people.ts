import { namesIn } from '../../credits.ts';
import { plainText, plainTextOf } from '../../markup.ts';
import type { FoundStory } from '../../story.ts';
import { childrenOf, childText, textIn, type XmlElement } from '../../xml-element.ts';
import { metaOf } from './item-fields.ts';

/** The taxonomy in which Co-Authors Plus, PublishPress Authors and Newspack keep a post's authors. */
export const AUTHOR_TAXONOMY = 'author';

/** Returns the logins and the display name of an author, or of a guest author of Co-Authors Plus. */
export function personOf(element: XmlElement): { logins: string[]; name: string | undefined } {
  if (element.name === 'wp:author') {
    const login = childText(element, 'wp:author_login');
    return { logins: login ? [login] : [], name: plainTextOf(childText(element, 'wp:author_display_name')) };
  }
  const logins = [metaOf(element, 'cap-user_login'), childText(element, 'wp:post_name')].filter(
    (it) => it !== undefined,
  );
  const name = plainTextOf(metaOf(element, 'cap-display_name') ?? childText(element, 'title'));
  return { logins: logins.map(withoutPrefix), name };
}

/**
 * Returns the authors of an item in their order, each once: those of a byline of Newspack's, else those of the taxonomy, else
 * its creator.
 * @param names display names, by login
 */
export function authorsOf(item: XmlElement, names: ReadonlyMap<string, string>): FoundStory['authors'] {
  const creator = childText(item, 'dc:creator');
  const own = [bylineOf(item), coAuthors(item, names)].find((it) => it.length > 0);
  const all = own ?? (creator ? [names.get(creator) ?? creator] : []);
  return all.length > 0 ? [...new Set(all)].map((name) => ({ name })) : undefined;
}

function coAuthors(item: XmlElement, names: ReadonlyMap<string, string>): string[] {
  const terms = childrenOf(item, 'category').filter((it) => it.attributes.domain === AUTHOR_TAXONOMY);
  return terms.flatMap((it) => {
    const text = plainText(textIn(it));
    const login = withoutPrefix(it.attributes.nicename ?? '');
    const name = names.get(text) ?? names.get(withoutPrefix(text)) ?? names.get(login) ?? text;
    return name === '' ? [] : [name];
  });
}

function bylineOf(item: XmlElement): string[] {
  const isActive = /^(?:1|true|yes)$/i.test(metaOf(item, '_newspack_byline_active') ?? '');
  const written = isActive ? metaOf(item, '_newspack_byline') : undefined;
  const byline = plainText((written ?? '').replace(/\[\/?Author\b[^\][]*\]/gi, '')).replace(/^by\s+/i, '');
  const found = namesIn(byline);
  return found.length > 0 || byline === '' ? found : [byline];
}

/** Co-Authors Plus puts this before a login. */
const withoutPrefix = (login: string) => login.replace(/^cap-/, '');
