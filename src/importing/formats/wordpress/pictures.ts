import { escapeHtml } from '../../../articles/html/escape.ts';
import { editHtml } from '../../edit-html.ts';
import { plainTextOf } from '../../markup.ts';
import type { StoryImage } from '../../story.ts';

/** What WordPress knows of a picture, a sound or a video. Its texts are plain. */
export interface Attachment {
  url: string;
  title?: string | undefined;
  alt?: string | undefined;
  caption?: string | undefined;
  credit?: string | undefined;
}

/** Fields in which plugins keep whom a picture is owed to, in the order of trust. */
const CREDIT_FIELDS = ['_media_credit', '_navis_media_credit_org', 'isc_image_source', 'photo_credit', '_photo_credit'];

/** Finds the credit of a picture: the field of a plugin, else what the camera's file says. */
export function creditOf(field: (key: string) => string | undefined): string | undefined {
  const [name, organisation] = [field('_media_credit'), field('_navis_media_credit_org')].map(plainTextOf);
  if (name && organisation && name !== organisation) return `${name} / ${organisation}`;
  const said = CREDIT_FIELDS.map((it) => plainTextOf(field(it))).find((it) => it !== undefined);
  return said ?? plainTextOf(serialized(field('_wp_attachment_metadata') ?? '', 'credit'));
}

/** Reads a text of PHP's serialised data, whose length is in bytes. */
function serialized(data: string, key: string): string | undefined {
  const found = new RegExp(`s:\\d+:"${key}";s:(\\d{1,5}):"`).exec(data);
  if (!found) return undefined;
  const rest = Buffer.from(data.slice(found.index + found[0].length));
  return rest.subarray(0, Number(found[1])).toString().trim() || undefined;
}

/** Turns an attachment into the picture of a story. */
export function imageOf({ url, alt, caption, credit }: Attachment): StoryImage {
  return { url, alt: alt ?? caption, ...(alt !== undefined && caption !== undefined && { caption }), credit };
}

/** Returns the HTML of a picture with its caption and credit. */
export function figureOf({ url, alt, caption, credit }: Attachment): string {
  const words = [caption, credit].filter((it) => it !== undefined).map((it) => escapeHtml(it));
  const below = words.length === 0 ? '' : `<figcaption>${words.join(' – ')}</figcaption>`;
  return `<figure><img src="${escapeHtml(url)}" alt="${escapeHtml(alt ?? '')}">${below}</figure>`;
}

const OF_ATTACHMENT = /\bwp-image-(\d{1,20})\b/;

/** Adds their credits to the captions of pictures: WordPress does so when a story is read. */
export function withCredits(html: string, attachments: ReadonlyMap<string, Attachment>): string {
  const credits = [...html.matchAll(new RegExp(OF_ATTACHMENT, 'g'))].map(([, id = '']) => attachments.get(id)?.credit);
  const owed = [...new Set(credits)].filter((it) => it !== undefined && !html.includes(escapeHtml(it)));
  if (owed.length === 0) return html;
  return editHtml(html, 'img', (image) => {
    const credit = attachments.get(OF_ATTACHMENT.exec(image.getAttribute('class') ?? '')?.[1] ?? '')?.credit;
    if (credit === undefined || !owed.includes(credit)) return;
    const figure = image.closest('figure');
    const caption = figure?.querySelector('figcaption');
    if (caption) caption.innerHTML += ` – ${escapeHtml(credit)}`;
    else if (figure) figure.insertAdjacentHTML('beforeend', `<figcaption>${escapeHtml(credit)}</figcaption>`);
    else image.insertAdjacentHTML('afterend', ` <small>${escapeHtml(credit)}</small>`);
  });
}
