import { expect, it } from 'vitest';
import { cleanBody } from '../../src/importing/body.ts';
import { openingOf } from '../../src/importing/summary.ts';

const bodyOf = (text: string, address?: string) =>
  cleanBody({ title: 'T', body: { type: 'html', text }, notes: [], address }).body;
const summaryOf = (text: string) =>
  openingOf(cleanBody({ title: 'T', body: { type: 'html', text }, notes: [] }).paragraphs, 'en');

it.each([
  ['<p>https://vimeo.com/77</p>', '<p><a href="https://vimeo.com/77">vimeo.com</a></p>'],
  [
    '<p> https://www.youtube.com/watch?v=q1&amp;t=2 </p>',
    '<p><a href="https://www.youtube.com/watch?v=q1&amp;t=2">youtube.com</a></p>',
  ],
  [
    '<p>https://quay.example/log/2021.pdf</p>',
    '<p><a href="https://quay.example/log/2021.pdf">https://quay.example/log/2021.pdf</a></p>',
  ],
])('an address that is a paragraph by itself becomes a link: %s', (html, shown) => {
  expect(bodyOf(`<p>One.</p>${html}`)).toBe(`<p>One.</p>${shown}`);
});

it('an embed has its host for words, and keeps its caption', () => {
  const embed =
    '<figure class="wp-block-embed"><div>\nhttps://quay.example/clip\n</div><figcaption>The crane</figcaption></figure>';
  expect(bodyOf(`<p>One.</p>${embed}`)).toBe(
    '<p>One.</p><figure><p><a href="https://quay.example/clip">quay.example</a></p><figcaption>The crane</figcaption></figure>',
  );
});

it.each([
  '<p>See https://vimeo.com/77 now.</p>',
  '<p><a href="https://vimeo.com/77">Crane</a></p>',
  '<ul><li>https://vimeo.com/77</li></ul>',
])('%s stays as it is', (html) => {
  expect(bodyOf(html)).toBe(html);
});

it('a summary has no addresses and names of files for sentences', () => {
  expect(summaryOf('<p>https://vimeo.com/77</p><p>It moved.</p><p><audio src="/bell.mp3"></audio></p>')).toBe(
    'It moved.',
  );
  expect(summaryOf('<p>It moved.</p><p>It stopped at 3.5.</p>')).toBe('It moved. It stopped at 3.5.');
  expect(summaryOf('<p>https://vimeo.com/77</p>')).toBe('vimeo.com');
});

it('links inside a story that moves stay inside it, with what they lead to', () => {
  const html =
    '<p>A<sup><a href="#n" id="m">1</a></sup></p><ol><li id="n">Log. <a href="https://quay.example/crane/#m">↩</a></li></ol>';
  const moved =
    '<p>A<sup><a href="#story-n" id="story-m">1</a></sup></p><ol><li id="story-n">Log. <a href="#story-m">↩</a></li></ol>';
  expect(bodyOf(html, 'https://quay.example/crane/')).toBe(moved);
  expect(bodyOf(moved, 'https://quay.example/crane/')).toBe(moved);
  expect(cleanBody({ title: 'T', body: { type: 'html', text: moved }, notes: [] }).paragraphs).toEqual(['A', 'Log.']);
});

it('those of a story that stays elsewhere lead there', () => {
  const text = '<p>A<a href="#n">1</a></p><p id="n">Log.</p>';
  const address = 'https://quay.example/crane/';
  expect(cleanBody({ title: 'T', body: { type: 'html', text }, notes: [], address }, false).body).toBe(
    '<p>A<a href="https://quay.example/crane/#n">1</a></p><p>Log.</p>',
  );
});
