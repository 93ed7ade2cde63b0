import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/importing/formats/html/html.ts';
import { cpuSeconds, MOST_SECONDS } from '../../../support/cpu.ts';
import { codes, storyIn } from '../../../support/import-input.ts';
import { PARAGRAPHS, pageOf, TEXT } from './page-of.ts';

/** A file of Medium's export. */
function medium({ name = 'Reading room opens', summary = 'At last.', text = '', dated = true }): string {
  const about = dated
    ? `<p>By <a href="https://medium.com/@nora" class="p-author h-card">Nora Roth</a> on
       <a href="https://medium.com/p/9f8e"><time class="dt-published" datetime="2023-06-09T09:00:00.000Z">June 9, 2023</time></a>.</p>
       <p><a href="https://medium.com/@nora/reading-room-9f8e" class="p-canonical">Canonical link</a></p>`
    : '<p><a href="https://medium.com/p/9f8e">View original.</a></p>';
  return `<!DOCTYPE html><html><head><title>${name}</title></head><body><article class="h-entry">
    <header><h1 class="p-name">${name}</h1></header>
    <section data-field="subtitle" class="p-summary">${summary}</section>
    <section data-field="body" class="e-content"><section class="section section--body"><div class="section-inner">${text}</div></section></section>
    <footer>${about}<p>Exported from <a href="https://medium.com">Medium</a> on July 1, 2023.</p></footer></article></body></html>`;
}

describe("Medium's export", () => {
  const text = `<h3 class="graf--title">Reading room opens</h3><h4 class="graf--subtitle">At last.</h4><p>${PARAGRAPHS[0]}</p>`;

  it('is read with its author, date, address and summary, and without its footer', async () => {
    const { body, notes, ...story } = await storyIn(html, medium({ text }));
    expect(story).toEqual({
      title: 'Reading room opens',
      summary: 'At last.',
      address: 'https://medium.com/@nora/reading-room-9f8e',
      published: '2023-06-09T09:00:00Z',
      authors: [{ name: 'Nora Roth', url: 'https://medium.com/@nora' }],
    });
    const paragraphs = `<section class="section section--body"><div class="section-inner"><p>${PARAGRAPHS[0]}</p></div></section>`;
    expect(body).toEqual({ type: 'html', text: paragraphs });
    expect(notes.map((it) => it.code)).toEqual(['page-parts']);
  });

  it('keeps headings that stand in the text', async () => {
    const later = `<p>${PARAGRAPHS[0]}</p><h3>Reading room opens</h3><p>${PARAGRAPHS[1]}</p>`;
    expect((await storyIn(html, medium({ text: later }))).body).toMatchObject({
      text: expect.stringContaining('<h3>Reading room opens</h3>'),
    });
  });

  it('is a draft where it has no date, whatever --published says', async () => {
    const story = await storyIn(html, medium({ text, dated: false }));
    expect(story.status).toBe('draft');
    expect(codes(story)).toContain('draft');
  });

  it('is doubted where the headline is the beginning of the text, as in replies', async () => {
    const reply = {
      name: 'What a fine room, Nora',
      text: '<p>What a fine room, Nora! I hope to see it.</p>',
      summary: '',
    };
    const story = await storyIn(html, medium(reply));
    expect(story.body).toMatchObject({ text: expect.stringContaining('I hope to see it.') });
    expect(codes(story)).toContain('reply');
  });
});

describe('microformats', () => {
  const entry = (inside: string) =>
    pageOf('<title>x</title>', `<nav><a href="/">Home</a></nav><div class="h-entry">${inside}</div>`);

  it('tell the headline, the date, the people, the tags and the text of an entry', async () => {
    const inside = `<h2 class="p-name">Reading room opens</h2><a class="u-url" href="https://nora.example/9">#</a>
      <div class="p-author h-card"><a class="u-url p-name" href="https://nora.example/">Nora Roth</a></div>
      <time class="dt-published" datetime="2023-06-09T11:00:00+02:00">9 June</time>
      <time class="dt-updated" datetime="2023-06-10T11:00:00+02:00">10 June</time>
      <div class="e-content"><p>It opened.</p></div><a class="p-category">Books</a><a class="p-category">Aldermoor</a>`;
    expect(await storyIn(html, entry(inside))).toMatchObject({
      title: 'Reading room opens',
      address: 'https://nora.example/9',
      authors: [{ name: 'Nora Roth', url: 'https://nora.example/' }],
      published: '2023-06-09T11:00:00+02:00',
      updated: '2023-06-10T11:00:00+02:00',
      tags: ['Books', 'Aldermoor'],
      body: { type: 'html', text: '<p>It opened.</p>' },
    });
  });

  it('are read in their old form (hAtom), too', async () => {
    const inside = `<div class="hentry"><h1 class="entry-title">Reading room opens</h1><span class="author vcard"><a class="fn" href="#">Nora Roth</a></span>
      <abbr class="published" title="2023-06-09T11:00:00+02:00">9 June</abbr><div class="entry-content">${TEXT}</div></div>`;
    const story = await storyIn(html, pageOf('<title>x</title>', inside));
    expect(story).toMatchObject({ title: 'Reading room opens', published: '2023-06-09T11:00:00+02:00' });
    expect(story.authors?.map((it) => it.name)).toEqual(['Nora Roth']);
  });

  it('do not put into the text what Readability removes from it', async () => {
    const junk = '<div class="share"><a href="/s">Share</a></div>';
    const inside = `<h1 class="p-name">Reading room opens</h1><div class="e-content">${TEXT}${junk}</div>`;
    expect(JSON.stringify((await storyIn(html, entry(inside))).body)).not.toContain('Share');
  });

  it('refuse a reply to somebody else', async () => {
    const inside =
      '<a class="u-in-reply-to" href="https://ivo.example/1">Ivo</a><div class="e-content"><p>Well said.</p></div>';
    await expect(storyIn(html, entry(inside))).rejects.toThrow('is a reply to https://ivo.example/1, not a story');
  });

  it('say nothing of a page with several entries', async () => {
    const two = [1, 2].map(
      (it) => `<div class="h-entry"><h2 class="p-name">Story ${it}</h2><div class="e-content"><p>It.</p></div></div>`,
    );
    const story = await storyIn(
      html,
      pageOf('<title>Reading room opens</title>', `<article>${TEXT}</article>${two.join('')}`),
    );
    expect(story.title).toBe('Reading room opens');
  });

  it('are read in no time, however hostile', async () => {
    for (const part of [
      '<a class=h-card>',
      '<b>',
      '<div class=p-name>',
      '<p class="p-author h-card"><b>',
      '<time class=dt-published>',
      '<h2>x</h2>',
      '<span rel=author>A B</span>',
      '<img>',
      '<p><a rel=author>',
    ]) {
      const started = cpuSeconds();
      const body = `<div class="h-entry">${part.repeat(2000)}`;
      await storyIn(html, pageOf('<title>Reading room opens</title>', body));
      expect(cpuSeconds() - started, part).toBeLessThan(MOST_SECONDS);
    }
  });
});
