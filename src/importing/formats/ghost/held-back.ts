import { type Fields, textOf } from '../../json.ts';
import type { Note, Noted } from '../../notes.ts';
import { paywallNotes } from '../../paywall.ts';
import type { FoundStory } from '../../story.ts';

/** Parts that Ghost shows to some readers, with the settings for them. */
const GATED = /<!--\s*kg-gated-block:begin\b([^<>]*)-->/g;

/** What else is to know of a post. */
interface Beside {
  meta: Fields;
  html: string;
  /** The status of a post that has none. */
  unsaid?: string;
  /** The whole site asks for a password. */
  isPrivate?: boolean;
}

/** Returns the status of a post, with a note on everything that kept it from readers. What Ghost holds back is a draft. */
export function statusOf(post: Fields, { meta, html, unsaid, isPrivate }: Beside): Noted<FoundStory['status']> {
  const isPage = post.type === 'page' || isOn(post.page);
  const isLetter = [post.email_only, meta.email_only].some(isOn);
  const visibility = textOf(post.visibility) ?? 'public';
  const own = ofStatus(textOf(post.status) ?? unsaid);
  const notes: (Note | false)[] = [
    isPage && { code: 'not-a-post', message: 'is a page, not a post: saved as a draft' },
    isLetter && { code: 'visibility', message: 'was a letter to subscribers, and on no page: saved as a draft' },
    visibility !== 'public' && { code: 'visibility', message: `was only visible to "${visibility}"` },
    isPrivate === true && { code: 'visibility', message: 'was on a site that asked everybody for a password' },
    post.access === false && { code: 'paywall', message: 'is cut off at its paywall' },
    ...(isLetter ? [] : own.notes),
    ...paywallNotes(html),
    ...gatedNotes(html),
  ];
  return { value: isPage || isLetter ? 'draft' : own.value, notes: notes.filter((it) => it !== false) };
}

/** Databases write switches in many ways. */
export const isOn = (value: unknown) => /^(?:true|1|yes|on)$/i.test(String(value).trim());

function ofStatus(status: string | undefined): Noted<FoundStory['status']> {
  const draft = (code: Note['code'], why: string): Noted<FoundStory['status']> => ({
    value: 'draft',
    notes: [{ code, message: `${why}: saved as a draft` }],
  });
  switch (status) {
    case 'published':
      return { value: 'ready', notes: [] };
    case 'scheduled':
      return { value: 'ready', notes: [{ code: 'scheduled', message: 'was scheduled, and not public yet' }] };
    case 'sent':
      return draft('visibility', 'was a letter to subscribers, and on no page');
    case 'draft':
      return draft('draft', 'was a draft');
    case undefined:
      return draft('status', 'does not say whether it was public');
    default:
      return draft('status', `unknown status "${status}"`);
  }
}

/** Notes parts that not every visitor of the site saw. */
function gatedNotes(html: string): Note[] {
  const isGated = [...html.matchAll(GATED)].some(([, settings = '']) => !/\bnonMember:true\b/.test(settings));
  return isGated ? [{ code: 'paywall', message: 'has parts that were for members only' }] : [];
}
