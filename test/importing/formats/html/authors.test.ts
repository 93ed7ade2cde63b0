import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/importing/formats/html/html.ts';
import { storyIn } from '../../../support/import-input.ts';
import { PARAGRAPHS, pageOf, TEXT } from './page-of.ts';

const NORA = [{ name: 'Nora Roth' }];
const read = (body: string, head = '<title>Reading room opens</title>') => storyIn(html, pageOf(head, body));
const authorsOf = async (body: string) => (await read(body)).authors;
const headed = (line: string) => `<article><h1>Reading room opens</h1>${line}${TEXT}</article>`;

describe('the authors of a page', () => {
  it.each([
    '<a rel="author" href="https://mail.example/nora">Nora Roth</a>',
    '<span itemprop="author" itemscope><a href="https://mail.example/nora"><span itemprop="name">Nora Roth</span></a></span>',
    '<p class="byline">By <a rel="author" href="https://mail.example/nora">Nora Roth</a></p>',
    '<address>By <a href="https://mail.example/nora">Nora Roth</a></address>',
  ])('are those of its markup, with their addresses: %s', async (line) => {
    expect(await authorsOf(headed(line))).toEqual([{ name: 'Nora Roth', url: 'https://mail.example/nora' }]);
  });

  it('are several, and without what they are', async () => {
    const line = '<div class="byline">By NORA ROTH and Emil Quist, Mail Harbour Reporter</div>';
    expect(await authorsOf(headed(line))).toEqual([...NORA, { name: 'Emil Quist' }]);
  });

  it('have an address that leads somewhere, or none', async () => {
    const line = '<a rel="author" href="/nora">Nora Roth</a>';
    expect(await authorsOf(headed(line))).toEqual(NORA);
    const story = await read(headed(line), '<link rel="canonical" href="https://mail.example/room">');
    expect(story.authors).toEqual([{ name: 'Nora Roth', url: 'https://mail.example/nora' }]);
  });

  it('leave the text where they stand alone', async () => {
    const { body } = await read(
      `<article><h1>Reading room opens</h1><div><span class="author-name">Nora Roth</span>${TEXT}</div></article>`,
    );
    expect(JSON.stringify(body)).not.toContain('Nora Roth');
  });

  it('stay where their lives are told', async () => {
    const line =
      '<div class="article-author"><a rel="author" href="/nora">Nora Roth</a> is the author of a history of Aldermoor.</div>';
    const { authors, body } = await read(`<article>${TEXT}${line}</article>`);
    expect(authors).toEqual(NORA);
    expect(JSON.stringify(body)).toContain('is the author of a history of Aldermoor.');
  });

  it('stay in prose', async () => {
    const line = `<p>A story by <a rel="author" href="/nora">Nora Roth</a>, read aloud at the opening.</p>`;
    expect(JSON.stringify((await read(`<article>${TEXT}${line}<p>${PARAGRAPHS[0]}</p></article>`)).body)).toContain(
      'Nora Roth',
    );
  });

  it.each([
    '<a rel="author" href="/nora">More from this author</a>',
    '<div class="byline">Aldermoor</div>',
    '<address>12 Quay Street, Aldermoor</address>',
  ])('are not invented: %s', async (line) => {
    expect(await authorsOf(headed(line))).toBeUndefined();
  });

  it('are not those of other stories', async () => {
    const others = '<div class="byline">By Emil Quist</div>';
    expect(
      await authorsOf(`<aside>${others}</aside>${headed('')}<div class="related">${others}</div>`),
    ).toBeUndefined();
    const far = `<section>${'<p>x</p>'.repeat(50)}</section>`;
    expect(await authorsOf(`${others}${far}${headed('<p class="byline">By Nora Roth</p>')}`)).toEqual(NORA);
    const many = ['Ada Berge', 'Bo Falk', 'Cy Holt', 'Di Lund', 'Ed Moe', 'Flo Nye', 'Gus Ode'];
    expect(
      await authorsOf(many.map((it) => `<div class="byline">By ${it}</div>`).join('') + headed('')),
    ).toBeUndefined();
  });
});
