import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encode } from '../../../src/bytes.ts';
import { detectFormat } from '../../../src/importing/formats/index.ts';
import { REFUSED_FORMATS } from '../../../src/importing/formats/refused.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';
import { fixture, inputOf } from '../../support/import-input.ts';

const formatOf = (head: string) => detectFormat(head, encode(head)).name;

/** What is said of a text that cannot be imported. */
async function refusal(text: string): Promise<string | undefined> {
  const input = inputOf(text);
  try {
    await detectFormat(input.head, input.start).read(input);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const MIME = 'From: Press <press@vik.example>\nTo: desk@holm.example\nSubject: Boats\nMIME-Version: 1.0\n';

describe('formats', () => {
  it('tell Markdown from plain text by the name, where the content says nothing', () => {
    const named = (path: string, head = 'It rained.\n\n*Again.*') => detectFormat(head, encode(head), path).name;
    expect(named('rain.md')).toBe('Markdown');
    expect(named('rain.MDX')).toBe('Markdown');
    expect(named('rain.txt')).toBe('plain text');
    expect(named('rain.md.txt')).toBe('plain text');
    expect(named('rain.md', '<!doctype html><html><p>It rained.')).toBe('HTML');
  });

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
    ['opml.xml', 'unknown'],
  ])('tell %s by its content', (name, format) => {
    expect(formatOf(fixture(name))).toBe(format);
    expect(formatOf(`\uFEFF${fixture(name)}`)).toBe(format);
  });

  it.each(['wordpress.xml', 'nitf.xml', 'rss.xml', 'atom.xml', 'ghost.json', 'article.html'])(
    'tell %s after blank lines',
    (name) => {
      expect(formatOf(`\r\n\n ${fixture(name)}`)).toBe(formatOf(fixture(name)));
    },
  );

  it.each([
    [
      '<?xml version="1.0"?><opml version="2.0"><body/></opml>',
      'is XML with the root element <opml>, which cannot be imported',
    ],
    ['<?xml version="1.0"?>\n', 'is XML without a root element, which cannot be imported'],
    ['{"title": "T", "body": "B"}', 'is JSON of no known format, which cannot be imported'],
    ['[{"a": 1}]', 'is JSON of no known format, which cannot be imported'],
    ['[]', 'is JSON of no known format, which cannot be imported'],
  ])('none reads %j, and it is said what it is', async (head, words) => {
    expect(await refusal(head)).toBe(words);
  });

  it.each([
    ['a database dump', '-- MySQL dump 10.19\nDROP TABLE IF EXISTS `n`;'],
    ['a database dump', '/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19'],
    ['a database dump', '-- phpMyAdmin SQL Dump\n-- version 5.2.1'],
    ['a database dump', '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;'],
    ['a database dump', 'PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a (b);'],
    ['a database dump', "# WordPress MySQL database backup\n#\n\nINSERT INTO `wp_users` VALUES (1,'a');"],
    ['a database dump', 'insert into users (id) values (1);'],
    ['a database dump', 'COPY public.users (id, mail) FROM stdin;\n1\ta@b.example'],
    ["Movable Type's export (TypePad's, too)", 'AUTHOR: Ann\nTITLE: Boats\n-----\nBODY:\nText.\n-----\n--------\n'],
    [
      'MHTML (a saved page)',
      `${MIME.replace(/<.*?>/, '<Saved by Blink>')}Content-Type: multipart/related;\n\tboundary="x"\n\n--x\n\n<!doctype html><html>`,
    ],
    ['reStructuredText (.rst)', 'Dam holds\n#########\n\n:date: 2022-03-03\n:status: draft\n\nIt held.'],
    ['reStructuredText (.rst)', ':title: Dam holds\n:status: draft\n\nIt held.'],
    [
      'NewsML 1',
      '<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "NewsML.dtd"><NewsML Version="1.2"><NewsItem/></NewsML>',
    ],
    ['Atom 0.3', '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry/></feed>'],
    ['RSS 0.90, which has headlines only', '<rdf:RDF xmlns="http://my.netscape.com/rdf/simple/0.9/"><item/></rdf:RDF>'],
    ["AP's JSON (Media API)", '{"data": {"item": {"altids": {"itemid": "1", "etag": "2"}, "headline": "Boats"}}}'],
    [
      "Arc XP's JSON (ANS)",
      '{"type": "story", "version": "0.10.7", "content_elements": [], "headlines": {"basic": "B"}}',
    ],
  ])('name %s and say what to do instead', async (name, text) => {
    expect(await refusal(text)).toMatch(
      new RegExp(`^is ${name.replace(/[()]/g, '\\$&')}, which cannot be imported; .{10}`),
    );
    expect(await refusal(`\n${text.replaceAll('\n', '\r\n')}`)).toContain(`is ${name}, `);
  });

  it.each([
    ['an office document (or a ZIP archive)', [0x50, 0x4b, 0x03, 0x04, 1]],
    ['a compressed file', [0x1f, 0x8b, 8]],
    ['a PDF', [0x25, 0x50, 0x44, 0x46]],
    ['a database dump', [...Buffer.from('SQLite format 3\0')]],
    ['IPTC 7901 (or ANPA 1312)', [...Buffer.from('\x01vik012 4 ec 120 wor 0007\r\n\x02Boats\r\n\x03')]],
    ['IPTC 7901 (or ANPA 1312)', [...Buffer.from('\x16\x16\x01a0042\x1f\r\n\x02Boats\r\n\x03')]],
  ])('know %s by its bytes', (name, bytes) => {
    expect(detectFormat('', new Uint8Array(bytes)).name).toBe(name);
  });

  it.each([
    'Ferry stopped\n\nThe ferry stopped.',
    '[Photo: the ferry]\n\nThe ferry stopped.',
    '<KELTMOUTH> The ferry stopped.',
    '{Correction} The ferry stopped.',
    '--- The ferry stopped.',
    'SELECT committee meets\n\nINSERT INTO the minutes: nothing, said the chair.',
    'Insert into history\n\nThe council said so.',
    'Create table tennis (again)\n\nThe club is back.',
    'Use it;\nor lose it.',
    'Show it\n\nINSERT INTO users VALUES (1)',
    '-- Ann Berg\n\nThe ferry stopped.',
    'Ferry stopped\n\nTITLE: Boats\n-----\nBODY:\nSo began the file.',
    'TITLE: Boats\n\nThe ferry stopped.',
    'Boats, buses, trains: all late\n\nThe boats, the buses and the trains were late.',
    'Holm, Vik, 2 May\nThe boats, it is said, were late.',
    'Date, time, place\n\nAll that is known, and more.',
    'From: the harbour\nTo: whom it may concern\n\nThe ferry stopped.',
    'FOR IMMEDIATE RELEASE\nFrom: Press Office\nTo: All desks\nDate: 2 May 2023\n\nThe ferry stopped.',
    `What the mail said\n\n${MIME}\nSo it began.`,
    'How a page begins\n\nWith <html> and <head>, said the teacher.',
    'A page, all of it\n\n```\n<!doctype html>\n<html><head></head></html>\n```\n\nThat is all.',
    'This is all of a page:\n\n<html><body><p>Hello</p></body></html>',
    'What she wrote\n\n<html><body><p>Hello</p></body></html>\n\nIt was the first page of Holm.',
    '',
  ])('take %j for plain text', (head) => {
    expect(formatOf(head)).toBe('plain text');
  });

  it('are all in the documentation, also those that are refused', () => {
    const guide = readFileSync('docs/import.md', 'utf8').toLowerCase();
    const words = [
      'zip',
      'compressed',
      'pdf',
      'office document',
      'rtf',
      'image',
      'database dump',
      'iptc 7901',
      'movable type',
    ];
    const more = [
      'restructuredtext',
      'mhtml',
      'e-mail',
      'newsml 1',
      'newsml-g2',
      'atom 0.3',
      'rss 0.90',
      "ap's json",
      "arc xp's json",
    ];
    for (const { name } of REFUSED_FORMATS)
      expect(
        [...words, ...more].filter((it) => name.toLowerCase().includes(it) && guide.includes(it)),
        name,
      ).not.toEqual([]);
  });

  it('take Markdown that shows a dump for Markdown', () => {
    expect(formatOf('# How to restore\n\n    INSERT INTO a VALUES (1);\n')).toBe('Markdown');
    expect(formatOf('---\ntitle: Boats\n---\n<!doctype html>\n<html><body>')).toBe('Markdown');
  });

  it('are told of hostile beginnings in no time', () => {
    const started = cpuSeconds();
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
      '-- \n',
      'A: b\n',
      'a,b,',
      '/* ',
      '<br>',
      '<br />\n',
      'Warning: on line 1 ',
      '<html',
      '"altids": {',
    ]) {
      const head = part.repeat(65_536 / part.length);
      expect(() => formatOf(head), part).not.toThrow();
    }
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });
});
