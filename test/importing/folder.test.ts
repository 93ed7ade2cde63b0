import { describe, expect, it } from 'vitest';
import { inFolder } from '../../src/importing/folder.ts';
import type { FoundStory } from '../../src/importing/story.ts';

const story: FoundStory = {
  title: 'Ferry',
  body: { type: 'html', text: '<p>It runs.</p>' },
  status: 'ready',
  notes: [],
};

describe('The folder of a file', () => {
  it.each([
    'site/_drafts/ferry.md',
    'Drafts/2022/ferry.docx',
    'C:\\news\\drafts\\ferry.html',
    'x/Entwürfe/a.txt',
    'x/Entwu\u0308rfe/a.txt',
    '/home/brouillons/ferry.md',
    'x/чернетки/a.md',
  ])('of drafts makes a draft of %s', (path) => {
    const { status, notes } = inFolder(story, path);
    expect([status, notes.map((it) => it.code)]).toEqual(['draft', ['draft']]);
  });

  it.each([
    'site/private/a.md',
    'content/Internal/a.html',
    'mail/Papierkorb/a.eml',
    'x/poufne/a.docx',
    'x/.Trash/a.md',
  ])('says that not everybody may see %s', (path) => {
    const folder = path.split('/').at(-2);
    expect(inFolder(story, path).notes).toEqual([
      {
        code: 'visibility',
        message: `is in a folder "${folder}", which may not be for everybody: move it out of there if it was public`,
      },
    ]);
  });

  it.each([
    'ferry.md',
    'drafts.md',
    '/private/var/folders/ferry.md',
    'site/draft-picks/a.md',
    'privateers/a.md',
    'news/international/a.md',
    'content/publications/a.md',
    '-',
  ])('says nothing of %s', (path) => {
    expect(inFolder(story, path)).toBe(story);
  });
});
