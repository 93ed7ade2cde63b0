import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';

/** A fault of a library that src/articles/html works around. A test that fails says that it is mended: take the work-around out. */
describe('markdown-it', () => {
  it('makes U+FFFD of references to the letters of Windows-1252', () => {
    expect(new MarkdownIt().render('It&#146;s')).toBe('<p>It\ufffds</p>\n');
  });
});
