import MarkdownIt from 'markdown-it';
import parseSrcset from 'parse-srcset';
import { describe, expect, it, vi } from 'vitest';

/** Faults of libraries that src/articles/html works around. A test that fails says that it is mended: take the work-around out. */
describe('markdown-it', () => {
  it('makes U+FFFD of references to the letters of Windows-1252', () => {
    expect(new MarkdownIt().render('It&#146;s')).toBe('<p>It\ufffds</p>\n');
  });
});

describe('parse-srcset', () => {
  it('writes what it does not understand to the console', () => {
    const log = vi.spyOn(console, 'log').mockReturnValue();
    parseSrcset('/a.jpg 300 w');
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});
