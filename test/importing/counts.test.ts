import { describe, expect, it } from 'vitest';
import { cleanBody } from '../../src/importing/body.ts';
import { countNotes } from '../../src/importing/counts.ts';
import { cpuSeconds, MOST_SECONDS } from '../support/cpu.ts';

/** The notes on a body that is cleaned as in an import. */
const told = (text: string) => {
  const body = { type: 'html' as const, text };
  return countNotes(body, cleanBody({ body, title: 'T', notes: [] }).body).map((it) => it.message);
};

describe('What a body shows beside words', () => {
  it.each([
    '<p>Fog. <a href="https://a.example/">a</a></p><img src="https://a.example/a.png" alt="A">',
    '<p>Fog.</p><video src="https://a.example/v.mp4"></video><iframe src="https://v.example/1"></iframe>',
    '<p>Fog.</p><img data-src="https://a.example/a.png" alt="A"><noscript><img src="https://a.example/a.png"></noscript>',
    '<p>Fog.</p><!-- <img src="https://a.example/a.png"> --><script>document.write("<img src=x>")</script>',
    '<p>Fog. <a name="here">Here</a></p>',
  ])('needs no word if all of it is in the record: %s', (html) => {
    expect(told(html)).toEqual([]);
  });

  it.each([
    [
      'a picture in the file',
      '<p>Fog.</p><img src="data:image/png;base64,AA">',
      'pictures: 1, players and frames: 0, links: 0; the record has pictures: 0, links: 0',
    ],
    [
      'a link in a dropped line',
      '<p>Fog is near.</p><p>READ MORE: <a href="https://a.example/b">Bridge opens</a></p>',
      'pictures: 0, players and frames: 0, links: 1; the record has pictures: 0, links: 0',
    ],
    [
      'a link without words',
      '<p>Fog. <a href="https://a.example/"></a></p>',
      'pictures: 0, players and frames: 0, links: 1; the record has pictures: 0, links: 0',
    ],
    [
      'a video without an address',
      '<p>Fog.</p><video></video>',
      'pictures: 0, players and frames: 1, links: 0; the record has pictures: 0, links: 0',
    ],
  ])('is counted if the record has less: %s', (_, html, expected) => {
    expect(told(html)).toEqual([`the source has ${expected}`]);
  });

  it('takes a moment for hostile HTML', () => {
    const started = cpuSeconds();
    for (const it of ['<script ', '<!--', '<a ', '<noscript>', '<img '])
      expect(countNotes({ type: 'html', text: it.repeat(150_000) }, '').length).toBeLessThan(2);
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });
});
