import { describe, expect, it } from 'vitest';
import { readPartners } from '../../src/partners/settings.ts';

const file = (partners: string) => `version: 1\npartners:\n${partners}`;
function problems(source: string): string[] {
  const read = readPartners(source);
  return read.ok ? [] : read.problems.map((it) => `${it.field}: ${it.message}`);
}

describe('partners.yaml', () => {
  it('has the partners that the newsroom feeds, each with its settings or none', () => {
    const source = file(`  msn:
    only: all+!sport
    items: 30
    categories: { ukraine: World, sport: Sports }
    tracking: { utm_source: msn }
  flipboard:
  smartnews:
    logo: /logo.png
    darkLogo: https://cdn.example/dark.png
    analytics: <script>count()</script>
`);
    expect(readPartners(source)).toEqual({
      ok: true,
      value: {
        version: 1,
        partners: {
          msn: {
            only: 'all+!sport',
            items: 30,
            categories: { ukraine: 'World', sport: 'Sports' },
            tracking: { utm_source: 'msn' },
          },
          flipboard: {},
          smartnews: {
            logo: '/logo.png',
            darkLogo: 'https://cdn.example/dark.png',
            analytics: '<script>count()</script>',
          },
        },
      },
    });
    const json = '{"version":1,"partners":{"msn":{"items":5},"ninjs":null}}';
    expect(readPartners(json)).toEqual({
      ok: true,
      value: { version: 1, partners: { msn: { items: 5 }, ninjs: {} } },
    });
    expect(readPartners(file('  {}'))).toEqual({ ok: true, value: { version: 1, partners: {} } });
  });

  it.each<[string, string, string[]]>([
    ['an unknown partner', '  yahoo:\n', ['partners.yahoo: there is no profile for this partner; expected msn']],
    [
      'a partner that is nearly known',
      '  flipbord:\n',
      ['partners.flipbord: there is no profile for this partner; did you mean "flipboard"? (line 3)'],
    ],
    [
      'an unknown setting',
      '  msn:\n    item: 3\n',
      ['partners.msn.item: is not a known field; did you mean "items"? (line 4)'],
    ],
    [
      'a setting that the partner has no place for',
      '  msn:\n    logo: /l.png\n',
      ['partners.msn.logo: MSN has no place for it; take it out (line 4)'],
    ],
    ['a partner twice', '  MSN:\n    key: required\n  msn:\n', ['partners.msn: is given twice (line 5)']],
    ['an unknown end', '  msn:\n    expires: never\n', ['partners.msn.expires: expected later or now (line 4)']],
    [
      'an end where the partner knows none',
      '  flipboard:\n    expires: now\n',
      ['partners.flipboard.expires: Flipboard has no place for it; take it out (line 4)'],
    ],
    ['too many stories', '  msn:\n    items: 101\n', ['partners.msn.items: expected at most 100 (line 4)']],
    ['no number', '  msn:\n    items: many\n', ['partners.msn.items: expected a whole number (line 4)']],
    [
      'an expression that nobody can read',
      '  msn:\n    only: "!sport"\n',
      [
        'partners.msn.only: expected tags such as "ukraine,refugees" or "all+!sport", got "!sport": not a channel: expected at least one tag without "!" between commas (line 4)',
      ],
    ],
    [
      'an address without https',
      '  smartnews:\n    logo: http://a.example/l.png\n',
      [
        'partners.smartnews.logo: expected an https address, or a path such as /logo.png, got "http://a.example/l.png" (line 4)',
      ],
    ],
    [
      'a guid that would change with its parameters',
      '  msn:\n    guid: permalink\n    tracking: { utm_source: msn }\n',
      [
        'partners.msn.guid: a guid is compared, and must stay the same: give "tracking", or a guid that is the address, not both (line 4)',
      ],
    ],
    ['an unknown kind of guid', '  msn:\n    guid: url\n', ['partners.msn.guid: expected id or permalink (line 4)']],
  ])('refuses %s', (_, source, expected) => {
    const found = problems(file(source));
    expect(found.map((it, index) => it.slice(0, expected[index]?.length))).toEqual(expected);
  });

  it('says what is meant by what stands at the wrong place, all of it at once', () => {
    expect(problems('version: 1\npartners:\n  msn:\n  only: ukraine\n  tracking:\n    utm_source: x\n')).toEqual([
      "partners.only: belongs to a partner: indent it below the partner's name (line 4)",
      "partners.tracking: belongs to a partner: indent it below the partner's name (line 5)",
    ]);
    expect(problems('version: 1\npartners:\nmsn:\n  items: 3\n')).toEqual([
      'msn: belongs below "partners": indent it (line 3)',
    ]);
    expect(problems(file('  msn:\n    onyl: a\n    trackin: { a: b }\n    items: x\n  msnn:\n'))).toEqual([
      'partners.msn.onyl: is not a known field; did you mean "only"? (line 4)',
      'partners.msn.trackin: is not a known field; did you mean "tracking"? (line 5)',
      'partners.msnn: there is no profile for this partner; did you mean "msn"? (line 7)',
      'partners.msn.items: expected a whole number (line 6)',
    ]);
    expect(problems(file('  smartnews:\n    darklogo: /a.png\n'))).toEqual([
      'partners.smartnews.darklogo: is not a known field; did you mean "darkLogo"? (line 4)',
    ]);
    expect(readPartners(file('  MSN:\n    items: 3\n'))).toEqual({
      ok: true,
      value: { version: 1, partners: { msn: { items: 3 } } },
    });
  });

  it('refuses another version, and what is no file of settings', () => {
    expect(problems('version: 2\npartners: {}')).toEqual(['version: expected 1 (line 1)']);
    expect(problems('partners: {}')).toEqual(['version: is required']);
    expect(problems('version: 1\npartners: [msn]')).toEqual([
      'partners: expected partners by name, such as "msn:", got a list (line 2)',
    ]);
    expect(problems('')).toEqual(['file: expected "version: 1", and "partners:" with their names below']);
    expect(readPartners('version: 1\npartners:\n')).toEqual({ ok: true, value: { version: 1, partners: {} } });
  });
});
