import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clean } from '../../src/importing/cleaner.ts';
import { RULES } from '../../src/importing/rules.ts';
import { ruleTable } from '../support/rule-table.ts';

/**
 * For each rule, lines that it is about, and lines that look like them and belong to a story. A line may be given with the
 * line before it: "before | line".
 */
const EXAMPLES: Record<string, { hits: Record<'en' | 'uk', string[]>; misses: Record<'en' | 'uk', string[]> }> = {
  byline: {
    hits: {
      en: ['By Ann Berg', 'BY ANN BERG AND IVO KLYM', 'By Ann Berg, Staff Writer', 'By Mara van der Holm | Tagwire'],
      uk: ['Автор: Ірина Коваль', 'Від Ірина Коваль та Остап Лис'],
    },
    misses: {
      en: ['By Friday the water had gone', 'By the river, two boats were waiting', 'By 2024 Everything Had Changed'],
      uk: ['Автор роману помер у понеділок', 'Від повені постраждали три села'],
    },
  },
  timestamp: {
    hits: {
      en: [
        'March 3, 2022',
        'Published: 3 March 2022, 19:00 GMT',
        'Updated 2022-03-03T19:00:00Z',
        '03/04/2022 10:15 AM',
      ],
      uk: ['3 березня 2022, 19:00', 'Опубліковано: 3 березня 2022 року'],
    },
    misses: {
      en: ['March 3, 2022 was the day on which the bridge fell', 'May 1 is a holiday here'],
      uk: ['3 березня 2022 року міст відкрили знову'],
    },
  },
  'reporting-credit': {
    hits: {
      en: [
        '(Reporting by Ann Berg in Lviv; Editing by Ivo Klym)',
        '(Additional reporting by Mara Holm)',
        'Reporting by Ann Berg; editing by Ivo Klym',
      ],
      uk: ['(Reporting by Iryna Koval; writing by Ostap Lys)'],
    },
    misses: {
      en: ['Reporting by neighbours led the police to the house.', '(Reporting from the front is forbidden)'],
      uk: ['(Репортаж із місця подій неможливий)'],
    },
  },
  correction: {
    hits: {
      en: ['Correction: An earlier version gave the wrong day.', "Editor's note: names were changed."],
      uk: ['Виправлення: у першій версії було вказано інший день.', 'Від редакції: імена змінено.'],
    },
    misses: {
      en: ['Correction of the river bed will take years.', 'Corrections officers went on strike on Monday.'],
      uk: ['Виправлення русла триватиме роки.'],
    },
  },
  dateline: {
    hits: {
      en: [
        'KYIV (AP) - The bridge is open.',
        'NEW YORK, March 3 (Reuters) — The bridge is open.',
        'LVIV, Ukraine — It is open.',
      ],
      uk: ['КИЇВ, 3 березня (Укрінформ) — Міст відкрито.', 'ЛЬВІВ — Міст відкрито.'],
    },
    misses: {
      en: ['NATO (the alliance) said it would help.', 'Kyiv - a city of bridges - is open.'],
      uk: ['ООН (організація) допоможе містам.'],
    },
  },
  'call-to-action': {
    hits: {
      en: [
        'CLICK HERE TO READ MORE FROM THE EVENING HERALD',
        'Click here to subscribe.',
        'Tap the link below to donate',
        'Read more »',
        'Read more: What we know so far',
        'Watch the full video',
      ],
      uk: ['Натисніть тут, щоб прочитати більше', 'Читайте більше на нашому сайті', 'Детальніше за посиланням'],
    },
    misses: {
      en: [
        '“Click here to claim your prize,” the message said.',
        'Read more than one paper and you see two wars.',
        'Click here and nothing happens, residents complain.',
        'See more of the valley than the road allows, the guide advises.',
      ],
      uk: ['«Натисніть тут, щоб отримати приз», — ішлося в листі.', 'Читайте дітям уголос, радить бібліотекарка.'],
    },
  },
  advertisement: {
    hits: {
      en: ['Advertisement', 'ADVERTISEMENT', '- Sponsored Content -', 'Story continues below advertisement'],
      uk: ['Реклама', 'НА ПРАВАХ РЕКЛАМИ', 'Продовження після реклами'],
    },
    misses: {
      en: ['Advertisement of medicines is now forbidden.', 'Sponsored by the city, the march drew thousands.'],
      uk: ['Реклама ліків тепер заборонена.'],
    },
  },
  'related-inline': {
    hits: {
      en: [
        'Related: Station reopens after fire',
        'READ ALSO: Station reopens after fire',
        'See also | Ten bridges to see',
      ],
      uk: ['Читайте також: Вокзал відкрили після пожежі', 'До теми: Десять мостів міста'],
    },
    misses: {
      en: [
        'Related problems were seen in other towns, officials said.',
        'Watch the river: it rises at night, she said.',
      ],
      uk: ['Також міст відкрили для автобусів.'],
    },
  },
  'related-head': {
    hits: {
      en: ['Related Content', 'TRENDING STORIES', 'You may also like', 'More from Tagwire'],
      uk: ['Схожі новини', 'Читайте також', 'Вам може сподобатися'],
    },
    misses: {
      en: ['Related stories of loss are told in every village.', 'Trending content is what the law is about.'],
      uk: ['Схожі новини надходять із сусідніх областей.'],
    },
  },
  newsletter: {
    hits: {
      en: [
        'Sign up for our daily newsletter',
        'Subscribe to our YouTube channel',
        'Get the morning briefing in your inbox',
      ],
      uk: ['Підписуйтесь на наш телеграм-канал', 'Підпишіться на розсилку'],
    },
    misses: {
      en: [
        '“Sign up for the newsletter,” the mayor told the crowd.',
        'Register offices open at nine on Monday, the council said.',
      ],
      uk: ['«Підпишіться на новини», — сказав мер.', 'Підписка на газету подорожчала вдвічі.'],
    },
  },
  social: {
    hits: {
      en: ['Share Tweet Email Print', 'Facebook | Twitter | WhatsApp', 'Share this article', 'Follow us on Telegram'],
      uk: ['Поділитися Facebook Telegram', 'Слідкуйте за нами у Facebook', 'Поділитися новиною в соцмережах'],
    },
    misses: {
      en: [
        'Share prices fell on Monday.',
        'Twitter and Facebook were blocked in the country.',
        'Follow us on the map, the pilot said on Telegram.',
      ],
      uk: ['Поділитися їжею прийшли сотні людей.', 'Фейсбук заблокували у країні.'],
    },
  },
  cookie: {
    hits: {
      en: [
        'We use cookies to improve your experience.',
        'By continuing to browse you accept our use of cookies',
        'Cookie policy',
      ],
      uk: ['Цей сайт використовує файли cookie.', 'Прийняти всі cookies'],
    },
    misses: {
      en: ['Cookies were handed out at the station.', 'The court ruled on cookie banners.'],
      uk: ['Печиво роздавали на вокзалі.'],
    },
  },
  copyright: {
    hits: {
      en: [
        '© 2022 The Evening Herald',
        'Copyright 2022 Evening Herald. All rights reserved.',
        'This material may not be published or broadcast.',
      ],
      uk: ['Усі права захищені.', 'Передрук матеріалів лише з дозволу редакції'],
    },
    misses: {
      en: ['Copyright law will change in 2023.', 'Rights groups said the camp was full.'],
      uk: ['Права людей на воду захищені законом.'],
    },
  },
  'photo-credit': {
    hits: {
      en: ['(AP Photo/Ann Berg)', 'Photo: Ann Berg / Tagwire', '[Image courtesy of the city]', 'AP Photo/Ivo Klym'],
      uk: ['(Фото: Ірина Коваль)', 'Фото: Ірина Коваль / Tagwire'],
    },
    misses: {
      en: [
        'Photos of the bridge were shown in the town hall.',
        '(The photo that she carried was of her brother, the neighbour said, and it had crossed three borders with her in a shoe.)',
      ],
      uk: ['Фото мосту показали в ратуші.'],
    },
  },
  'caps-headline': {
    hits: {
      en: ['MINISTER WARNS OF ‘LONG WINTER’ IN THE NORTH AFTER CALL'],
      uk: ['МІНІСТР ПОПЕРЕДИВ ПРО «ДОВГУ ЗИМУ» НА ПІВНОЧІ'],
    },
    misses: {
      en: [
        'NATO, EU, UN, OSCE AND WHO',
        'UNICEF, UNESCO, UNHCR, INTERPOL AND THE ICRC',
        'A sign at the door read: | NO ENTRY TO THE BRIDGE WITHOUT A PASS',
        '“NO ENTRY TO THE BRIDGE WITHOUT A PASS”',
        'STOP THE WAR IN THE NORTH NOW!',
      ],
      uk: ['ООН, ЮНІСЕФ, ОБСЄ, НАТО ТА ЄС', 'На дверях висів напис: | ВХІД НА МІСТ БЕЗ ПЕРЕПУСТКИ ЗАБОРОНЕНО'],
    },
  },
};

