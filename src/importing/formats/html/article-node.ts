import { rfc3339 } from '../../instants.ts';
import { type Fields, fieldsOf, isFields, listOf, sizeOf, textOf } from '../../json.ts';
import { splitLabels, uniqueLabels } from '../../labels.ts';
import { paragraphs, plainTextOf } from '../../markup.ts';
import type { FoundStory } from '../../story.ts';
import type { LinkedData } from './linked-data.ts';

/** The fields of a story that its node has. */
export type NodeStory = Omit<FoundStory, 'body' | 'notes'>;

/** What a node says of the text of its story. */
export interface StatedText {
  /** The text itself, which is often worse than the page's own. */
  html: string | undefined;
  words: number | undefined;
}

/** Reads what an article's node says of the text. */
export function statedTextOf({ article }: LinkedData): StatedText {
  return { html: htmlOf(textOf(article.articleBody)), words: sizeOf(article.wordCount) };
}

/** Reads the story from an article's node. */
export function storyOfNode({ article, nodes }: LinkedData): NodeStory {
  const resolved = (value: unknown): Fields => {
    const fields = fieldsOf(value);
    return { ...nodes.get(textOf(fields['@id']) ?? ''), ...fields };
  };
  const field = (name: string) => textOf(article[name]);
  const date = (name: string) => {
    const value = textOf(listOf(article[name])[0]);
    return value && rfc3339(value);
  };
  return {
    address: addressIn(article),
    title: plainTextOf(field('headline') ?? field('name')),
    summary: plainTextOf(field('description')),
    published: date('datePublished'),
    updated: date('dateModified'),
    expires: date('expires'),
    tags: tagsOf(article),
    authors: authorsOf(listOf(article.author), resolved),
    image: imageOf(listOf(article.image)[0], resolved),
    language: textOf(article.inLanguage) ?? textOf(fieldsOf(article.inLanguage).alternateName),
    corrections: correctionsOf(listOf(article.correction)),
  };
}

function addressIn(article: Fields): string | undefined {
  const all = [article.url, article.mainEntityOfPage, fieldsOf(article.mainEntityOfPage)['@id']].map(textOf);
  // `mainEntityOfPage` may also be `true` or an anchor.
  return all.find((it) => it !== undefined && /^(?:https?:)?\//.test(it));
}

function tagsOf(article: Fields): string[] | undefined {
  const keywords = listOf(article.keywords).flatMap((it) =>
    isFields(it) ? [textOf(it.name)] : splitLabels(textOf(it)),
  );
  return uniqueLabels([...keywords, ...listOf(article.articleSection).map(textOf)].map(plainTextOf));
}

function htmlOf(body: string | undefined): string | undefined {
  return body && (/<p[\s>]/i.test(body) ? body : paragraphs(body));
}

function authorsOf(values: unknown[], resolved: (value: unknown) => Fields): FoundStory['authors'] {
  const authors = values.flatMap((value) => {
    const plain = plainTextOf(textOf(value));
    if (plain) return [{ name: plain }];
    const { name, url, email } = resolved(value);
    const named = plainTextOf(textOf(listOf(name)[0]));
    return named ? [{ name: named, url: textOf(url), email: textOf(email)?.replace(/^mailto:/i, '') }] : [];
  });
  return authors.length > 0 ? authors : undefined;
}

function imageOf(value: unknown, resolved: (value: unknown) => Fields): FoundStory['image'] {
  const plain = textOf(value);
  if (plain) return { url: plain };
  const { url, contentUrl, caption, description, creditText, width, height, encodingFormat } = resolved(value);
  const address = textOf(listOf(url ?? contentUrl)[0]);
  if (address === undefined) return undefined;
  const size = (it: unknown) => sizeOf(isFields(it) ? it.value : it);
  return {
    url: address,
    alt: plainTextOf(textOf(caption) ?? textOf(description)),
    credit: plainTextOf(textOf(creditText)),
    width: size(width),
    height: size(height),
    type: textOf(encodingFormat),
  };
}

function correctionsOf(values: unknown[]): FoundStory['corrections'] {
  const corrections = values.flatMap((value) => {
    const fields = fieldsOf(value);
    const text = plainTextOf(textOf(value) ?? textOf(fields.text) ?? textOf(fields.description));
    return text ? [{ date: textOf(fields.datePublished), text }] : [];
  });
  return corrections.length > 0 ? corrections : undefined;
}
