import { expect, it } from 'vitest';
import { authorsOf } from '../../src/importing/authors.ts';

it.each([
  [[], ['Ann Berg'], [], ['Ann Berg'], []],
  [[], [], ['Mara Holm'], ['Mara Holm'], []],
  [[], [], [], ['The Desk'], []],
  [['Ann Berg'], ['ANN BERG'], ['Mara Holm'], ['Ann Berg'], []],
  [['Ann Berg', 'Ivo Klym'], ['Ann Berg'], [], ['Ann Berg', 'Ivo Klym'], []],
  [['admin'], ['Ann Berg'], [], ['Ann Berg'], []],
  [['Mara Holm'], ['Ann Berg', 'Mara Holm'], [], ['Ann Berg', 'Mara Holm'], []],
  [
    ['Mara Holm'],
    ['Ann Berg'],
    [],
    ['Ann Berg'],
    ['the text is by Ann Berg, the export says Mara Holm: the text is followed'],
  ],
])(
  'the authors of an export by %j, a byline of %j and a credit of %j are %j',
  (own, bylined, credited, names, notes) => {
    const given = own.map((name) => ({ name, url: `https://orvale.example/${name.length}` }));
    const { value, notes: told } = authorsOf({ value: given, notes: [] }, { bylined, credited }, ['The Desk']);
    expect(value.map((it) => it.name)).toEqual(names);
    expect(told.map((it) => it.message)).toEqual(notes);
  },
);
