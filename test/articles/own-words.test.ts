import { describe, expect, it } from 'vitest';
import { correctionIn, everyWords, ownWords, retractionIn, retractionOf } from '../../src/articles/own-words.ts';
import { toStub } from '../../src/articles/stub.ts';
import { withDirection, withoutDirection } from '../../src/feeds/direction.ts';
import { entry } from '../support/specimen.ts';

const AT = new Date('2022-03-04T23:30:00Z');

describe('our words in a story', () => {
  it('are there in every language, and none is another’s', () => {
    expect(everyWords()).toHaveLength(13);
    for (const name of ['retracted', 'retraction', 'withdrawn', 'notice'] as const) {
      const texts = everyWords().map((it) => it[name]);
      expect([name, texts.filter((it) => it.trim() === '')]).toEqual([name, []]);
      expect([name, new Set(texts).size]).toEqual([name, texts.length]);
    }
    expect(
      everyWords()
        .flatMap((it) => it.correction)
        .filter((it) => it.trim() === ''),
    ).toEqual([]);
  });

  it.each([
    ['de-AT', 'de'],
    ['UK', 'uk'],
    ['pt-BR', 'pt'],
    ['nn', 'nb'],
    ['no', 'nb'],
    ['fi', 'en'],
    ['constructor', 'en'],
  ])('are those of its language, or else English: %s', (language, expected) => {
    expect(ownWords(language).language).toBe(expected);
  });

  it('say so where they are in another language than the story', () => {
    expect(retractionIn('uk')).toBe('<p><strong>Цей матеріал відкликано.</strong></p>');
    expect(retractionIn('fi')).toBe('<p lang="en"><strong>This story has been retracted.</strong></p>');
    expect(retractionIn('he')).toBe('<p lang="en" dir="ltr"><strong>This story has been retracted.</strong></p>');
    for (const it of ['uk', 'pt-BR', 'fi', 'he', 'ar', 'nn', 'sv'])
      expect(retractionOf({ title: `${ownWords(it).retracted}A`, html: `${retractionIn(it)}\n<p>a</p>` })).toBe(
        retractionIn(it),
      );
    expect(retractionOf({ title: 'Retracted: A', html: '<p><strong>Another beginning.</strong></p>' })).toBeUndefined();
    expect(retractionOf({ title: 'On retracting', html: retractionIn('en') })).toBeUndefined();
  });

  it('have dates as the language writes them, in the publication’s zone', () => {
    const time = (day: string) => `<time datetime="2022-03-04T23:30:00.000Z">${day}</time>`;
    expect(correctionIn('en', AT, 'UTC')).toBe(`<strong>Correction (${time('March 4, 2022')}):</strong>`);
    expect(correctionIn('uk', AT, 'Europe/Kyiv')).toBe(`<strong>Виправлення (${time('5 березня 2022 р.')}):</strong>`);
    expect(correctionIn('fr', AT, 'Europe/Paris')).toBe(`<strong>Correction (${time('5 mars 2022')})\u00a0:</strong>`);
    expect(correctionIn('ja', AT, 'Asia/Tokyo')).toBe(
      `<strong lang="en">Correction (${time('March 5, 2022')}):</strong>`,
    );
  });

  it('stand in the title and the text of what is retracted, and in a stub', () => {
    const retracted = entry({ language: 'pl', status: 'retracted', title: 'Prom' });
    expect([retracted.title, retracted.html]).toEqual([
      'Odwołano: Prom',
      '<p><strong>Ten artykuł został odwołany.</strong></p>\n<p>b</p>',
    ]);
    const remains = { link: 'https://wire.example/articles/a', published: '2022-03-03T18:40:00.000Z', tags: [] };
    const stub = (language: string | null, site: string) => toStub(entry({}), { ...remains, language }, site);
    expect(stub('es', 'en')).toMatchObject({
      title: 'Retirada',
      summary: 'Esta noticia ha sido retirada.',
      html: '<p>Esta noticia ha sido retirada.</p>',
      language: 'es',
    });
    expect(stub('ja', 'uk')).toMatchObject({ title: 'Withdrawn', language: 'en' });
    expect(stub(null, 'en-GB')).not.toHaveProperty('language');
  });
});

describe('a story that is written from right to left', () => {
  it('says so in its content, which is taken away again', () => {
    const written = withDirection('<p>a</p>', 'fa');
    expect(written).toBe('<div dir="rtl" lang="fa">\n<p>a</p>\n</div>');
    expect(withoutDirection(written, 'fa')).toBe('<p>a</p>');
  });

  it.each(['uk', 'en', 'az', 'ku-Latn'])('is none in %s', (language) => {
    expect(withDirection('<p>a</p>', language)).toBe('<p>a</p>');
  });
});
