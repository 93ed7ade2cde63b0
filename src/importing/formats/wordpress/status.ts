import { heldNotes } from '../../held-back.ts';
import type { Note, Noted } from '../../notes.ts';
import { isClosedName } from '../../paywall.ts';
import type { FoundStory } from '../../story.ts';

/** What WordPress says of a post's readers. */
export interface PostState {
  type: string;
  status: string | undefined;
  isProtected: boolean;
  /** Its custom fields, by key. */
  meta: [key: string, value: string][];
}

/** Values of a plugin's field with which a post is for everybody. */
const OPEN =
  /^(?:|0|no|false|off|none|null|public|everybody|everyone|all|default|a:0:\{\}|\[\]|.*"_um_custom_access_settings";(?:s:1:"0"|b:0|i:0);.*|.*"visibility_type";s:7:"default";.*)$/is;
/** Fields beside those that close a post: what a reader is told, and where to. */
const BESIDE =
  /(?:wpseo|yoast|yst_)|(?<!is)[_-](?:button|error|excerpt|id|message|public|redirect|style|template|text|title|url)$/i;

/**
 * Returns the status of a post, with a note on everything that kept it from readers. What WordPress holds back is a draft.
 * @param storyTypes types of posts that are stories
 */
export function statusOf(state: PostState, storyTypes: string[]): Noted<FoundStory['status']> {
  const isStory = storyTypes.includes(state.type);
  const own = ofStatus(state.status);
  const notes: (Note | false)[] = [
    !isStory && { code: 'not-a-post', message: `is a ${state.type}, not a post: saved as a draft` },
    state.isProtected && { code: 'visibility', message: 'was protected by a password: saved as a draft' },
    ...own.notes,
    ...membersOnly(state.meta),
    ...heldNotes(state.meta.filter(([key]) => !isClosed(key) && !BESIDE.test(key))),
  ];
  return { value: isStory && !state.isProtected ? own.value : 'draft', notes: notes.filter((it) => it !== false) };
}

function ofStatus(status: string | undefined): Noted<FoundStory['status']> {
  const draft = (code: Note['code'], why: string): Noted<FoundStory['status']> => ({
    value: 'draft',
    notes: [{ code, message: `${why}: saved as a draft` }],
  });
  switch (status) {
    case 'publish':
      return { value: 'ready', notes: [] };
    case 'future':
      return { value: 'ready', notes: [{ code: 'scheduled', message: 'was scheduled, and not public yet' }] };
    case 'draft':
    case 'auto-draft':
      return draft('draft', 'was a draft');
    case 'pending':
      return draft('draft', 'was a draft that waited for an editor');
    case 'private':
      return draft('visibility', 'was private');
    case 'trash':
      return draft('trash', 'was in the trash');
    case undefined:
      return draft('status', 'does not say whether it was public');
    default:
      return draft('status', `unknown status "${status}"`);
  }
}

const isClosed = (key: string) =>
  isClosedName(key) ||
  /newsletter_access$|^_groups[-_](?:groups[-_])?read|^_?s2member_level$|^ihc_mb_(?:who|type)$|^laterpay_post_prices$/.test(
    key,
  );

/** Notes fields of plugins that close a post to some readers. */
function membersOnly(meta: [key: string, value: string][]): Note[] {
  const closed = meta.filter(([key, value]) => isClosed(key) && !BESIDE.test(key) && !OPEN.test(value.trim()));
  const list = [...new Set(closed.map(([key]) => key))].join(', ');
  return list === '' ? [] : [{ code: 'paywall', message: `was not for everybody, as its fields say: ${list}` }];
}
