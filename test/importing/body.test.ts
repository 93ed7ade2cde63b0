import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/articles/html/markdown.ts';
import { cleanBody } from '../../src/importing/body.ts';
import { ImportError } from '../../src/importing/import-error.ts';
import type { StoryBody } from '../../src/importing/story.ts';

const cleaned = (text: string, address?: string) => {
  const { body, notes } = cleanBody({ body: { type: 'html', text }, title: 'T', tags: [], notes: [], address });
  return { body, notes: notes.map((it) => `${it.code}: ${it.message}`) };
};

describe('the HTML of an export', () => {
  it('tells of what is changed in it, but not of pictures that nobody has described', () => {
    expect(cleaned('<p>It&#146;s <video src="/v.mp4"></video></p><img src="/a.png">', 'https://old.example/a')).toEqual(
      {
        body: '<p>It’s <a href="https://old.example/v.mp4">v.mp4</a></p><img src="https://old.example/a.png" />',
        notes: ['body-changed: a video became a link to https://old.example/v.mp4'],
      },
    );
  });

  it('keeps links inside the story, whatever key it gets', () => {
    expect(cleaned('<p>A<a href="#n">1</a></p><p id="n">Note</p>').body).toBe(
      '<p>A<a href="#story-n">1</a></p><p id="story-n">Note</p>',
    );
  });

  it.each([
    [
      '<img alt="A chart" src="data:image/png;base64,AAAA">',
      'a picture without an address that readers can fetch is left out ("A chart")',
    ],
    [
      '<script src="https://charts.example/1.js"></script>',
      'a script is left out, with whatever it shows: "https://charts.example/1.js"',
    ],
    ['<svg><text>2 m</text></svg>', 'a drawing (svg) is left out, but for its words'],
    ['<chart-of-tides id="1"></chart-of-tides>', 'an element that only a script fills is left out: chart-of-tides'],
    ['<canvas></canvas>', 'a canvas is left out'],
    ['<video></video>', 'a video without an address that readers can fetch is left out'],
  ])('asks for a look where a reader loses what was shown: %s', (html, message) => {
    expect(cleaned(`<p>Fog.</p>${html}`).notes).toEqual([`body-lost: ${message}`]);
  });

  it.each([
    [
      '<blockquote>Fog!</blockquote><script async src="https://platform.twitter.com/widgets.js"></script>',
      ['body-changed: a script is left out: "https://platform.twitter.com/widgets.js"'],
    ],
    ['<svg viewBox="0 0 24 24"><path d="M0 0"/></svg>', ['body-changed: a drawing (svg) is left out']],
    [
      '<iframe src="https://v.example/1"></iframe>',
      ['body-changed: a frame (iframe) became a link to https://v.example/1'],
    ],
    ['<script>run()</script>', []],
  ])('only tells of what nobody loses: %s', (html, notes) => {
    expect(cleaned(`<p>Fog.</p>${html}`).notes).toEqual(notes);
  });

  it('loses the lines that are not the story, and keeps no-break spaces', () => {
    const { body } = cleaned(
      '<p><strong>By Ann Berg</strong><br>New&nbsp;Harbour is open.</p><div>Advertisement</div><div>Nobody&nbsp;came.</div>',
    );
    expect(body).toBe('<p>New\u00a0Harbour is open.</p><p>Nobody\u00a0came.</p>');
  });

  it('loses its soft hyphens', () => {
    expect(cleaned('<p>moun&shy;tain moun&#xAD;tain moun\u00adtain</p>')).toEqual({
      body: '<p>mountain mountain mountain</p>',
      notes: ['hyphens: soft hyphens inside words are left out: 3'],
    });
  });
});

describe('plain text', () => {
  it('is Markdown that renders to the same words', () => {
    const lines = ['[^1]: a note', '<b>no</b>', '1. May', 'R&D'].map((text, index) => ({ number: index + 1, text }));
    const { body } = cleanBody({ body: { type: 'lines', lines }, title: 'T', notes: [] });
    expect(body.split('\n\n').map((it) => renderMarkdown(it))).toEqual([
      '<p>[^1]: a note</p>\n',
      '<p>&lt;b&gt;no&lt;/b&gt;</p>\n',
      '<p>1. May</p>\n',
      '<p>R&amp;D</p>\n',
    ]);
  });
});

describe('a body that publishing would refuse unread', () => {
  const refused = (body: StoryBody) => () => cleanBody({ body, title: 'T', notes: [] });

  it.each([
    [
      'HTML with too many tags',
      { type: 'html', text: '<b>'.repeat(20_001) },
      'the body has 20001 HTML tags; at most 20000',
    ],
    [
      'Markdown with too many tags',
      { type: 'markdown', text: `Words.\n\n${'<!--'.repeat(21_000)}` },
      'the body has 21000 HTML tags; at most 20000',
    ],
    [
      'Markdown with too many footnotes',
      { type: 'markdown', text: `${'x[^1] '.repeat(2001)}\n\n[^1]: a` },
      'the body has more than 2000 footnotes and marks of footnotes',
    ],
  ] as const)('is an error of its file alone: %s', (_, body, message) => {
    expect(refused(body)).toThrow(new ImportError(message));
  });
});

describe('an address that is a paragraph by itself', () => {
  const bodyOf = (body: StoryBody) => cleanBody({ body, title: 'T', notes: [] }).body;

  it('becomes a link, in Markdown as in plain text', () => {
    const text = 'It held.\n\nhttps://dam.example/film?a=1&b=2\n\n[More](https://dam.example/).';
    expect(bodyOf({ type: 'markdown', text })).toBe(text.replace(/https\S+2/, '<$&>'));
    const rows = text.split('\n\n').slice(0, 2);
    expect(bodyOf({ type: 'lines', lines: rows.map((it, index) => ({ number: index + 1, text: it })) })).toBe(
      'It held.\n\n<https://dam.example/film?a=1&b=2>',
    );
  });

  it.each([
    'See https://dam.example/ now.',
    '```\nhttps://dam.example/\n```',
    '<https://dam.example/>',
    '[https://dam.example/](/x)',
    'Dams\nhttps://dam.example/',
  ])('stays what it is otherwise: %j', (text) => {
    expect(bodyOf({ type: 'markdown', text: `It held.\n\n${text}` })).toBe(`It held.\n\n${text}`);
  });
});
