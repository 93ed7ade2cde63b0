import { namesIn } from '../credits.ts';
import { laterThan, rfc3339 } from '../instants.ts';
import { type Fields, fieldNames, fieldsOf, isFields, listOf, parseJson, sizeOf, textOf } from '../json.ts';
import { paragraphs, plainTextOf } from '../markup.ts';
import { filled, labels, readSeveral } from '../several.ts';
import { type Format, type FoundStory, ImportError, type Input } from '../story.ts';

/** ninjs requires only `uri`; one of these besides tells it from other JSON. Version 1 has no capitals. */
const FIELDS = `versioncreated firstcreated pubstatus representationtype headline byline
  versionCreated firstCreated pubStatus representationType headlines bodies`.split(/\s+/);

const STATUSES: Record<string, FoundStory['status']> = { usable: 'ready', withheld: 'draft', canceled: 'withdrawn' };

/** Items of these types have no text of their own. */
const NOT_TEXT = ['picture', 'graphic', 'audio', 'video', 'planning', 'event'];

/** IPTC's ninjs 1, 2 and 3: an object, a list of them, or one on each line. */
export const ninjs: Format = {
  name: 'ninjs',
  several: true,

  recognises(head: string): boolean {
    const names = fieldNames(head);
    return names?.has('uri') === true && [...names].some((it) => FIELDS.includes(it) || /^(?:headline|body)_/.test(it));
  },

  async read(input: Input): Promise<FoundStory[]> {
    const items = itemsOf(await input.text());
    return readSeveral(
      items,
      (index) => `item ${index + 1}`,
      (item) => {
        const value = typeof item === 'function' ? item() : item;
        if (!isFields(value)) throw new ImportError('expected fields and values');
        return filled(toStory(value));
      },
    );
  },
};

/** A byline may name several; one of other words is taken whole. */
function authorsOf(byline: string): { name: string }[] {
  const names = namesIn(byline);
  return (names.length > 0 ? names : [byline]).map((name) => ({ name }));
}

/** The items; those that stand on lines are parsed one by one, so that a broken line is one broken story. */
function itemsOf(text: string): (Fields | unknown | (() => unknown))[] {
  try {
    const whole = parseJson(text);
    return Array.isArray(whole) ? whole : [whole];
  } catch (error) {
    const lines = text.split('\n').filter((it) => it.trim() !== '');
    if (lines.length < 2 || !lines.every((it) => it.trimStart().startsWith('{'))) throw error;
    return lines.map((line) => () => parseJson(line));
  }
}

function toStory(item: Fields): FoundStory {
  const field = (...names: string[]) => names.map((it) => textOf(item[it])).find((it) => it !== undefined);
  const type = field('type') ?? 'text';
  if (NOT_TEXT.includes(type)) throw new ImportError(`is of the type "${type}", which has no text of its own`);
  const version = field('versionCreated', 'versioncreated');
  const published = field('firstCreated', 'firstcreated') ?? version;
  const byline = plainTextOf(field('by', 'byline'));
  const status = field('pubStatus', 'pubstatus');
  const note = field('edNote', 'ednote');
  return {
    name: field('uri'),
    title: plainTextOf(mainValue(item.headlines) ?? field('headline') ?? named(item, 'headline') ?? field('title')),
    summary: plainTextOf(mainValue(item.descriptions) ?? field('description_text') ?? named(item, 'description')),
    body: { type: 'html', text: bodyOf(item) },
    published: published && rfc3339(published),
    updated: laterThan(published && rfc3339(published), version && rfc3339(version)),
    embargo: field('embargoedUntil', 'embargoed', 'embargoeduntil'),
    expires: field('expires', 'expiryDate', 'expirydate'),
    tags: tagsOf(item),
    authors: byline ? authorsOf(byline.replace(/^by\s+/i, '')) : undefined,
    image: imageOf(item),
    language: field('language'),
    status: status === undefined ? undefined : (STATUSES[status] ?? 'draft'),
    notes: [
      ...(status !== undefined && STATUSES[status] === undefined
        ? [{ code: 'status', message: `has the status "${status}", which ninjs does not have: it comes as a draft` }]
        : []),
      ...(note ? [{ code: 'editors-note', message: `a note to editors: ${note}` }] : []),
    ],
  };
}

