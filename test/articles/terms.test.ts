import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { contentUsage, licenseDocument, readPermissions, reservation, tdmrepDocument } from '../../src/terms.ts';

describe('terms for machines', () => {
  it.each([
    ['ai-train=no ai-input=no search=yes', { 'ai-train': false, 'ai-input': false, search: true }],
    ['search=YES, AI-Train=no', { 'ai-train': false, search: true }],
    [
      'ai-train=maybe',
      'expected uses such as ai-train=no (ai-train, ai-input, ai-index, search; yes or no), got "ai-train=maybe"',
    ],
    [
      'training=no',
      'expected uses such as ai-train=no (ai-train, ai-input, ai-index, search; yes or no), got "training=no"',
    ],
    ['search=yes search=no', 'search is given twice'],
    ['  ', 'expected uses such as ai-train=no (ai-train, ai-input, ai-index, search; yes or no)'],
  ])('are read: %s', (text, expected) => {
    expect(readPermissions(text)).toEqual(expected);
  });

  it('say by each standard what it has words for', () => {
    const refused = { 'ai-train': false, 'ai-input': false, search: true };
    expect([contentUsage(refused), reservation(refused)]).toEqual(['train-ai=n, search=y', 1]);
    expect([contentUsage({ 'ai-input': false }), reservation({ 'ai-input': false })]).toEqual([undefined, 1]);
    // Not to be found is no reservation of mining.
    expect([contentUsage({ search: false }), reservation({ search: false })]).toEqual(['search=n', 0]);
    expect(reservation({ 'ai-train': true })).toBe(0);
  });

  it('are a license in RSL, and a file of TDMRep', () => {
    const terms = {
      permissions: { 'ai-train': false, 'ai-input': false, search: true },
      url: 'https://a.example/?a&b',
    };
    const xml = licenseDocument(terms, 'Tagwire & Sons');
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(xml).close();
    expect(xml).toBe(`<?xml version="1.0" encoding="utf-8"?>
<rsl xmlns="https://rslstandard.org/rsl">
<content url="/"><license><permits type="usage">search</permits><prohibits type="usage">ai-train ai-input</prohibits></license><terms>https://a.example/?a&#x26;b</terms><copyright type="organization">Tagwire &#x26; Sons</copyright></content>
</rsl>
`);
    expect(JSON.parse(tdmrepDocument(terms))).toEqual([
      { location: '/', 'tdm-reservation': 1, 'tdm-policy': 'https://a.example/?a&b' },
    ]);
    expect(JSON.parse(tdmrepDocument({ permissions: { search: true }, url: undefined }))).toEqual([
      { location: '/', 'tdm-reservation': 0 },
    ]);
  });
});
