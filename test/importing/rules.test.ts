import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clean } from '../../src/importing/cleaner.ts';
import { RULES } from '../../src/importing/rules/index.ts';
import { ruleTable } from '../support/rule-table.ts';

/**
 * For each rule, lines that it is about, and lines that look like them and belong to a story. A line may be given with the
 * line before it: "before | line".
 */
const EXAMPLES: Record<string, { hits: Record<'en' | 'uk', string[]>; misses: Record<'en' | 'uk', string[]> }> = {
  byline: {
    hits: {
      en: [
        'Written by Ann Berg',
        'By: Ann Berg',
        'By Ann Berg in Kyiv',
        'By Ann Berg',
        'BY ANN BERG AND IVO KLYM',
        'By Ann Berg, Staff Writer',
        'By Mara van der Holm | Tagwire',
      ],
      uk: ['Автор: Ірина Коваль', 'Від Ірина Коваль та Остап Лис'],
    },
    misses: {
      en: [
        'By Bus From Lviv',
        'By Sea And Land',
        'By Friday the water had gone',
        'By the river, two boats were waiting',
        'By 2024 Everything Had Changed',
      ],
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
      en: ['12/13/2022 was the date.', 'March 3, 2022 was the day on which the bridge fell', 'May 1 is a holiday here'],
      uk: ['3 березня 2022 року міст відкрили знову'],
    },
  },
  'reporting-credit': {
    hits: {
      en: [
        'Additional reporting by Ann Berg.',
        'Ann Berg contributed to this report.',
        '(Reporting by Ann Berg in Lviv; Editing by Ivo Klym)',
        '(Additional reporting by Mara Holm)',
        'Reporting by Ann Berg; editing by Ivo Klym',
      ],
      uk: ['(Reporting by Iryna Koval; writing by Ostap Lys)'],
    },
    misses: {
      en: [
        '(Reporting by journalists from the front has been banned)',
        'Reporting by neighbours led the police to the house.',
        '(Reporting from the front is forbidden)',
      ],
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
        '>> Click here to read the full report',
        'Read full article',
        'Watch more videos here',
        'Read more: Russia says corridors open',
        'CLICK HERE TO READ MORE FROM THE EVENING HERALD',
        'Click here to subscribe.',
        'Tap the link below to donate',
        'Read more »',
        'Read more: What we know so far',
        'Watch the full video',
      ],
      uk: [
        'Натисніть тут',
        'Дізнатися більше',
        'Натисніть тут, щоб прочитати більше',
        'Читайте більше на нашому сайті',
        'Детальніше за посиланням',
      ],
    },
    misses: {
      en: [
        'Tap to pay terminals were installed in every tram.',
        'Tap to enter gates opened at the station on Monday',
        'Click to pay buttons have become the main source of fraud in the country.',
        'Keep reading to your children',
        'Watch the entire street burn',
        '“Click here to claim your prize,” the message said.',
        'Read more than one paper and you see two wars.',
        'Click here and nothing happens, residents complain.',
        'See more of the valley than the road allows, the guide advises.',
      ],
      uk: [
        'Читати далі він не зміг',
        'Читайте більше книжок, радить учителька',
        'Подробиці не розголошуються',
        'Натисніть на рану, щоб зупинити кров',
        'Перейдіть для безпеки в укриття',
        '«Натисніть тут, щоб отримати приз», — ішлося в листі.',
        'Читайте дітям уголос, радить бібліотекарка.',
      ],
    },
  },
  advertisement: {
    hits: {
      en: [
        'Ads',
        'Sponsored Links',
        'Advertisement - scroll to continue',
        'Advertisement',
        'ADVERTISEMENT',
        '- Sponsored Content -',
        'Story continues below advertisement',
      ],
      uk: ['Реклама', 'НА ПРАВАХ РЕКЛАМИ', 'Продовження після реклами'],
    },
    misses: {
      en: [
        'Sponsored by the Ministry of Culture',
        'Advertisement of medicines is now forbidden.',
        'Sponsored by the city, the march drew thousands.',
      ],
      uk: ['Реклама ліків тепер заборонена.'],
    },
  },
  'related-inline': {
    hits: {
      en: [
        'RELATED: UN says aid convoys must pass',
        'MORE: Ten bridges to see',
        'Related – Station reopens',
        'Related: Station reopens after fire',
        'READ ALSO: Station reopens after fire',
        'See also | Ten bridges to see',
      ],
      uk: [
        'Читайте також – Вокзал відкрили',
        'Читай також: Вокзал відкрили',
        'Читайте також: Вокзал відкрили після пожежі',
        'До теми: Десять мостів міста',
      ],
    },
    misses: {
      en: [
        'Watch: a timepiece worth 20,000 euros was found in the safe',
        'Recommended: a coat, boots and a torch',
        'READ MORE SIGNS, LESS NEWS',
        'Related problems were seen in other towns, officials said.',
        'Watch the river: it rises at night, she said.',
      ],
      uk: ['Актуально - захист дітей', 'Також міст відкрили для автобусів.'],
    },
  },
  'related-head': {
    hits: {
      en: ['Related Content', 'TRENDING STORIES', 'You may also like', 'Editor’s Picks', 'In case you missed it'],
      uk: [
        'Вам також може сподобатися',
        'Новини за темою',
        'Популярне',
        'Схожі новини',
        'Читайте також',
        'Вам може сподобатися',
      ],
    },
    misses: {
      en: [
        'More in hope than in expectation',
        'More on his plate',
        'More in common',
        'More on Monday',
        'Related stories of loss are told in every village.',
        'Trending content is what the law is about.',
      ],
      uk: ['Схожі новини надходять із сусідніх областей.'],
    },
  },
  newsletter: {
    hits: {
      en: [
        'Sign up',
        'Never miss a story. Sign up for our newsletter.',
        'Sign up for our daily newsletter',
        'Subscribe to our YouTube channel',
        'Get the morning briefing in your inbox',
      ],
      uk: ['Підписатися', 'Підписуйтесь на наш телеграм-канал', 'Підпишіться на розсилку'],
    },
    misses: {
      en: [
        'Register of voters is open today',
        'Sign up sheets for the evacuation buses were full by today.',
        'Join the army today',
        '“Sign up for the newsletter,” the mayor told the crowd.',
        'Register offices open at nine on Monday, the council said.',
      ],
      uk: [
        'Підпишіть петицію до нас',
        'Підписка на новини подорожчала',
        '«Підпишіться на новини», — сказав мер.',
        'Підписка на газету подорожчала вдвічі.',
      ],
    },
  },
  social: {
    hits: {
      en: [
        'Share this',
        '12 Comments',
        'Facebook',
        'Share Tweet Email Print',
        'Facebook | Twitter | WhatsApp',
        'Share this article',
        'Follow us on Telegram',
      ],
      uk: [
        'Поділитись',
        'Коментарі',
        'Поділитися Facebook Telegram',
        'Слідкуйте за нами у Facebook',
        'Поділитися новиною в соцмережах',
      ],
    },
    misses: {
      en: [
        'Share this story of survival with your children',
        'Send this page to the archive',
        'Find shelter on Telegram channels',
        'Like many on Facebook',
        'Join millions on Telegram',
        'Share prices fell on Monday.',
        'Twitter and Facebook were blocked in the country.',
        'Follow us on the map, the pilot said on Telegram.',
      ],
      uk: [
        'Поширити на всю країну досвід Харкова',
        'Поділитися в дорозі їжею',
        'Приєднуйтесь до черги за хлібом',
        'Поділитися їжею прийшли сотні людей.',
        'Фейсбук заблокували у країні.',
      ],
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
      en: [
        'By clicking on a link in the e-mail, the clerk let the cookies of her browser be stolen.',
        'Our site uses cookies as a reward for the dogs',
        'Cookies were handed out at the station.',
        'The court ruled on cookie banners.',
      ],
      uk: ['Печиво роздавали на вокзалі.'],
    },
  },
  copyright: {
    hits: {
      en: [
        '(c) 2022 Evening Herald',
        'Copyright The Evening Herald',
        'Privacy Policy',
        '© 2022 The Evening Herald',
        'Copyright 2022 Evening Herald. All rights reserved.',
        'This material may not be published or broadcast.',
      ],
      uk: ['Усі права захищені.', 'Передрук матеріалів лише з дозволу редакції'],
    },
    misses: {
      en: [
        '(c) the tenant must leave within 30 days',
        'Copyright by-laws will be revised next year.',
        'This story cannot be published in Russia.',
        'All rights reserved to the crown were surrendered in 1921.',
        'Copyright law will change in 2023.',
        'Rights groups said the camp was full.',
      ],
      uk: [
        'Передрук книги заборонено судом',
        'Копіювання паспортів заборонено законом',
        'Права людей на воду захищені законом.',
      ],
    },
  },
  'photo-credit': {
    hits: {
      en: [
        'Photo by Ann Berg',
        'Image source, Getty Images',
        'File photo',
        'REUTERS/Ann Berg',
        'Ann Berg/Getty Images',
        '(AP Photo/Ann Berg)',
        'Photo: Ann Berg / Tagwire',
        '[Image courtesy of the city]',
        'AP Photo/Ivo Klym',
      ],
      uk: ['Ілюстративне фото', 'Джерело фото: Укрінформ', '(Фото: Ірина Коваль)', 'Фото: Ірина Коваль / Tagwire'],
    },
    misses: {
      en: [
        '(The photo shows the bridge in 1943.)',
        '(The pool reopened in June)',
        '(File closed.)',
        'Credit: interest rates stay at 25 per cent',
        'Photo: a word that now means trouble',
        'Picture: a village without men.',
        'Photos of the bridge were shown in the town hall.',
        '(The photo that she carried was of her brother, the neighbour said, and it had crossed three borders with her in a shoe.)',
      ],
      uk: ['(На фото він усміхається)', 'Фото мосту показали в ратуші.'],
    },
  },
  'caps-headline': {
    hits: {
      en: ['MINISTER WARNS OF ‘LONG WINTER’ IN THE NORTH AFTER CALL'],
      uk: ['ПРЕЗИДЕНТ ЗАКЛИКАВ ЗАКРИТИ НЕБО НАД УКРАЇНОЮ', 'МІНІСТР ПОПЕРЕДИВ ПРО «ДОВГУ ЗИМУ» НА ПІВНОЧІ'],
    },
    misses: {
      en: [
        'DO NOT ENTER THE FOREST AFTER DARK',
        'CHAPTER ONE: THE ROAD TO ODESA',
        'ARTICLE 5 OF THE WASHINGTON TREATY',
        'WHO AND UNICEF AND UNHCR AND OCHA',
        'On the wall somebody had written: | THE ENEMY OF THE PEOPLE LIVES HERE',
        'NATO, EU, UN, OSCE AND WHO',
        'UNICEF, UNESCO, UNHCR, INTERPOL AND THE ICRC',
        'A sign at the door read: | NO ENTRY TO THE BRIDGE WITHOUT A PASS',
        '“NO ENTRY TO THE BRIDGE WITHOUT A PASS”',
        'STOP THE WAR IN THE NORTH NOW!',
      ],
      uk: [
        'НЕ ВХОДИТИ ПІД ЧАС ТРИВОГИ ДО МЕТРО',
        'ООН, ЮНІСЕФ, ОБСЄ, НАТО ТА ЄС',
        'На дверях висів напис: | ВХІД НА МІСТ БЕЗ ПЕРЕПУСТКИ ЗАБОРОНЕНО',
      ],
    },
  },
};

const PROSE = 'The council met on Monday and spoke of the bridge for two hours.';

/** The note on a line that stands below a headline, early enough to be a byline. */
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
    expect(judged(line).filter((it) => /^(?:dropped|extracted)/.test(it))).toEqual([]);
  });
});
