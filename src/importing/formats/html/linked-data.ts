import { type Fields, fieldsOf, isFields, listOf, textOf } from '../../json.ts';
import type { Noted } from '../../notes.ts';
import { parseScript } from './json-script.ts';

/** schema.org’s Article and the types below it: NewsArticle, ReportageNewsArticle, BlogPosting, Report. */
const ARTICLE = /(?:^|[/:])(?:\w*Article|(?:Blog|LiveBlog|SocialMedia|DiscussionForum)Posting|Report)$/;

/** The page itself: WebPage, ItemPage. */
const PAGE = /(?:^|[/:])\w*Page$/;

/** Nodes nested deeper are ignored. */
const MAX_DEPTH = 20;

/** The article of a page's JSON-LD, and all nodes by their ids. */
export interface LinkedData {
  article: Fields;
  /** What is said of the page. */
  pages: Fields[];
  nodes: Map<string, Fields>;
  /** Names of the site: of its WebSite node, and of the article's publisher. */
  sites: string[];
}

/** Finds the article in the JSON-LD of a page. Scripts that are not JSON are noted. */
export function readLinkedData(scripts: string[]): Noted<LinkedData> {
  const read = scripts.map(readScript);
  const fields = read.flatMap((it) => fieldsIn(it.value));
  const named = fields.filter((it) => textOf(it['@id']) !== undefined && Object.keys(it).length > 1);
  const ofType = (types: RegExp) =>
    fields.filter((it) => listOf(it['@type']).some((type) => typeof type === 'string' && types.test(type)));
  const articles = ofType(ARTICLE);
  const article = articles.find((it) => textOf(it.headline)) ?? articles[0] ?? {};
  // The first node with each id counts. A node that has nothing but an id is a reference.
  const nodes = new Map(named.toReversed().map((it) => [textOf(it['@id']) as string, it]));
  const publisher = fieldsOf(article.publisher);
  const sites = [
    ...fields.filter((it) => it['@type'] === 'WebSite'),
    { ...nodes.get(textOf(publisher['@id']) ?? ''), ...publisher },
  ];
  return {
    value: { article, pages: ofType(PAGE), nodes, sites: sites.flatMap((it) => textOf(it.name) ?? []) },
    notes: read.flatMap((it) => it.notes),
  };
}

function readScript(script: string): Noted<unknown> {
  try {
    return { value: parseScript(script), notes: [] };
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
