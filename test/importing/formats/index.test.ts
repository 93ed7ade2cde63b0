import { describe, expect, it } from 'vitest';
import { IMPORT_FORMATS, unknownFormat } from '../../../src/importing/formats/index.ts';
import { fixture } from '../../support/import-input.ts';

const formatOf = (head: string) => IMPORT_FORMATS.find((it) => it.recognises(head))?.name;

describe('formats', () => {
  it.each([
    ['hugo.md', 'Markdown'],
    ['jekyll.md', 'Markdown'],
    ['astro.mdx', 'Markdown'],
    ['record.md', 'Markdown'],
    ['wordpress.xml', 'WordPress (WXR)'],
    ['ghost.json', 'Ghost'],
    ['ninjs-1.json', 'ninjs'],
    ['ninjs-3.json', 'ninjs'],
    ['article.html', 'HTML'],
    ['nitf.xml', 'NITF'],
    ['rss.xml', 'feed'],
    ['rdf.xml', 'feed'],
    ['atom.xml', 'feed'],
    ['feed.json', 'feed'],
    ['opml.xml', undefined],
  ])('tell %s by its content', (name, format) => {
    expect(formatOf(fixture(name))).toBe(format);
    expect(formatOf(`\uFEFF${fixture(name)}`)).toBe(format);
  });

  it.each([
    ['<?xml version="1.0"?><opml version="2.0"><body/></opml>', 'XML with the root element <opml>'],
    ['<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"></newsMessage>', 'NewsML-G2 (<newsMessage>)'],
    ['<?xml version="1.0"?><g2:newsItem guid="x">', 'NewsML-G2 (<g2:newsItem>)'],
    ['<?xml version="1.0"?>\n', 'XML without a root element'],
    ['{"title": "T", "body": "B"}', 'JSON, but not Ghost, ninjs or JSON Feed'],
    ['[{"a": 1}]', 'JSON, but not Ghost, ninjs or JSON Feed'],
    ['[]', 'JSON, but not Ghost, ninjs or JSON Feed'],
  ])('none reads %j, and it is said what it is', (head, words) => {
    expect(formatOf(head)).toBeUndefined();
    expect(unknownFormat(head)).toBe(words);
  });

  it.each([
    'Ferry stopped\n\nThe ferry stopped.',
    '[Photo: the ferry]\n\nThe ferry stopped.',
    '<KELTMOUTH> The ferry stopped.',
    '{Correction} The ferry stopped.',
    '--- The ferry stopped.',
    '',
  ])('none reads %j, which is plain text', (head) => {
    expect(formatOf(head)).toBeUndefined();
    expect(unknownFormat(head)).toBeUndefined();
  });

  it('are told of hostile beginnings in no time', () => {
    const started = performance.now();
    for (const part of [
      '<!-- ',
      '<!-- -->',
      '<? ?>',
      '<!doctype [',
      '"\\"',
      '{"',
      '{"\\"',
      '[[',
      '<a <a',
      '---\n',
      ' \n',
    ]) {
      const head = part.repeat(65_536 / part.length);
      expect(() => [formatOf(head), unknownFormat(head)], part).not.toThrow();
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
