import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/importing/formats/html/html.ts';
import { codes, storyIn } from '../../../support/import-input.ts';
import { PARAGRAPHS, pageOf, TEXT } from './page-of.ts';
import { prepareBody } from './prepared.ts';

const [FIRST, SECOND, THIRD] = PARAGRAPHS.map((it) => `<p>${it}</p>`);
const around = (medium: string) =>
  pageOf('<title>Reading room opens</title>', `<article>${FIRST}${SECOND}${medium}${THIRD}</article>`);
const ROOM = 'https://mail.example/i/room.jpg';
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

describe('the media of a page', () => {
  it.each([
    `<figure><amp-img src="${ROOM}" alt="The room" width="600" height="400"></amp-img><figcaption>The room</figcaption></figure>`,
    `<p><img src="${PIXEL}" data-src="${ROOM}" alt="The room"></p>`,
    `<p><img class="lazyload" data-original="${ROOM}" alt="The room"></p>`,
    `<div><img class="lazy" src="${PIXEL}" data-srcset="${ROOM} 600w" alt="The room"></div>`,
    `<p><img src="${PIXEL}" alt="The room"><noscript><img src="${ROOM}" alt="The room"></noscript></p>`,
    `<p><noscript><img src="${ROOM}" alt="The room"></noscript></p>`,
    `<picture><source data-srcset="${ROOM}"><img src="${PIXEL}" alt="The room"></picture>`,
  ])('are pictures of the story once: %s', async (medium) => {
    const { body } = prepareBody(await storyIn(html, around(medium)));
    expect([...body.matchAll(/<img src="([^"]*)"/g)].map((it) => it[1])).toEqual([ROOM]);
  });

  it.each([
    ['<amp-youtube data-videoid="abc" width="480" height="270"></amp-youtube>', 'https://www.youtube.com/watch?v=abc'],
    ['<amp-video src="https://mail.example/v.mp4"></amp-video>', 'https://mail.example/v.mp4'],
    ['<video src="https://mail.example/v.mp4" controls></video>', 'https://mail.example/v.mp4'],
    ['<p><audio controls><source src="https://mail.example/a.mp3"></audio></p>', 'https://mail.example/a.mp3'],
    ['<iframe src="https://charts.example/1" title="Visitors"></iframe>', 'https://charts.example/1'],
    ['<div class="video"><iframe data-src="https://player.example/1"></iframe></div>', 'https://player.example/1'],
  ])('become links: %s', async (medium, address) => {
    const { body, notes } = prepareBody(await storyIn(html, around(medium)));
    expect(body).toContain(`<a href="${address}">`);
    expect(notes).toEqual([{ code: 'body-changed', message: expect.stringContaining(`became a link to ${address}`) }]);
  });

  it('are not what counts visitors, or nothing', async () => {
    const nothing = `<img src="https://count.example/p.gif" width="1" height="1"><iframe src="about:blank"></iframe>
      <iframe src="https://count.example/" style="display:none"></iframe>`;
    const story = await storyIn(html, around(nothing));
    expect(codes(story)).toEqual([]);
    expect(JSON.stringify(story.body)).not.toContain('iframe');
  });

  it('are told of where the main text has lost them', async () => {
    const lost = `<div class="footer-promo">${`<img src="${ROOM}" alt="x"><img src="https://mail.example/i/hall.jpg" alt="x">`}</div>`;
    expect((await storyIn(html, around(lost))).notes).toEqual([
      {
        code: 'body-lost',
        message: `stood between the paragraphs of the story, but not in the main text that was found, and left out: picture ${ROOM}, picture https://mail.example/i/hall.jpg`,
      },
    ]);
  });

  it('are not missed where they belong to the page', async () => {
    const beside = `<aside><img src="${ROOM}" alt="x"></aside><div class="related"><a href="/other"><img src="${ROOM}?2" alt="x"></a></div>
      <div class="share"><img src="/i/share.png" alt="x"></div>`;
    expect(codes(await storyIn(html, around(beside)))).not.toContain('body-lost');
  });

  it('stand once where a preview of the same picture stands before it', async () => {
    const sizes = [60, 1400].map(
      (it) => `<img src="https://mail.example/max/${it}/1-reading-room-aldermoor.png" alt="x">`,
    );
    const { body } = prepareBody(await storyIn(html, around(`<figure><div>${sizes.join('')}</div></figure>`)));
    expect(body.match(/<img src="[^"]*"/g)).toEqual([
      '<img src="https://mail.example/max/1400/1-reading-room-aldermoor.png"',
    ]);
  });

  it('are pictures of their own, though they have the same short name', async () => {
    const two = [1, 2].map((it) => `<figure><img src="https://mail.example/${it}/large.jpg" alt="x"></figure>`);
    const { body } = prepareBody(await storyIn(html, around(two.join(''))));
    expect(body.match(/<img /g)).toHaveLength(2);
    expect(TEXT).toContain(PARAGRAPHS[0]);
  });
});
