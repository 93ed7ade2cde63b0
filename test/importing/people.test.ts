import { describe, expect, it } from 'vitest';
import { peopleOf } from '../../src/importing/people.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));

describe('the authors of an export', () => {
  it('become people, and what was read into them is told once', () => {
    expect(peopleOf(named('By IVO QUIST and Nora Roth', 'Nora Roth', 'Ed Harrow, CNN'), 'en')).toEqual({
      value: named('Ivo Quist', 'Nora Roth', 'Ed Harrow'),
      notes: [
        {
          code: 'author',
          message:
            '"By IVO QUIST and Nora Roth" is read as "Ivo Quist", "Nora Roth"; "Ed Harrow, CNN" is read as "Ed Harrow"',
        },
      ],
    });
  });

  it('stay as they are, without a note, where nothing is to be read', () => {
    const authors = [{ name: 'Nora Roth', url: 'https://coast.example/nora' }, ...named('AFP', 'Simon and Schuster')];
    expect(peopleOf(authors, undefined)).toEqual({ value: authors, notes: [] });
  });

  it('keep their addresses, unless these stand beside several names', () => {
    const url = 'https://coast.example/nora';
    expect(peopleOf([{ name: 'By Nora Roth', url }], 'en').value).toEqual([{ name: 'Nora Roth', url }]);
    expect(peopleOf([{ name: 'Nora Roth and Ivo Quist', url }], 'en').value).toEqual(named('Nora Roth', 'Ivo Quist'));
  });

  it('keep the addresses that stand in their names', () => {
    expect(
      peopleOf(
        named('Nora Roth <nora@coast.example>', 'ivo@coast.example (Ivo Quist)', 'Ed Harrow (https://ed.example/)'),
        'en',
      ).value,
    ).toEqual([
      { name: 'Nora Roth', email: 'nora@coast.example' },
      { name: 'Ivo Quist', email: 'ivo@coast.example' },
      { name: 'Ed Harrow', url: 'https://ed.example/' },
    ]);
  });

  it.each([
    ['admin', 'an account'],
    ['Administrator', 'an account'],
    ['nora@coast.example', 'a mail address'],
    ['https://social.example/nora', 'the address of a page'],
  ])('are no people where they are called %s', (name, what) => {
    const message = `"${name}" is ${what}, not the name of an author, and is left out`;
    expect(peopleOf(named(name), 'en')).toEqual({ value: [], notes: [{ code: 'author', message }] });
  });
});
