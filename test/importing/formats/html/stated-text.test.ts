import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/importing/formats/html/html.ts';
import { parseScript } from '../../../../src/importing/formats/html/json-script.ts';
import { cpuSeconds, MOST_SECONDS } from '../../../support/cpu.ts';
import { codes, storyIn } from '../../../support/import-input.ts';
import { linked, PARAGRAPHS, pageOf, TEXT } from './page-of.ts';

const WHOLE = PARAGRAPHS.join('\n\n');
const TEASER = `<article><p>${PARAGRAPHS[0]}</p><p>Subscribe to the Mail to read the rest of this story, and all others, every day.</p></article>`;
const article = (fields: object) => linked({ '@type': 'NewsArticle', headline: 'Reading room opens', ...fields });
const read = (fields: object, body?: string) => storyIn(html, pageOf(article(fields), body));

describe('what a page states of its text', () => {
  it('is the text where the main text is only its beginning', async () => {
    const { body, notes } = await read({ articleBody: WHOLE }, TEASER);
    expect(body).toEqual({ type: 'html', text: TEXT });
    expect(notes).toEqual([
      {
        code: 'article-body',
        message:
          "the text is the page's articleBody (79 words), which has no links and pictures: its main text has only 40 words",
      },
    ]);
  });

  it('is not the text where the main text is whole, or another one', async () => {
    expect((await read({ articleBody: WHOLE })).body).toMatchObject({ text: expect.stringContaining('<p>') });
    expect(codes(await read({ articleBody: WHOLE }))).toEqual([]);
    const biography = `<article><p>Nora Roth has written for the Mail since 2010, and lives in Aldermoor with two cats, a piano, and many books.</p></article>`;
    const { body, notes } = await read({ articleBody: WHOLE }, biography);
    expect(JSON.stringify(body)).toContain('two cats');
    expect(notes).toContainEqual({
      code: 'main-text',
      message: 'the page says that the article has 79 words; 21 were found: check that the story is complete',
    });
  });

  it('tells that words are missing', async () => {
    expect((await read({ wordCount: 400 })).notes).toContainEqual({
      code: 'main-text',
      message: 'the page says that the article has 400 words; 79 were found: check that the story is complete',
    });
    expect(codes(await read({ wordCount: '90' }))).toEqual([]);
  });

  it.each([
    { isAccessibleForFree: false },
    { isAccessibleForFree: 'False' },
    { isAccessibleForFree: 'http://schema.org/False' },
    { hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.rest' } },
  ])('holds back what is not free: %j', async (fields) => {
    expect(codes(await read(fields))).toEqual(['paywall']);
    expect(codes(await read({ isAccessibleForFree: true }))).toEqual([]);
  });
});

describe('the JSON of a script', () => {
  const json = '{"a": "b; c // d <!-- e -->"}';

  it.each([
    json,
    `<![CDATA[${json}]]>`,
    `\n//<![CDATA[\n${json}\n//]]>\n`,
    `/*<![CDATA[*/ ${json} /*]]>*/`,
    `// <![CDATA[\n${json}\n// ]]>`,
    `<!--\n${json}\n-->`,
    `<!-- //<![CDATA[\n${json}\n//]]> -->`,
    `<!--\n${json}\n//-->`,
    `${json};`,
    `//<![CDATA[\n${json};\n//]]>`,
  ])('is read from %j', (script) => {
    expect(parseScript(script)).toEqual({ a: 'b; c // d <!-- e -->' });
  });

  it('is read with line ends and tabs in its strings', () => {
    expect(parseScript('{"a": "one\n\ttwo",\r\n"b": [1,\t2]}')).toEqual({ a: 'one two', b: [1, 2] });
  });

  it.each(['{"a": ', '{ broken', 'a = {"b": 1}', '<![CDATA[', ';', ''])('is nothing else: %j', (script) => {
    expect(() => parseScript(script)).toThrow(SyntaxError);
  });

  it('is told of where it cannot be read', async () => {
    const page = pageOf('<title>Reading room opens</title><script type="application/ld+json">{ broken</script>');
    expect((await storyIn(html, page)).notes).toEqual([
      { code: 'json-ld', message: expect.stringMatching(/^the page has JSON-LD that is not valid JSON: /) },
    ]);
  });

  it('is read in no time, however hostile', () => {
    const started = cpuSeconds();
    for (const part of ['<!--', '//', '/*', ' ', '<![CDATA[', ';', ']]>', '\n', '"\n'])
      expect(() => parseScript(part.repeat(1_000_000 / part.length))).toThrow();
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });
});
