import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/importing/formats/html/html.ts';
import { storyIn } from '../../../support/import-input.ts';
import { linked, pageOf, TEXT } from './page-of.ts';

const titleOf = async (head: string, body?: string) => (await storyIn(html, pageOf(head, body))).title;
const SITE = '<meta property="og:site_name" content="The Aldermoor Mail">';

describe('the headline of a page', () => {
  it.each(['|', '-', '–', '—', '»', '·', '::', '•'])('loses the name of the site behind %s', async (mark) => {
    expect(await titleOf(`<title>Reading room opens ${mark} Aldermoor Mail</title>${SITE}`)).toBe('Reading room opens');
    expect(
      await titleOf(`<meta property="og:title" content="Reading room opens ${mark} The Aldermoor Mail">${SITE}`),
    ).toBe('Reading room opens');
  });

  it.each([
    ['Aldermoor Mail: Reading room opens', SITE],
    ['Reading room opens - aldermoormail.example', '<link rel="canonical" href="https://www.aldermoormail.example/a">'],
    ['Reading room opens - Aldermoor Mail', '<link rel="canonical" href="https://www.aldermoor-mail.example/a">'],
    ['Reading room opens | Mail', linked({ '@type': 'NewsArticle', publisher: { name: 'Mail' } })],
    ['Reading room opens | Mail', linked({ '@graph': [{ '@type': 'WebSite', name: 'Mail' }] })],
  ])('loses the name of the site in %j, which the page tells', async (title, head) => {
    expect(await titleOf(`<title>${title}</title>${head}`)).toBe('Reading room opens');
  });

  it('is the heading above the text that is part of <title>, not the logo', async () => {
    const title = '<title>Reading room opens | Town | Aldermoor Mail</title>';
    const logo = '<header><h1 class="logo">Aldermoor Mail</h1><h2>Town</h2></header>';
    expect(await titleOf(title, `${logo}<main><h2>Reading room opens</h2>${TEXT}</main>`)).toBe('Reading room opens');
    const link = '<h1><a href="/">Aldermoor Mail</a></h1>';
    expect(await titleOf(title, `${link}<main><h1>Reading room opens</h1>${TEXT}</main>`)).toBe('Reading room opens');
  });

  it('is <title> without the name of the site where no heading is part of it', async () => {
    const body = `<header><h1 id="logo"><a href="/">Aldermoor Mail</a></h1></header><main>${TEXT}</main>`;
    expect(await titleOf('<title>Reading room opens | Aldermoor Mail</title>', body)).toBe('Reading room opens');
  });

  it('is the heading with which a longer <title> begins', async () => {
    const body = `<h1>Reading room opens</h1>${TEXT}`;
    for (const rest of [' - Telegraph', ' | Town | Mail', '_Town_Mail', ' [mail.example]'])
      expect(await titleOf(`<title>Reading room opens${rest}</title>`, body)).toBe('Reading room opens');
  });

  it('keeps marks of its own where nothing says that the site follows', async () => {
    for (const title of ['Friday facts - 17 seats', 'Aldermoor | Quay', 'Opening: what to see'])
      expect(await titleOf(`<title>${title}</title>${SITE}`)).toBe(title);
    expect(await titleOf(`<meta property="og:title" content="Mail - a history">${SITE}`)).toBe('Mail - a history');
  });

  it('is not that of a sidebar', async () => {
    const body = `<aside><h2>Mail</h2></aside><article><h1>Reading room opens</h1>${TEXT}</article>`;
    expect(await titleOf('<title>Reading room opens - Mail</title>', body)).toBe('Reading room opens');
  });

  it('is the one of several stated ones that readers see', async () => {
    const head = `<title>Aldermoor - Encyclopedia</title>${linked({ '@type': 'Article', name: 'Aldermoor', headline: 'town on a moor' })}`;
    expect(await titleOf(head, `<h1>Aldermoor</h1>${TEXT}`)).toBe('Aldermoor');
  });

  it('is not the name of the site alone, where there is another', async () => {
    const head = `<meta property="og:title" content="The Aldermoor Mail">${SITE}<title>The Aldermoor Mail</title>`;
    expect(await titleOf(head, `<article><h1>Reading room opens</h1>${TEXT}</article>`)).toBe('Reading room opens');
  });
});
