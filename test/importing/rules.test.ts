import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clean } from '../../src/importing/cleaner.ts';
import { RULES } from '../../src/importing/rules/index.ts';
import { ruleTable } from '../support/rule-table.ts';

/**
 * For each rule, lines that it is about, and lines that look like them and belong to a story. A line may be given with the
 * line before it: "before | line".
 */
type Language = 'en' | 'uk';
type Lines = Record<Language, string[]> & { others?: string[] };
const EXAMPLES: Record<string, { hits: Lines; misses: Lines }> = {
  embargo: {
    hits: {
      en: [
        'EMBARGOED UNTIL 6 p.m.',
        'Strictly embargoed until Monday, 3 April',
        'Embargo: 12:00 GMT, Friday',
        'NOT FOR PUBLICATION BEFORE 5 MAY',
        'For release: May 3, 2024, 10 a.m.',
      ],
      uk: ['Ембарго до 18:00 середи', 'Під ембарго до 3 травня'],
      others: ['Sperrfrist: Freitag, 10 Uhr', "Sous embargo jusqu'au 3 mai", 'Embargo do 3 maja'],
    },
    misses: {
      en: [
        'Embargoes on arms were lifted in 1994.',
        'The embargo until 1994 ruined three shipyards.',
        'For release of the hostages, the families wait.',
        'For release of the film on Friday, two cinemas were built.',
      ],
      uk: ['Ембарго на зерно скасували у 1994 році.'],
    },
  },
  'not-for-publication': {
    hits: {
      en: [
        'NOT FOR PUBLICATION',
        'Not for publication: names of the two divers',
        'DO NOT PUBLISH',
        'HOLD FOR RELEASE',
        'DRAFT - NOT FOR RELEASE',
        'For internal use only',
        'CONFIDENTIAL',
        'Draft',
        'OFF THE RECORD',
        '[EDITORS: do not use before the count ends]',
        'Release date: June 9, 2098',
        'This e-mail is confidential and meant for its addressee only.',
      ],
      uk: ['Не для публікації', 'Не публікувати до середи', 'Для службового користування', 'ЧЕРНЕТКА'],
      others: [
        'Nicht zur Veröffentlichung',
        'Streng vertraulich',
        'Ne pas publier avant le 9 juin',
        'No publicar antes del 9 de junio',
        'Nie publikować przed 9 czerwca',
        'Do użytku wewnętrznego',
      ],
    },
    misses: {
      en: [
        'The paper was marked confidential.',
        'Confidential talks went on at night',
        'Do not publish your address, the police warn.',
        'Off the record players came a song.',
        'Draft horses drew the boat',
        'The stamp on the folder reads: | CONFIDENTIAL',
        'Release date of the film is not known',
        'Not for publication alone did he write.',
      ],
      uk: [
        'Не публікувати списки просять родини.',
        'Конфіденційно про це розповіли двоє.',
        'На теці стояло: | КОНФІДЕНЦІЙНО',
      ],
      others: ['Vertraulich war daran nichts.', 'No publicar era su lema'],
    },
  },
  'press-release': {
    hits: {
      en: [
        'FOR IMMEDIATE RELEASE',
        '*** PRESS RELEASE ***',
        'Media Advisory',
        'BC-Orvale-Bridge, 2nd Ld',
        'orv071 3 p 118',
      ],
      uk: ['ПРЕСРЕЛІЗ', 'Прес-реліз'],
      others: ['Pressemitteilung', 'Communiqué de presse', 'Nota de prensa', 'Informacja prasowa'],
    },
    misses: {
      en: ['Press releases are read by nobody', 'PM-elect visits the flooded villages', 'News release of the year'],
      uk: ['Пресреліз надійшов о шостій ранку.'],
    },
  },
  'press-contact': {
    hits: {
      en: [
        'Media contact:',
        'Press enquiries: Ann Berg, +44 20 7946 0018',
        'Notes to editors',
        'SOURCE Orvale Shipyard',
      ],
      uk: ['Контакти для преси:', 'Контакт для медіа'],
      others: ['Pressekontakt:', 'Contact presse', 'Kontakt dla mediów:'],
    },
    misses: {
      en: [
        'Media contacts with the court were forbidden.',
        'Source of the river was never found',
        'Press office closed',
      ],
      uk: ['Контакти для преси заборонив суд.'],
    },
  },
  'end-mark': {
    hits: {
      en: ['###', '# # #', '-30-', '– 30 –', 'ENDS', '(Ends)', '(END)', '- ends -'],
      uk: ['КІНЕЦЬ', '(КІНЕЦЬ)'],
      others: ['- ENDE -', 'FIN'],
    },
    misses: {
      en: ['The last slide read: | END', '30', '-30 degrees', 'Ends meet in the middle of the river.'],
      uk: ['Кінець настав опівночі.'],
    },
  },
  tags: {
    hits: {
      en: [
        'Tags: bridges, floods',
        'Filed under: Town hall',
        'Topics: budget',
        'Tagged with floods | bridges',
        'Keywords: a; b',
      ],
      uk: ['Теги: мости, повінь', 'Рубрика: Місто', 'Ключові слова: міст'],
      others: ['Schlagwörter: Brücken, Flut', 'Mots-clés : ponts, crues', 'Etiquetas: puentes', 'Tagi: mosty, powódź'],
    },
    misses: {
      en: [
        'Tags: are they a plague?',
        'Topics: the council wants to speak about the bridge first.',
        'Category: 4',
        'Tagged sheep were found on the other bank.',
        'Tags of brass were nailed to every tree',
      ],
      uk: ['Теги — це зло, каже художник.', 'Рубрика закриється у травні'],
    },
  },
  'reading-time': {
    hits: {
      en: [
        '4 min read',
        'Reading time: 12 minutes',
        '3-minute read',
        'Published 3 hours ago',
        'Updated 2 days ago',
        '5h ago',
      ],
      uk: ['4 хв читання', 'Час читання: 4 хв', 'Читати 4 хвилини', 'Опубліковано 3 години тому'],
      others: [
        'Lesezeit: 4 Minuten',
        'Temps de lecture : 4 min',
        '4 min de lectura',
        'Czas czytania: 4 min',
        'vor 3 Stunden',
        'Publié il y a 3 heures',
        'hace 2 horas',
        '3 godziny temu',
      ],
    },
    misses: {
      en: [
        '4 min read like an hour to the jury',
        'Reading time is over for the third form',
        'Published 3 hours ago, the report is gone',
        'A minute ago nobody knew.',
      ],
      uk: ['4 хв читання врятували іспит.', 'Читати 4 хвилини щодня радить лікар'],
    },
  },
  control: {
    hits: {
      en: [
        'Listen to this article',
        'Listen to this story · 4:12',
        'Video unavailable',
        'Play video',
        'Loading…',
        'Loading comments...',
        'Skip to main content',
        'Back to top',
        'Like this:',
        '1 of 5',
        'Image 3 of 12',
        'JavaScript is disabled in your browser.',
        'Please enable JavaScript to view the comments.',
        'Your browser does not support the audio element.',
        'Toggle caption',
      ],
      uk: ['Прослухати статтю', 'Перейти до вмісту', 'Завантаження...', '1 з 5'],
      others: ['Artikel anhören', 'Aller au contenu principal', 'Saltar al contenido', 'Przejdź do treści', '2 von 7'],
    },
    misses: {
      en: [
        'Loading docks were closed.',
        'Listen to this article of the constitution, she said.',
        '1 of 5 boats sank',
        'Play video games with your children, the doctor says.',
        'Skip to the second chapter',
        'Like this: fold the paper twice',
        'JavaScript is required for the job, the advertisement says.',
        'Video is available to the court',
        'Back to the top of the mountain',
      ],
      uk: ['Прослухати статтю можна в бібліотеці', '1 з 5 човнів затонув'],
    },
  },
  feedback: {
    hits: {
      en: [
        'Report a typo',
        'Suggest a correction to this article',
        'Spotted a mistake? Let us know.',
        'Have a news tip? Email tips@orvale.example',
        'Got a story tip? Call us on 020 7946 0018.',
      ],
      uk: ['Знайшли помилку? Виділіть її та натисніть Ctrl+Enter', 'Повідомити про помилку'],
      others: ['Fehler melden', 'Signaler une erreur', 'Zgłoś błąd'],
    },
    misses: {
      en: [
        'Report an error and you lose your bonus, drivers say.',
        'Have a tip? Leave it on the table, says the waiter.',
        'Found a mistake in the budget, too',
        'Got a tip from the stable boy',
      ],
      uk: ['Знайшли помилку слідчі лише в березні.'],
    },
  },
  origin: {
    hits: {
      en: [
        'This article was originally published on orvale-post.example. Read the original article.',
        'This story first appeared on www.orvale.example.',
      ],
      uk: ['Матеріал вперше опубліковано на orvale.example'],
    },
    misses: {
      en: [
        'This article was originally published in the Lindmar Courier.',
        'This story originally appeared on The Lindmar Courier and is shared with its leave.',
        'The piece was first published in 1921.',
      ],
      uk: ["Цей текст вперше з'явився у «Ліндмарському віснику»."],
    },
  },
  'author-name': {
    hits: { en: ['Ann Berg'], uk: ['Ірина Коваль'] },
    misses: { en: ['Lindmar Harbour', 'Ivo Klym'], uk: ['Новий Причал'] },
  },
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
        'By Ann Winter and Otto Day',
      ],
      uk: ['Автор: Ірина Коваль', 'Від Ірина Коваль та Остап Лис'],
    },
    misses: {
      en: [
        'By Bus From Lviv',
        'By Royal Command',
        'By Easter Day',
        'By Force Alone',
        'By Ann Berg, photos by Mara Holm',
        'By Ann Berg and the team of the Orvale Desk',
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
      en: [
        '12/13/2022 was the date.',
        'March 3, 2022 was the day on which the bridge fell',
        'May 1 is a holiday here',
        'March 3, 1961',
      ],
      uk: ['3 березня 2022 року міст відкрили знову'],
    },
  },
  'reporting-credit': {
    hits: {
      en: ['(Reporting by Ann Berg)', 'Reporting by Ann Berg in Lviv.'],
      uk: ['(Reporting by Ірина Коваль)'],
    },
    misses: {
      en: [
        '(Reporting by journalists from the front has been banned)',
        'Reporting by neighbours led the police to the house.',
        '(Reporting from the front is forbidden)',
        'Additional reporting by Ann Berg.',
        'Ann Berg contributed to this report.',
        '(Reporting by Ann Berg; Editing by Ivo Klym)',
        'Reporting by Mara Holm',
        'Editing by Mara Holm',
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
      others: ['Anzeige', 'Publicité', 'PUBLICIDAD', 'Artykuł sponsorowany'],
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
        '[Read: Station reopens after fire]',
        'More: Ten bridges to see',
        'Also Read | Station reopens',
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
      others: [
        'Lesen Sie auch: Die Brücke ist offen',
        'À lire aussi : Le pont rouvre',
        'Lea también: Reabre el puente',
        'Te puede interesar: Diez puentes',
        'Czytaj także: Most znów otwarty',
      ],
    },
    misses: {
      en: [
        'Watch: a timepiece worth 20,000 euros was found in the safe',
        'Recommended: a coat, boots and a torch',
        'More: the musical opens in June',
        '[Read the sign aloud]',
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
      others: ['Newsletter abonnieren', 'Abonnez-vous à notre newsletter', 'Suscríbete a nuestro boletín'],
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
        'Follow Ann Berg on Twitter @annberg',
        'Follow The Orvale Post on Facebook and Instagram',
        'Copy link',
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
        'Follow the river',
        'Follow Ann Berg on her walk through the delta',
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
      others: ['Alle Rechte vorbehalten.', 'Tous droits réservés', 'Todos los derechos reservados.'],
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
        'Image caption, The old bridge in spring',
        'File photo',
        'REUTERS/Ann Berg',
        'Ann Berg/Getty Images',
        '(AP Photo/Ann Berg)',
        'Photo: Ann Berg / Tagwire',
        '[Image courtesy of the city]',
        'AP Photo/Ivo Klym',
      ],
      uk: ['Ілюстративне фото', 'Джерело фото: Укрінформ', '(Фото: Ірина Коваль)', 'Фото: Ірина Коваль / Tagwire'],
      others: ['Foto: Ann Berg', 'Crédit photo : Ann Berg', 'fot. Ann Berg', 'Bildquelle: Ann Berg'],
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

/** The note on a line that stands below a headline, early enough to be a byline, in a story by these. */
const AUTHORS = ['Ann Berg', 'Ірина Коваль'];

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
  const { lines: reports } = clean(
    lines.map((text, index) => ({ number: index + 1, text })),
    { authors: AUTHORS },
  );
  return reports.filter((it) => it.text === (isPair ? last : example)).map((it) => `${it.action} ${it.rule}`);
}

const ACTIONS = { drop: 'dropped', extract: 'extracted', keep: 'kept', flag: 'flagged' } as const;
const FLAGGED = RULES.filter((it) => it.action === 'flag').map((it) => `flagged ${it.name}`);
const cases = RULES.flatMap(({ name, action }) =>
  (['en', 'uk', 'others'] as const).flatMap((language) => {
    const { hits, misses } = EXAMPLES[name] ?? { hits: { en: [], uk: [] }, misses: { en: [], uk: [] } };
    return [
      ...(hits[language] ?? []).map((line) => ({ name, language, line, expected: `${ACTIONS[action]} ${name}` })),
      ...(misses[language] ?? []).map((line) => ({ name, language, line, expected: undefined })),
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
    expect(judged(line).filter((it) => /^(?:dropped|extracted)/.test(it) || FLAGGED.includes(it))).toEqual([]);
  });
});
