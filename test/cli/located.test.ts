import { describe, expect, it } from 'vitest';
import { fieldLines, located } from '../../src/cli/located.ts';

const lines = fieldLines('---\ntitle: T\ntags:\n  - A\nimage:\n  url: /a.png\n---\nbody: no field\n');
const told = (field: string, message = 'is odd') => located([{ field, message }], lines)[0]?.message;

describe('a message about a field', () => {
  it('names the line on which the field begins, if it names none', () => {
    expect(told('title')).toBe('is odd (line 2)');
    expect(told('tags.0')).toBe('is odd (line 3)');
    expect(told('image.alt', 'is missing (docs/mistakes.md#picture)')).toBe(
      'is missing (line 5; docs/mistakes.md#picture)',
    );
    expect(told('title', 'is odd (line 7)')).toBe('is odd (line 7)');
  });

  it('names none where the file has no such field', () => {
    expect([told('body'), told('published'), told('file')]).toEqual(['is odd', 'is odd', 'is odd']);
    expect(fieldLines('title: T\n').size).toBe(0);
  });
});
