import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/importing/formats/html/html.ts';
import { storyIn } from '../../../support/import-input.ts';
import { PARAGRAPHS, pageOf, TEXT } from './page-of.ts';

const AT = '2023-06-09T09:00:00Z';
const datesOf = async (body: string) => {
  const { published, updated } = await storyIn(html, pageOf('<title>Reading room opens</title>', body));
  return { published, updated };
};
const headed = (line: string) => `<article><h1>Reading room opens</h1>${line}${TEXT}</article>`;

describe('the date of a page', () => {
  it.each([
    `<time pubdate datetime="${AT}">Friday</time>`,
    `<time itemprop="datePublished" datetime="${AT}">Friday</time>`,
    `<span itemprop="datePublished" content="${AT}">Friday</span>`,
    `<p class="posted-on"><time class="entry-date published" datetime="${AT}">Friday</time> <time class="updated" datetime="2023-06-10T09:00:00Z">Saturday</time></p>`,
    `<p>Published: <time datetime="${AT}">Friday</time></p><p>Seen <time datetime="2020-01-01">before</time></p>`,
  ])('is that which is marked: %s', async (line) => {
    expect((await datesOf(headed(line))).published).toBe(AT);
  });

  it('is that of the only <time>, at the headline or the byline', async () => {
    expect((await datesOf(headed(`<time datetime="${AT}">Friday</time>`))).published).toBe(AT);
    for (const line of ['By Nora Roth, @', '@, 9 a.m.', 'Room | @ | 4 min read', '@.', 'Nora Roth @'])
      expect(
        (await datesOf(headed(`<p>${line.replace('@', `<time datetime="${AT}">Friday</time>`)}</p>`))).published,
        line,
      ).toBe(AT);
    expect(
      (await datesOf(headed(`<p class="byline">Nora Roth, <time datetime="${AT}">Friday</time></p>`))).published,
    ).toBe(AT);
  });

  it('is no update', async () => {
    const line = `<p>Updated <time datetime="${AT}">Friday</time></p>`;
    expect(await datesOf(headed(line))).toEqual({ published: undefined, updated: AT });
    const marked = `<time itemprop="dateModified" datetime="${AT}">Friday</time>`;
    expect(await datesOf(headed(marked))).toEqual({ published: undefined, updated: AT });
  });

  it.each([
    `<aside><time datetime="${AT}">Today</time> <a href="/x">Other story</a></aside>${headed('')}`,
    `${headed('')}<footer><time datetime="${AT}">Today</time></footer>`,
    `<ul class="related"><li><time itemprop="datePublished" datetime="${AT}">Today</time></li></ul>${headed('')}`,
    headed(
      `<p>${PARAGRAPHS[0]} <time datetime="1912-04-15">In 1912</time> the old one burnt down, and nobody read a book.</p>`,
    ),
    headed(`<p>The fair opens on <time datetime="${AT}">Friday</time>.</p>`),
    headed(`<p>“Come on <time datetime="${AT}">Friday</time>!”</p>`),
    headed(`<p><time datetime="${AT}">Friday</time> <time datetime="2023-06-08T09:00:00Z">Thursday</time></p>`),
    headed(
      `<time itemprop="datePublished" datetime="${AT}"></time><time itemprop="datePublished" datetime="2023-06-08T09:00:00Z"></time>`,
    ),
    `<div><p><time datetime="${AT}">Today</time></p></div><div><div><div><div>${headed('')}</div></div></div></div>`,
  ])('is not guessed: %s', async (body) => {
    expect((await datesOf(body)).published).toBeUndefined();
  });
});
