import { describe, expect, it } from 'vitest';
import { namesIn } from '../../src/importing/person-names.ts';
import { cpuSeconds, MOST_SECONDS } from '../support/cpu.ts';

describe('a byline', () => {
  it.each([
    ['By Nora Quist', ['Nora Quist']],
    ['by: Nora Quist', ['Nora Quist']],
    ['Written by Nora Quist', ['Nora Quist']],
    ['Author: Nora Quist', ['Nora Quist']],
    ['Von Clemens Adler', ['Clemens Adler']],
    ['Par Jeanne Morel', ['Jeanne Morel']],
    ['Por Lucía Peña', ['Lucía Peña']],
    ['Door Pieter Smit', ['Pieter Smit']],
    ['Av Kari Nordby', ['Kari Nordby']],
    ['Di Paolo Serra', ['Paolo Serra']],
    ['Від Олени Гай', ['Олени Гай']],
    ['By Banksy', ['Banksy']],
  ])('loses what stands before the name: %s', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it.each([
    'Von Trapp',
    'Von der Heide',
    'Van Dyke Parks',
    'Von Maur Media Group',
    'By',
    'Di Marco',
    'De Souza Cruz',
    'De La Soul',
    'Byron Katz',
    'Banksy',
    'Nora Quist',
    'Nora E Quist',
    'ann_q',
    'bell hooks',
  ])('stays as it is where that is the name: %s', (text) => {
    expect(namesIn(text) ?? [text]).toEqual([text]);
  });

  it('reads a word that is "by" or a name by the language of the story', () => {
    expect(namesIn('Di Webster Jones', 'en')).toEqual(['Di Webster Jones']);
    expect(namesIn('Di Paolo Serra', 'it-IT')).toEqual(['Paolo Serra']);
    expect(namesIn('De Ion Vasile', 'ro')).toEqual(['Ion Vasile']);
  });

  it.each([
    ['Nora Quist, Emil Roth, Ida Falk and Jon Berge', ['Nora Quist', 'Emil Roth', 'Ida Falk', 'Jon Berge']],
    ['Nora Quist, Emil Roth, and Ida Falk', ['Nora Quist', 'Emil Roth', 'Ida Falk']],
    ['Nora Quist; Emil Roth', ['Nora Quist', 'Emil Roth']],
    ['Nora Quist & Emil Roth', ['Nora Quist', 'Emil Roth']],
    ['Nora Quist/Emil Roth', ['Nora Quist', 'Emil Roth']],
    ['Nora Quist with Emil Roth', ['Nora Quist', 'Emil Roth']],
    ['Klara Adler und Jan Vogt', ['Klara Adler', 'Jan Vogt']],
    ['Jeanne Morel et Luc Petit', ['Jeanne Morel', 'Luc Petit']],
    ['Ana Ruiz y Juan Peña', ['Ana Ruiz', 'Juan Peña']],
    ['Anna Wilk i Jan Nowak', ['Anna Wilk', 'Jan Nowak']],
    ['Олена Гай та Іван Сокіл', ['Олена Гай', 'Іван Сокіл']],
    ['Quist, Nora; Roth, Emil', ['Quist, Nora', 'Roth, Emil']],
    ['Robert Downs, Jr., and Nora Quist', ['Robert Downs, Jr.', 'Nora Quist']],
  ])('names several people: %s', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it.each([
    ['Ed Harrow, CNN', ['Ed Harrow']],
    ['Ed Harrow - BBC News', ['Ed Harrow']],
    ['Ed Harrow (Reuters)', ['Ed Harrow']],
    ['Ed Harrow | coastpost.example', ['Ed Harrow']],
    ['Ed Harrow, Coast Wire Harbour Correspondent', ['Ed Harrow']],
    ['Ed Harrow, Special to the Coast Post', ['Ed Harrow']],
    ['Ed Harrow and Nora Quist, Staff Writers', ['Ed Harrow', 'Nora Quist']],
    ['Ed Harrow in Aldermoor', ['Ed Harrow']],
    ['Ed Harrow for The Coast Post', ['Ed Harrow']],
    ['Ed Harrow of the Associated Press', ['Ed Harrow']],
    ['Ed Harrow and Reuters', ['Ed Harrow', 'Reuters']],
    ['Klara Adler, Korrespondentin', ['Klara Adler']],
    ['Олена Гай, кореспондентка', ['Олена Гай']],
  ])('is kept apart from roles and agencies: %s', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it.each([
    ['IVO QUIST', ['Ivo Quist']],
    ['IVO QUIST AND Nora Roth', ['Ivo Quist', 'Nora Roth']],
    ["BRIDGET O'NEILL", ["Bridget O'Neill"]],
    ['JEAN-LUC MCDONALD', ['Jean-Luc McDonald']],
    ['J.R.R. HOLLOW', ['J.R.R. Hollow']],
    ['DJ HOLLOW', ['DJ Hollow']],
    ['KIM NG', ['Kim Ng']],
    ['ЮЛІЯ ГАЙ', ['Юлія Гай']],
    ['AFP', ['AFP']],
    ['BBC', ['BBC']],
    ['J.R.R. Hollow', ['J.R.R. Hollow']],
    ['Ian McDonald', ['Ian McDonald']],
  ])('has the capitals of names: %s', (text, names) => {
    expect(namesIn(text) ?? [text]).toEqual(names);
  });

  it.each([
    'Agence France-Presse',
    'Simon and Schuster',
    'Johnson & Johnson',
    'Aldermoor Post staff',
    'Associated Press',
    'ASSOCIATED PRESS',
    'AFP and Reuters',
    'Office of the Mayor, City of Aldermoor',
    'Department of Fish and Game',
    'The Editors',
    'José Ortega y Gasset',
    'Quist, Nora',
    'Nora Quist, Aldermoor',
    'Nora Quist and friends',
    'Bread, Butter and Jam',
    '王小明、李华',
  ])('stays whole where it cannot be told who is named: %s', (text) => {
    expect(namesIn(text) ?? [text]).toEqual([text]);
  });

  it('is read in no time, however hostile', () => {
    const started = cpuSeconds();
    for (const part of [' ', 'A ', 'Aa ', ', ', ' and ', '(', 'By ', 'A.', "'", 'a-', 'A a '])
      for (const length of [600, 1_000_000]) namesIn(`Nora${part.repeat(length / part.length)}`);
    expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
  });
});
