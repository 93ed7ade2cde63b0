import { describe, expect, it } from 'vitest';
import { rfc3339 } from '../../src/importing/instants.ts';
import { paragraphs, plainText } from '../../src/importing/markup.ts';
import { readDocument, readElements } from '../../src/importing/xml.ts';
import { childText, type XmlElement } from '../../src/importing/xml-element.ts';
import { cpuSeconds, MOST_SECONDS } from '../support/cpu.ts';

describe('plain text', () => {
  it.each([
    ['A &amp; B', 'A & B'],
    ['A &amp;amp; B', 'A & B'],
    ['A &amp;amp; B &amp;#8211; &amp;nbsp;', 'A & B –'],
    ['A &amp;lt; B &amp; C', 'A &lt; B & C'],
    ['A &amp;lt; B &#8211; C', 'A &lt; B – C'],
    ['Nuts&nbsp;&#8211;&#x2014;&hellip;', 'Nuts –—…'],
    ['<p>One<br>two</p><p>three</p>', 'One two three'],
    ['<em>R</em>&D', 'R&D'],
    ['3 < 5 and R&D <x>', '3 < 5 and R&D <x>'],
    ['a?b=1&copy=2', 'a?b=1&copy=2'],
    ['A<!-- no --><script>no</script> B<style>no', 'A B'],
    ['&lt;b&gt; is bold', '<b> is bold'],
  ])('of %j is %j', (markup, text) => {
    expect(plainText(markup)).toBe(text);
  });

  it('is had in no time, whatever comes', () => {
    const started = cpuSeconds();
    for (const part of ['<!--', '<script>', '<p ', '&amp;', '<script></script', '<b>']) plainText(part.repeat(200_000));
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });
});

describe('paragraphs', () => {
  it('are at blank lines', () => {
    expect(paragraphs('A\r\nB\n \n\n C & <D>\n')).toBe('<p>A<br>B</p>\n<p>C &amp; &lt;D&gt;</p>');
  });
});

describe('dates of feeds', () => {
  it.each([
    ['Thu, 03 Mar 2022 18:40:00 GMT', '2022-03-03T18:40:00Z'],
    ['3 Mar 2022 18:40 EST', '2022-03-03T18:40:00-05:00'],
    ['Thu, 03 Mar 2022 18:40:00 +0530', '2022-03-03T18:40:00+05:30'],
    ['Thu, 03 Mar 2022 18:40:00 +0000', '2022-03-03T18:40:00Z'],
    ['2022-03-03T18:40:00.000Z', '2022-03-03T18:40:00Z'],
    ['2022-03-03T18:40:00.120Z', '2022-03-03T18:40:00.120Z'],
    ['Thu, 03 Mar 2022 18:40:00 XYZ', 'Thu, 03 Mar 2022 18:40:00 XYZ'],
    ['yesterday', 'yesterday'],
  ])('are in one form: %s', (date, expected) => {
    expect(rfc3339(date)).toBe(expected);
  });
});

describe('XML', () => {
  const elements = async (text: string, size: number) => {
    const found: XmlElement[] = [];
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
      text.slice(at * size, (at + 1) * size),
    );
    for await (const it of readElements(chunks, (path) => path.join('/') === 'a/b')) found.push(it);
    return found;
  };

  it('is read piece by piece, wherever it is cut', async () => {
    const text = '<a>no<b x="1 &amp; 2">One<![CDATA[ &amp; ]]>&#x20AC;<c>two</c></b><d><b>no</b></d><b/></a>';
    const expected = [
      {
        name: 'b',
        attributes: { x: '1 & 2' },
        children: ['One &amp; €', { name: 'c', attributes: {}, children: ['two'] }],
      },
      { name: 'b', attributes: {}, children: [] },
    ];
    for (const size of [1, 2, 7, 1000]) expect(await elements(text, size), String(size)).toEqual(expected);
  });

  it('is refused where it is deeper than any document', () => {
    expect(() => readDocument('<a>'.repeat(300))).toThrow('line 1: <a> is nested more than 200 deep');
  });

  it('is refused where a reference means nothing', () => {
    expect(() => readDocument('<a>\n&nope;</a>')).toThrow('line 2: is not well-formed XML: undefined entity');
  });

  it('may have blank lines before its declaration, and lines keep their numbers', async () => {
    const text = '\uFEFF\n \r\n<?xml version="1.0"?><a><b>B</b></a>';
    expect(childText(readDocument(text), 'b')).toBe('B');
    for (const size of [1, 2, 1000]) expect((await elements(text, size)).length).toBe(1);
    expect(() => readDocument(`\n\n<?xml version="1.0"?>\n<a>`)).toThrow(/^line 4: /);
    expect(() => readDocument(`<a>\n<?xml version="1.0"?></a>`)).toThrow(/^line 2: /);
  });

  it('may have a DOCTYPE without entities, which is not followed', () => {
    expect(childText(readDocument('<!DOCTYPE a SYSTEM "http://x.example/a.dtd"><a><b> B </b></a>'), 'b')).toBe('B');
  });
});
