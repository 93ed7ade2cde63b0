import { rfc3339 } from '../../instants.ts';
import { type Fields, fieldsOf, isFields, listOf, sizeOf, textOf } from '../../json.ts';
import { uniqueLabels } from '../../labels.ts';
import { paragraphs, plainTextOf } from '../../markup.ts';
import type { Noted } from '../../notes.ts';
import type { FoundStory } from '../../story.ts';

/** schema.org’s Article and the types below it: NewsArticle, ReportageNewsArticle, BlogPosting, Report. */
const ARTICLE = /(?:^|[/:])(?:\w*Article|(?:Blog|LiveBlog|SocialMedia|DiscussionForum)Posting|Report)$/;

/** Nodes nested deeper are ignored. */
const MAX_DEPTH = 20;

/** The article of a page's JSON-LD, and all nodes by their ids. */
interface LinkedData {
  article: Fields;
  nodes: Map<string, Fields>;
}

/** The fields of a story that its node has. `articleHtml` is its text, which is often worse than the page's own. */
export type SaidStory = Omit<FoundStory, 'body' | 'notes'> & { articleHtml: string | undefined };

/** Finds the article in the JSON-LD of a page. Scripts that are not JSON are noted. */
export function readLinkedData(scripts: string[]): Noted<LinkedData> {
  const read = scripts.map(readScript);
  const fields = read.flatMap((it) => fieldsIn(it.value));
  const named = fields.filter((it) => textOf(it['@id']) !== undefined && Object.keys(it).length > 1);
  const articles = fields.filter((it) =>
    listOf(it['@type']).some((type) => typeof type === 'string' && ARTICLE.test(type)),
  );
  return {
    value: {
      article: articles.find((it) => textOf(it.headline)) ?? articles[0] ?? {},
      // The first node with each id counts. A node that has nothing but an id is a reference.
      nodes: new Map(named.toReversed().map((it) => [textOf(it['@id']) as string, it])),
    },
    notes: read.flatMap((it) => it.notes),
  };
}

function readScript(script: string): Noted<unknown> {
  try {
    return { value: JSON.parse(script), notes: [] };
  } catch (error) {
    const message = `the page has JSON-LD that is not valid JSON: ${(error as Error).message}`;
    return { value: undefined, notes: [{ code: 'json-ld', message }] };
  }
}

/** Returns all nodes in a value, outer ones first. */
function fieldsIn(value: unknown, depth = 0): Fields[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((it) => fieldsIn(it, depth + 1));
  if (!isFields(value)) return [];
  return [value, ...Object.values(value).flatMap((it) => fieldsIn(it, depth + 1))];
}

/** Reads the story from an article's node. */
export function fromLinkedData({ article, nodes }: LinkedData): SaidStory {
  const resolved = (value: unknown): Fields => {
    const fields = fieldsOf(value);
    return { ...nodes.get(textOf(fields['@id']) ?? ''), ...fields };
  };
  const field = (name: string) => textOf(article[name]);
  const date = (name: string) => {
    const value = textOf(listOf(article[name])[0]);
    return value && rfc3339(value);
  };
  const body = field('articleBody');
  const keywords = listOf(article.keywords).flatMap((it) =>
    isFields(it)
      ? [textOf(it.name)]
      : (textOf(it)
          ?.split(',')
          .map((word) => word.trim()) ?? []),
  );
  return {
    address: [article.url, article.mainEntityOfPage, fieldsOf(article.mainEntityOfPage)['@id']]
      .map(textOf)
      // `mainEntityOfPage` may also be `true` or an anchor.
      .find((it) => it !== undefined && /^(?:https?:)?\//.test(it)),
    title: plainTextOf(field('headline') ?? field('name')),
    summary: plainTextOf(field('description')),
    published: date('datePublished'),
    updated: date('dateModified'),
    expires: date('expires'),
    tags: uniqueLabels([...keywords, ...listOf(article.articleSection).map(textOf)].map(plainTextOf)),
    authors: authorsOf(listOf(article.author), resolved),
    image: imageOf(listOf(article.image)[0], resolved),
    language: textOf(article.inLanguage) ?? textOf(fieldsOf(article.inLanguage).alternateName),
    corrections: correctionsOf(listOf(article.correction)),
    articleHtml: body && (/<p[\s>]/i.test(body) ? body : paragraphs(body)),
  };
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
