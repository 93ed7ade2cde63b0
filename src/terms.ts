import { escapeAttribute, escapeText } from './xml.ts';

/** Uses that machines make of stories (RSL 1.0, usage). */
const USES = ['ai-train', 'ai-input', 'ai-index', 'search'] as const;
export type Use = (typeof USES)[number];

/** What machines may do with stories, in the order of `USES`. What is not in it is left open. */
export type Permissions = Partial<Record<Use, boolean>>;

/** The terms of a publication for machines. */
export interface Terms {
  permissions: Permissions;
  /** The page of what it costs and whom to ask. */
  url: string | undefined;
}

/** The license of the whole wire, as RSL. */
export const LICENSE_PATH = '/license.xml';
export const TDMREP_PATH = '/.well-known/tdmrep.json';
const RSL_NAMESPACE = 'https://rslstandard.org/rsl';
const RSL_TYPE = 'application/rsl+xml';
export const LICENSE_TYPE = `${RSL_TYPE}; charset=utf-8`;

/**
 * Reads terms such as `ai-train=no ai-input=no search=yes`.
 * @returns them, or what was expected
 */
export function readPermissions(text: string): Permissions | string {
  const given = text.split(/[\s,;]+/).filter((it) => it !== '');
  const permissions: Permissions = {};
  for (const it of given) {
    const [, use = '', answer = ''] = /^([\w-]+)=(yes|no)$/i.exec(it) ?? [];
    const known = USES.find((name) => name === use.toLowerCase());
    if (known === undefined) return `expected uses such as ai-train=no (${USES.join(', ')}; yes or no), got "${it}"`;
    if (permissions[known] !== undefined) return `${known} is given twice`;
    permissions[known] = answer.toLowerCase() === 'yes';
  }
  if (given.length === 0) return `expected uses such as ai-train=no (${USES.join(', ')}; yes or no)`;
  return Object.fromEntries(USES.flatMap((it) => (permissions[it] === undefined ? [] : [[it, permissions[it]]])));
}

/** What several terms permit together: a use that any of them refuses is refused. */
export function strictest(all: Permissions[]): Permissions {
  return Object.fromEntries(
    USES.flatMap((use) => {
      const answers = all.flatMap((it) => it[use] ?? []);
      return answers.length > 0 ? [[use, answers.every((it) => it)]] : [];
    }),
  );
}

const usesWith = (permissions: Permissions, answer: boolean) => USES.filter((it) => permissions[it] === answer);

/** The names of uses in `Content-Usage` (draft-ietf-aipref-vocab); for the others, it has none. */
const AIPREF: Partial<Record<Use, string>> = { 'ai-train': 'train-ai', search: 'search' };

/** The value of `Content-Usage` (draft-ietf-aipref-attach); undefined if it has a word for none of these uses. */
export function contentUsage(permissions: Permissions): string | undefined {
  const values = USES.flatMap((it) =>
    permissions[it] === undefined || AIPREF[it] === undefined ? [] : [`${AIPREF[it]}=${permissions[it] ? 'y' : 'n'}`],
  );
  return values.length > 0 ? values.join(', ') : undefined;
}

/** TDMRep §4: 1 if the right to mine texts is reserved. It knows no single uses: any that is refused reserves it. */
export const reservation = (permissions: Permissions): 0 | 1 =>
  usesWith(permissions, false).some((it) => it !== 'search') ? 1 : 0;

/** The headers of a document for machines (RSL §4, TDMRep §5.2, `Content-Usage`). @param origin of the wire */
export function termsHeaders({ permissions, url }: Terms, origin: string): Record<string, string> {
  const usage = contentUsage(permissions);
  return {
    link: `<${origin}${LICENSE_PATH}>; rel="license"; type="${RSL_TYPE}"`,
    ...(usage !== undefined && { 'content-usage': usage }),
    'tdm-reservation': String(reservation(permissions)),
    ...(url !== undefined && reservation(permissions) === 1 && { 'tdm-policy': url }),
  };
}

/** The terms of a story or channel: its own and, of uses that these do not name, the publication's; undefined if nothing is said. */
export function termsOf(own: Permissions | undefined, { terms }: { terms: Terms | undefined }): Terms | undefined {
  return own ? { permissions: { ...terms?.permissions, ...own }, url: terms?.url } : terms;
}

/** The license of everything on the wire (RSL 1.0). @param holder who has the rights */
export function licenseDocument(terms: Terms, holder: string | undefined): string {
  const copyright = holder === undefined ? '' : `<copyright type="organization">${escapeText(holder)}</copyright>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<rsl xmlns="${RSL_NAMESPACE}">
<content url="/">${licenseOf(terms, '')}${copyright}</content>
</rsl>
`;
}

/** The license of a story, as an element of an RSS item (RSL 1.0, RSS module). @param address of the story, on our own origin */
export function licenseElement(terms: Terms, address: string): string {
  return `<rsl:content xmlns:rsl="${RSL_NAMESPACE}" url="${escapeAttribute(address)}">${licenseOf(terms, 'rsl:')}</rsl:content>`;
}

/** What is permitted and prohibited, and the page of the terms. */
function licenseOf({ permissions, url }: Terms, prefix: string): string {
  const element = (name: string, uses: Use[]) =>
    uses.length === 0 ? '' : `<${prefix}${name} type="usage">${uses.join(' ')}</${prefix}${name}>`;
  const license = element('permits', usesWith(permissions, true)) + element('prohibits', usesWith(permissions, false));
  const page = url === undefined ? '' : `<${prefix}terms>${escapeText(url)}</${prefix}terms>`;
  return `<${prefix}license>${license}</${prefix}license>${page}`;
}

/** TDMRep §5.1: the file on the origin. */
export function tdmrepDocument({ permissions, url }: Terms): string {
  const reserved = reservation(permissions);
  return `${JSON.stringify([{ location: '/', 'tdm-reservation': reserved, ...(reserved && url && { 'tdm-policy': url }) }])}\n`;
}

/** The lines of robots.txt: within the group of all agents, and outside of groups. */
export function robotsLines({ permissions }: Terms, origin: string): { group: string; global: string } {
  const usage = contentUsage(permissions);
  return {
    group: usage === undefined ? '' : `Content-Usage: ${usage}\n`,
    global: `License: ${origin}${LICENSE_PATH}\n`,
  };
}
