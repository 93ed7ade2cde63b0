import { describe, expect, it } from 'vitest';
import { Skeletons } from '../../src/feeds/formats/skeletons.ts';

const xml = (written: string) => new Skeletons('xml', () => written);

describe('a skeleton', () => {
  it('is what stands between the slots, however they are written', () => {
    expect(xml('<a b="slot:1:"><![CDATA[slot:0:]]></a>').of({})).toEqual({
      texts: ['<a b="', '">', '</a>'],
      slots: [1, 0],
    });
    expect(new Skeletons('json', () => '{"a":"slot:0:"}').of({})).toEqual({ texts: ['{"a":', '}'], slots: [0] });
  });

  it.each([
    ['an element that is not closed', '<a>slot:0:', 'unclosed tag: a'],
    ['a reference that XML does not have', '<a>slot:0:&nbsp;</a>', 'undefined entity'],
    ['two attributes of one name', '<a b="slot:0:" b="slot:1:"/>', 'duplicate attribute: b.'],
    ['a prefix that no feed declares', '<a:b>slot:0:</a:b>', 'unbound namespace prefix: "a".'],
    ['the end of character data outside it', '<a>slot:0:]]></a>', 'the string "]]>" is disallowed in char data.'],
  ])('is refused for %s', (_, written, message) => {
    expect(() => xml(written).of({})).toThrow(message);
  });

  it('may have the prefixes that the head of a feed declares', () => {
    const written =
      '<dc:creator>slot:0:</dc:creator><media:content url="slot:1:"/><content:encoded>slot:2:</content:encoded>';
    expect(xml(written).of({}).slots).toEqual([0, 1, 2]);
  });

  it('is made once for each shape', () => {
    let made = 0;
    const skeletons = new Skeletons('xml', (item: { title: string }) => {
      made++;
      return `<a>${item.title}</a>`;
    });
    for (const title of ['slot:0:', 'slot:0:', 'slot:0: slot:1:']) skeletons.of({ title });
    expect(made).toBe(2);
  });
});