/** ninjs 2 and 3: a list of {role, value}; the main one, else the first. */
function mainValue(list: unknown): string | undefined {
  const values = listOf(list).filter(isFields);
  return textOf((values.find((it) => it.role === 'main') ?? values[0])?.value);
}

/** ninjs 1: `headline_main`, `headline_short`. */
function named(item: Fields, name: string): string | undefined {
  const all = Object.keys(item).filter((it) => it.startsWith(`${name}_`));
  return textOf(item[all.includes(`${name}_main`) ? `${name}_main` : (all[0] ?? '')]);
}

const HTML_TYPES = ['text/html', 'application/xhtml+xml'];

function bodyOf(item: Fields): string {
  const bodies = [...listOf(item.bodies).filter(isFields), ...namedBodies(item)].filter((it) => textOf(it.value));
  const html = bodies.filter((it) => HTML_TYPES.includes(typeOf(it)));
  const plain = bodies.filter((it) => typeOf(it) === 'text/plain');
  const [first] = [html, plain].map((all) => all.find((it) => it.role === 'main') ?? all[0]).filter(isFields);
  const value = textOf(first?.value) ?? '';
  if (first === undefined || typeOf(first) === 'text/plain') return paragraphs(value);
  return /<body[^>]*>([\s\S]*)<\/body\s*>/i.exec(value)?.[1]?.trim() ?? value;
}

function typeOf(body: Fields): string {
  return (textOf(body.contentType) ?? (looksLikeHtml(body.value) ? 'text/html' : 'text/plain')).split(';')[0] as string;
}

/** ninjs 1: `body_xhtml`, `body_html`, `body_text`; the names are the provider’s. */
function namedBodies(item: Fields): Fields[] {
  const named = Object.keys(item).filter((it) => /^body_/i.test(it));
  return named.map((it) => {
    const role = it.slice('body_'.length);
    const html = /html/i.test(role) || looksLikeHtml(item[it]);
    return { role, contentType: html ? 'text/html' : 'text/plain', value: item[it] };
  });
}

function looksLikeHtml(value: unknown): boolean {
  return typeof value === 'string' && /<(?:p|div|h[1-6]|ul|ol|table|section|article|body)[\s>]/i.test(value);
}

function tagsOf(item: Fields): string[] | undefined {
  const subjects = [...listOf(item.subjects), ...listOf(item.subject)].map((it) =>
    isFields(it) ? textOf(it.name) : textOf(it),
  );
  const keywords = listOf(item.keywords).flatMap((it) =>
    isFields(it)
      ? textOf(it.name ?? it.value)
      : textOf(it)
          ?.split(',')
          .map((word) => word.trim()),
  );
  return labels([...subjects, ...keywords].map(plainTextOf));
}

/** The widest rendition of the first picture that goes with the story. */
function imageOf(item: Fields): FoundStory['image'] {
  const associated = Array.isArray(item.associations)
    ? item.associations.filter(isFields)
    : Object.values(fieldsOf(item.associations)).filter(isFields);
  for (const picture of associated.filter((it) => ['picture', 'graphic'].includes(textOf(it.type) ?? 'picture'))) {
    const rendition = widest(picture);
    if (rendition === undefined) continue;
    const words = (...names: string[]) => names.map((it) => plainTextOf(textOf(picture[it]))).find(Boolean);
    return {
      url: textOf(rendition.href) as string,
      alt:
        plainTextOf(mainValue(picture.descriptions) ?? mainValue(picture.headlines)) ??
        words('description_text', 'description_caption', 'headline'),
      credit: words('by', 'byline', 'creditLine', 'creditline'),
      width: sizeOf(rendition.width),
      height: sizeOf(rendition.height),
      type: typeOfRendition(rendition),
      length: sizeOf(rendition.sizeInBytes ?? rendition.sizeinbytes),
    };
  }
  return undefined;
}

function widest(picture: Fields): Fields | undefined {
  const renditions = Array.isArray(picture.renditions)
    ? picture.renditions.filter(isFields)
    : Object.values(fieldsOf(picture.renditions)).filter(isFields);
  const shown = renditions.filter((it) => textOf(it.href) && /^image\//.test(typeOfRendition(it) ?? 'image/'));
  return shown.sort((a, b) => (sizeOf(b.width) ?? 0) - (sizeOf(a.width) ?? 0))[0];
}

function typeOfRendition(rendition: Fields): string | undefined {
  return textOf(rendition.contentType) ?? textOf(rendition.mimetype);
}
