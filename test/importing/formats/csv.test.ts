import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/importing/formats/csv/csv.ts';
import type { ReadOptions } from '../../../src/importing/formats/format.ts';
import { openFile } from '../../../src/importing/input.ts';
import type { FoundStory } from '../../../src/importing/story.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';
import { codes, inputOf, storiesIn, storyIn } from '../../support/import-input.ts';

/** Writes files into a new folder. @returns its path */
function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tagwire-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function storiesAt(path: string, options: Partial<ReadOptions> = {}): Promise<FoundStory[]> {
  const stories: FoundStory[] = [];
  for await (const story of await csv.read(openFile(path), options)) stories.push(story);
  return stories;
}

async function storiesWith(columns: string, text: string): Promise<FoundStory[]> {
  const stories: FoundStory[] = [];
  for await (const story of await csv.read(inputOf(text), { columns })) stories.push(story);
  return stories;
}

const status = async (columns: string, cells: string) => {
  const { status, notes } = await storyIn(csv, `title,body,${columns}\nDam holds,It held.,${cells}\n`);
  return { status, notes };
};

describe('a table', () => {
  it.each([
    ['commas', 'id,title,date,body\n1,Dam holds,2024-03-01,It held.\n'],
    ['semicolons', 'Title;Date;Body\nDam holds;2024-03-01;It held.\n'],
    ['tabs', 'title\tpublished\n'],
    ['a byte order mark', '\uFEFFtitle,date\n'],
    ['blank lines first', '\n \ntitle,date\n'],
    ['Excel’s first line', 'sep=;\r\ntitle;date\r\n'],
    ['a column without a name first', ',title,date\n0,Dam holds,2024-03-01\n'],
    ['quoted names', '"title","date"\n'],
    ['unknown names without spaces and a row', 'email,active_subscription,expiry\na@x.example,true,\n'],
    ['unknown names and rows of one length', 'email,name,plan\na@x.example,A,1\nb@x.example,B,2\n'],
  ])('is recognised with %s', (_, text) => {
    expect(csv.recognises(text)).toBe(true);
  });

  it.each([
    'Rain, wind, snow\n\nThe coast, the hills, and the valley.\nA road, a dam.',
    'Rain, wind, snow\nThe dam held, the wardens said, and the road stays open. It, too, held.',
    'Dam holds\nIt held, the wardens said.',
    'title, date and place of a story are missing\n',
    'The title, the date: nobody knew\n',
    'From: Rhea Dunn, Ostmere\nSubject: Dam',
    '{"title": 1, "date": 2}',
    '<p>title, date</p>',
    '- title, date',
    '',
  ])('is not recognised in %j', (text) => {
    expect(csv.recognises(text)).toBe(false);
  });

  it('gives a story for each row', async () => {
    const text = [
      'id,title,subtitle,date,last modified,author,tags,image,language,body',
      '7,Dam holds & holds,A wet night.,2024-03-01T08:00:00Z,2024-03-02T08:00:00Z,By Rhea Dunn and Otto Lind,"dam, roads",https://pictures.example/d.jpg,en,"<p>It held.</p>',
      '<p>So far.</p>"',
      '',
      '8,Road shut,,2024-03-02T08:00:00Z,,,,,,"It is shut.',
      '',
      'For now."',
    ].join('\r\n');
    expect(await storiesIn(csv, text)).toMatchObject([
      {
        name: '7',
        title: 'Dam holds & holds',
        summary: 'A wet night.',
        published: '2024-03-01T08:00:00Z',
        updated: '2024-03-02T08:00:00Z',
        authors: [{ name: 'By Rhea Dunn and Otto Lind' }],
        tags: ['dam', 'roads'],
        image: { url: 'https://pictures.example/d.jpg' },
        language: 'en',
        body: { type: 'html', text: '<p>It held.</p>\r\n<p>So far.</p>' },
        status: undefined,
        notes: [],
      },
      {
        name: '8',
        title: 'Road shut',
        body: {
          type: 'lines',
          lines: [
            { number: 1, text: 'It is shut.' },
            { number: 2, text: '' },
            { number: 3, text: 'For now.' },
          ],
        },
        notes: [],
      },
    ]);
  });

  it('names the line of a row that has other columns than the table, wherever it stands', async () => {
    const text =
      'title,date,body\nA,2024-03-01,"One\ntwo"\nB,2024-03-01,Rain, and wind\nC,2024-03-01\nD,2024-03-01,Four,,\n';
    const stories = await storiesIn(csv, text);
    expect(stories.map((it) => it.title)).toEqual(['A', 'D']);
    expect(stories[1]?.notes).toEqual([
      { code: 'unreadable', message: 'line 4: has 4 cells, but the table has 3 columns: not imported' },
      { code: 'unreadable', message: 'line 5: has 2 cells, but the table has 3 columns: not imported' },
    ]);
    await expect(storiesIn(csv, 'title,date,body\nA,B\n')).rejects.toThrow('line 2: has 2 cells');
  });

  it('counts the rows with other columns where there are many', async () => {
    const story = await storyIn(csv, `title,date,body\n${'A,B\n'.repeat(30)}D,2024-03-01,Four\n`);
    expect(story.notes).toHaveLength(21);
    expect(story.notes.at(-1)?.message).toBe('10 more rows have other columns than the table: not imported');
  });

  it('keeps the stories above a quote that is not closed, and names its line', async () => {
    const titles: (string | undefined)[] = [];
    const read = async () => {
      for await (const story of await csv.read(inputOf('title,body\nA,One\nB,"Two\nC,Three\n')))
        titles.push(story.title);
    };
    await expect(read()).rejects.toThrow(
      'line 3: has a quote that is not closed; it and what follows are not imported',
    );
    expect(titles).toEqual(['A']);
  });

  it('keeps quotes inside a cell without quotes', async () => {
    expect(await storyIn(csv, 'title,body\nA 5" pipe,"He said ""no""."\n')).toMatchObject({
      title: 'A 5" pipe',
      body: { lines: [{ text: 'He said "no".' }] },
    });
  });

  it('names, once, the columns that are not read', async () => {
    const stories = await storiesIn(csv, 'title,date,body,Opens,clicks\nA,,One,1,2\nB,,Two,3,4\n');
    expect(stories.map((it) => it.notes)).toEqual([
      [{ code: 'unread-fields', message: 'columns that are not read: Opens, clicks', names: ['Opens', 'clicks'] }],
      [],
    ]);
  });

  it('without stories is refused with its columns and the option', async () => {
    await expect(storiesIn(csv, 'email,name,plan\na@x.example,A,1\nb@x.example,B,2\n')).rejects.toThrow(
      'is a table (CSV) whose columns are not those of stories: "email", "name", "plan"; name at least its title and its text or date: --columns "title=...,body=...,published=..."',
    );
    await expect(storiesIn(csv, 'title,date\n')).rejects.toThrow('has no stories');
  });

  it('is read by the columns that the option names', async () => {
    const text = 'Überschrift;Beitrag;Title\nDamm hält;Er hält.;x\n';
    const [story] = await storiesWith('title=Überschrift,body=beitrag', text);
    expect(story).toMatchObject({ title: 'Damm hält', body: { lines: [{ text: 'Er hält.' }] } });
    expect(csv.recognises(text, { columns: 'title=Überschrift,body=Beitrag' })).toBe(true);
    // Beside others, it may be the option of another table.
    const [other] = await storiesWith('title=Überschrift,status=Zustand', 'title,body,Opens\nDam holds,It held.,3\n');
    expect([other?.title, other?.notes]).toEqual([
      'Dam holds',
      [
        {
          code: 'columns',
          message: 'read without --columns, by the names that it has: there is no column "Überschrift", "Zustand"',
          names: ['Überschrift', 'Zustand'],
        },
        { code: 'unread-fields', message: 'columns that are not read: Opens', names: ['Opens'] },
      ],
    ]);
    const same = await storiesWith('title=Title,status=Zustand', 'title,body\nDam holds,It held.\n');
    expect(same[0]?.notes.map((it) => it.names)).toEqual([['Zustand']]);
    await expect(storiesWith('title=Titel,body=Kopf', 'Titel,title,body\n')).rejects.toThrow(
      'without the column "Kopf"',
    );
    await expect(storiesWith('title=Kopf,body=Beitrag', 'title,date,Beitrag\n')).rejects.toThrow(
      'is a table (CSV) without the column "Kopf"; it has "title", "date", "Beitrag"',
    );
  });
});

