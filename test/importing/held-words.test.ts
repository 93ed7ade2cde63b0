import { describe, expect, it } from 'vitest';
import { forbidsPublishing, isForEverybody, isHeld, saysNoHold } from '../../src/importing/held-words.ts';

describe('words to colleagues', () => {
  it.each([
    'Not for publication before Friday.',
    'KILL. Use no more of it.',
    'MANDATORY KILL',
    'Not to be used before 6 p.m.',
    'This text may not be published before Friday.',
    'No publication before the ceremony',
    'Do not use.',
    'Hold until 6pm',
    'Under embargo',
    'Under strict embargo until noon',
    'For internal use only.',
    'Subscribers only',
    'Nicht vor 18 Uhr',
    'Frei ab Freitag, 18 Uhr',
    'Mit Sperrfrist',
    "Sous embargo jusqu'au 9 juin",
    'Embargado hasta el viernes',
    'No difundir',
    'Objęte embargiem',
    'Під ембарго',
    'Ембарго до 18:00',
  ])('forbid publishing: %s', (text) => {
    expect(forbidsPublishing(text)).toBe(true);
  });

  it.each([
    'Adds that the embargo on grain was lifted.',
    'EU embargo to be discussed on Friday',
    'Do not publish without a credit.',
    'Do not use without the picture.',
    'Holds a photo of the dam.',
    'Not for resale.',
    'The killed bill is back.',
    'Confidential papers were found, the court said.',
    'Withdrawn troops return, adds quote.',
  ])('may say something else: %s', (text) => {
    expect(forbidsPublishing(text)).toBe(false);
  });
});

describe('the value of a field', () => {
  it('that names a hold says by few words that there is none', () => {
    for (const it of ['', 'no', 'false', '0', 'free', 'Public', 'kostenlos', 'none, no'])
      expect(saysNoHold(it), it).toBe(true);
    for (const it of ['active', 'all', 'default', 'standard', 'done', 'everyone', 'withdrawn'])
      expect(saysNoHold(it), it).toBe(false);
  });

  it('about readers may be any that lets all of them in', () => {
    for (const it of ['all', 'everyone', 'default', undefined, [], { a: false, b: 'public' }, 'free, all'])
      expect(isForEverybody(it)).toBe(true);
    for (const it of ['members', ['all', 'members'], { a: 'gold' }, true]) expect(isForEverybody(it)).toBe(false);
  });

  it('says in a word that a text is held back', () => {
    for (const it of ['draft', 'sig:hold', 'withheld', 'stat:killed', 'Entwurf']) expect(isHeld(it)).toBe(true);
    for (const it of ['update', 'sig:correction', 'household', 'drafting', 'review']) expect(isHeld(it)).toBe(false);
  });
});