const PROSE = 'The council met on Monday and spoke of the bridge for two hours.';

/** What is reported of a line that stands below a headline, early enough to be a byline. */
function judged(example: string): string[] {
  const [last = '', before] = example.split(' | ').reverse();
  const isPair = example.includes(': | ');
  const lines = [
    'Bridge reopens after the flood',
    ...(isPair && before ? [before] : []),
    isPair ? last : example,
    PROSE,
    PROSE.replace('Monday', 'Friday'),
  ];
  const { lines: reports } = clean(lines.map((text, index) => ({ number: index + 1, text })));
  return reports.filter((it) => it.text === (isPair ? last : example)).map((it) => `${it.action} ${it.rule}`);
}

const ACTIONS = { drop: 'dropped', extract: 'extracted', keep: 'kept' } as const;
const cases = RULES.flatMap(({ name, action }) =>
  (['en', 'uk'] as const).flatMap((language) => {
    const { hits, misses } = EXAMPLES[name] ?? { hits: { en: [], uk: [] }, misses: { en: [], uk: [] } };
    return [
      ...hits[language].map((line) => ({ name, language, line, expected: `${ACTIONS[action]} ${name}` })),
      ...misses[language].map((line) => ({ name, language, line, expected: undefined })),
    ];
  }),
);

describe('the table of rules', () => {
  it('has examples of every rule, hits and misses, in English and Ukrainian', () => {
    const counts = RULES.map(({ name }) => {
      const example = EXAMPLES[name];
      return [
        name,
        ...[example?.hits.en, example?.hits.uk, example?.misses.en, example?.misses.uk].map(
          (it) => (it?.length ?? 0) > 0,
        ),
      ];
    });
    expect(counts).toEqual(RULES.map(({ name }) => [name, true, true, true, true]));
    expect(Object.keys(EXAMPLES).sort()).toEqual(RULES.map((it) => it.name).sort());
  });

  it('is the table of docs/import.md', () => {
    expect(readFileSync('docs/import.md', 'utf8')).toContain(ruleTable());
  });

  it.each(cases.filter((it) => it.expected !== undefined))('$name hits: $line', ({ line, expected }) => {
    expect(judged(line)).toEqual([expected]);
  });

  it.each(cases.filter((it) => it.expected === undefined))('$name leaves in: $line', ({ line }) => {
    expect(judged(line).filter((it) => !it.startsWith('kept'))).toEqual([]);
  });
});