describe('what a table marks as not public', () => {
  it.each([
    ['is_published', 'TRUE'],
    ['status', 'confirmed'],
    ['audience', 'everyone'],
    ['type', 'newsletter'],
    ['draft', 'false'],
    ['password', ''],
  ])('is not %s "%s"', async (column, cell) => {
    expect(await status(column, cell)).toEqual({ status: undefined, notes: [] });
  });

  it.each([
    ['is_published', 'FALSE', 'status', 'is_published is "FALSE": saved as a draft', ['FALSE']],
    [
      'status',
      'archived',
      'status',
      'status is "archived", which is not a known status: saved as a draft',
      ['archived'],
    ],
    ['audience', 'only_paid', 'visibility', 'was only visible to "only_paid": saved as a draft'],
    ['audience', 'only_free', 'visibility', 'was only visible to "only_free": saved as a draft'],
    ['type', 'adhoc_email', 'not-a-post', 'is of the type "adhoc_email": saved as a draft'],
    ['Is Draft', 'yes', 'visibility', 'has "yes" in the column "Is Draft": saved as a draft'],
    ['members only', '1', 'visibility', 'has "1" in the column "members only": saved as a draft'],
    ['isDraft', 'yes', 'visibility', 'has "yes" in the column "isDraft": saved as a draft'],
    ['published', 'no', 'status', 'was not public, or its status is not known: "published: no"'],
    ['Published On', '', 'status', 'has nothing in the column "Published On": saved as a draft'],
    ['live', 'false', 'status', 'was not public, or its status is not known: "live: false"'],
    ['email only', 'yes', 'visibility', 'was not for everybody: "email only: yes"'],
    ['tier', 'paid', 'visibility', 'was not for everybody: "tier: paid"'],
    ['password', 'sesame', 'visibility', 'has "sesame" in the column "password": saved as a draft'],
  ])('is %s "%s", which is a draft that says why', async (column, cell, code, message, names?) => {
    const note = names ? { code, message, names } : { code, message };
    expect(await status(column, cell)).toEqual({ status: 'draft', notes: [note] });
  });

  const zustand = (...cells: string[]) => `title;body;Zustand\n${cells.map((it) => `Damm;Er hält.;${it}\n`).join('')}`;
  const told = (stories: FoundStory[]) =>
    stories.map((it) => it.notes.filter(({ code }) => code === 'status').map(({ message }) => message));

  it.each([
    ['Veröffentlicht', 'entwurf'],
    ['publié', 'Brouillon'],
    ['PUBLICADO', 'borrador'],
    ['opublikowano', 'wersja_robocza'],
    ['опубліковано', 'чернетка'],
    ['online', 'offline'],
  ])('is told by words of several languages: %s is public, %s is not', async (published, draft) => {
    const stories = await storiesWith('status=Zustand', zustand(published, draft));
    expect(stories.map((it) => it.status)).toEqual([undefined, 'draft']);
    expect(told(stories)).toEqual([[], [`Zustand is "${draft}": saved as a draft`]]);
  });

  it('is every status that nobody knows, with its words', async () => {
    const [story] = await storiesWith('status=Zustand', zustand('gesperrt', 'online'));
    expect(story).toMatchObject({
      status: 'draft',
      notes: [
        {
          code: 'status',
          message: 'Zustand is "gesperrt", which is not a known status: saved as a draft',
          names: ['gesperrt'],
        },
      ],
    });
  });

  it('is a row that says so in a column of which nobody has said what it is', async () => {
    const stories = await storiesIn(csv, zustand('online', '', 'Entwurf', 'online'));
    expect(stories.map((it) => it.status)).toEqual([undefined, undefined, 'draft', undefined]);
    expect(told(stories)).toEqual([[], [], ['Zustand is "Entwurf": saved as a draft'], []]);
    const long = `<p>${'Er hält. '.repeat(10_000)}</p>`;
    const stories2 = await storiesIn(csv, `title;body;Zustand\nDamm;${long};Entwurf\nDamm;${long};online\n`);
    expect(stories2.map((it) => it.status)).toEqual(['draft', undefined]);
  });

  it('is not what a column of other words holds', async () => {
    const stories = await storiesIn(csv, zustand('draft', 'bitter', 'Entwurf', 'live'));
    expect(stories.map((it) => it.status)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('the export of', () => {
  it('Substack has its texts in a folder beside the table', async () => {
    const folder = folderOf({
      'posts.csv': [
        'post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url',
        '501.dam-holds,2024-03-01T08:00:00.000Z,TRUE,,newsletter,everyone,Dam holds,It&#x2019;s fine.,',
        '502.road-shut,2024-03-02T08:00:00.000Z,TRUE,,podcast,only_paid,Road shut,,https://sounds.example/r.mp3',
        '503.nothing,2024-03-03T08:00:00.000Z,FALSE,,newsletter,everyone,Nothing,,https://sounds.example/r',
      ].join('\n'),
      'posts/501.dam-holds.html': '<p>It held.</p>',
      'posts/502.road-shut.html': '<p>It is shut.</p>',
    });
    expect(await storiesAt(join(folder, 'posts.csv'))).toMatchObject([
      {
        name: '501.dam-holds',
        slug: 'dam-holds',
        formerUrls: ['/p/dam-holds'],
        summary: 'It’s fine.',
        published: '2024-03-01T08:00:00Z',
        body: { type: 'html', text: '<p>It held.</p>' },
        status: undefined,
        parts: [join(folder, 'posts/501.dam-holds.html')],
        notes: [
          { code: 'unread-fields', message: 'columns that are not read: email_sent_at', names: ['email_sent_at'] },
        ],
      },
      { body: { text: '<p>It is shut.</p>' }, media: [{ url: 'https://sounds.example/r.mp3' }], status: 'draft' },
      {
        body: { text: '' },
        status: 'draft',
        notes: [
          { code: 'status' },
          { code: 'media', message: '"https://sounds.example/r" is of an unknown type and left out' },
          { code: 'no-body' },
        ],
      },
    ]);
  });

  it('Substack is not read beyond its folder', async () => {
    const folder = folderOf({
      'secret.html': '<p>Secret.</p>',
      'export/posts.csv': 'post_id,title,post_date\n../secret,A,2024-03-01\n1.link,B,2024-03-01\n',
      'export/posts/2.html': '<p>B</p>',
    });
    symlinkSync(join(folder, 'secret.html'), join(folder, 'export/posts/1.link.html'));
    const stories = await storiesAt(join(folder, 'export/posts.csv'));
    expect(stories.map((it) => it.body)).toEqual([
      { type: 'html', text: '' },
      { type: 'html', text: '' },
    ]);
  });

  it('Beehiiv is read', async () => {
    const text = [
      'id,web_title,status,audience,content_tags,url,web_subtitle,email_subject_line,content_html,thumbnail_url,created_at',
      'a1b2,Dam holds,confirmed,free,Dam; Roads,https://wire.example/p/dam-holds,Wet.,Dam!,"<p>It held.</p>",uploads/d.png,2024-03-01 08:00:00',
      'a1b3,,draft,premium,,,,Road shut,"<p>It is shut.</p>",,2024-03-02 08:00:00',
    ].join('\n');
    expect(await storiesIn(csv, text)).toMatchObject([
      {
        name: 'a1b2',
        title: 'Dam holds',
        summary: 'Wet.',
        address: 'https://wire.example/p/dam-holds',
        tags: ['Dam', 'Roads'],
        published: '2024-03-01 08:00:00',
        notes: [{ code: 'media', message: 'the image "uploads/d.png" is no web address and is left out' }],
      },
      { title: 'Road shut', status: 'draft', notes: [{ code: 'status' }, { code: 'visibility' }] },
    ]);
  });

  it('Wix is read by its plain text, and what only its rich text has is told', async () => {
    const text = [
      'Author,Main Category,Title,Excerpt,ID,Tags,Slug,Plain Content,Cover Image,Published Date,Rich Content,Post Page URL,Last Published Date',
      'Rhea Dunn,Rivers,Dam holds,Wet.,p-1,"[""dam"",""5f0c1d2e3f4a5b6c7d8e9f00""]",dam-holds,It held.,wix:image://v1/ab_cd~mv2.jpg/d.jpg#originWidth=60,2024-03-01T08:00:00Z,"{""nodes"":[{""type"":""IMAGE""}]}",/post/dam-holds,',
    ].join('\n');
    expect(await storyIn(csv, text)).toMatchObject({
      slug: 'dam-holds',
      address: '/post/dam-holds',
      tags: ['dam', 'Rivers'],
      image: { url: 'https://static.wixstatic.com/media/ab_cd~mv2.jpg' },
      body: { type: 'lines', lines: [{ number: 1, text: 'It held.' }] },
      notes: [
        { code: 'media', message: 'links and media of "Rich Content" are left out; only the plain text is read' },
        { code: 'unread-fields', message: 'columns that are not read: Rich Content', names: ['Rich Content'] },
      ],
    });
  });

  it('Buttondown has its texts beside the table, in Markdown or HTML', async () => {
    const folder = folderOf({
      'emails.csv': [
        'id,secondary_id,subject,publish_date,source,slug',
        'ab-1,1,Dam holds,2024-03-01 08:00:00+00:00,app,dam-holds',
        'ab-2,2,Road shut,2024-03-02 08:00:00+00:00,app,road-shut',
      ].join('\n'),
      'emails/dam-holds.md': '<!-- buttondown-editor-mode: plaintext -->## Night\n\nIt *held*.\n',
      'emails/road-shut.md': '<!-- buttondown-editor-mode: fancy --><p>It is shut.</p>',
    });
    expect(await storiesAt(join(folder, 'emails.csv'))).toMatchObject([
      { title: 'Dam holds', body: { type: 'markdown', text: '## Night\n\nIt *held*.' } },
      { title: 'Road shut', body: { type: 'html', text: '<p>It is shut.</p>' } },
    ]);
  });
});

it('a table of a hostile megabyte takes a moment', async () => {
  for (const [head, part] of [
    ['title,body\n', 'a\n'],
    ['title,body\n', ',\n'],
    ['title,body\n', 'a,'],
    ['title,body\nA,"', '""'],
    ['', 'title,'],
  ] as const) {
    const text = head + part.repeat(1_000_000 / part.length);
    const started = cpuSeconds();
    csv.recognises(text.slice(0, 65_536));
    await storiesIn(csv, text).catch(() => {});
    expect(cpuSeconds() - started, part).toBeLessThan(MOST_SECONDS);
  }
});

describe('a column with an unusual name', () => {
  it.each(["editor's note", '% read', '#', 'reads & clicks', '', "м'ясо", '2nd title: long'])(
    'makes a table no text: %j',
    async (name) => {
      const text = `title,published_at,audience,body,"${name}"\nHarl ferry,2022-03-01T10:00:00Z,only_paid,It sails.,x\n`;
      expect(csv.recognises(text)).toBe(true);
      expect(codes(await storyIn(csv, text))).toContain('visibility');
    },
  );

  it('is none of a sentence or an entry of a list', () => {
    for (const it of ['- title, body', 'The title, the body, and the rest.\nIt held.', 'Dam | river | night'])
      expect(csv.recognises(`${it}\n`)).toBe(false);
  });

  it('may stand between bars', async () => {
    expect(csv.recognises('title | body | published\nDam | It held. | 2022-03-01T10:00:00Z\n')).toBe(true);
  });
});
