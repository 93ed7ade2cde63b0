import { withNotes } from './notes.ts';
import type { FoundStory } from './story.ts';

/** Folders for drafts: Jekyll's `_drafts`, and what people call theirs. */
const DRAFTS =
  /^[_.]?(?:drafts?|unpublished|entw[uü]e?rfe?|unveröffentlicht|brouillons?|non publiés?|borradores|szkice|(?:wersje )?robocze|чернетки|чорновики)$/iu;
/** Folders that not everybody may look into, and those for what is put away. */
const CLOSED = new RegExp(
  `^[_.]?(?:${[
    'private|internal|confidential|embargo(?:ed)?|trash',
    'privat|intern|vertraulich|sperrfrist|papierkorb',
    'privé|confidentiel|corbeille|privado|confidencial|papelera',
    'prywatne|poufne|kosz|приватне|ембарго|кошик|смітник',
  ].join('|')})$`,
  'iu',
);

/**
 * Holds back a story that lies in a folder for drafts, or for some eyes only.
 * @param path of its file. A folder at the root is the system's: macOS has temporary files in `/private`.
 */
export function inFolder(story: FoundStory, path: string): FoundStory {
  const folders = path
    .normalize('NFC')
    .split(/[\\/]/)
    .slice(/^[\\/]/.test(path) ? 2 : 0, -1);
  const drafts = folders.find((it) => DRAFTS.test(it));
  if (drafts !== undefined) {
    const message = `is in a folder of drafts ("${drafts}"): saved as a draft`;
    return withNotes({ ...story, status: 'draft' }, [{ code: 'draft', message }]);
  }
  const closed = folders.find((it) => CLOSED.test(it));
  if (closed === undefined) return story;
  const message = `is in a folder "${closed}", which may not be for everybody: move it out of there if it was public`;
  return withNotes(story, [{ code: 'visibility', message }]);
}
