import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../src/importing/formats/index.ts';
import { eml, mbox } from '../../../src/importing/formats/mail/mail.ts';
import { openBytes } from '../../../src/importing/input.ts';
import type { FoundStory } from '../../../src/importing/story.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';
import { codes, storiesIn, storyIn } from '../../support/import-input.ts';

const HEAD = [
  'Message-ID: <7.dam@wire.example>',
  'From: Ostmere Wardens <wardens@ostmere.example>',
  'To: news@wire.example',
  'Subject: Dam holds',
  'Date: Fri, 01 Mar 2024 08:00:00 +0100 (CET)',
  'MIME-Version: 1.0',
];
const SENDER = { code: 'contact', message: 'sent by Ostmere Wardens <wardens@ostmere.example>' };

const mail = (body: string[], ...headers: string[]) => [...HEAD, ...headers, '', ...body, ''].join('\r\n');
const parts = (type: string, ...all: [headers: string[], body: string[]][]) =>
  mail(
    [...all.flatMap(([headers, body]) => ['--b', ...headers, '', ...body]), '--b--'],
    `Content-Type: multipart/${type}; boundary=b`,
  );
const PLAIN: [string[], string[]] = [['Content-Type: text/plain; charset=utf-8'], ['It held.']];

/** Reads the bytes of a text in Latin-1. */
async function storyOfBytes(bytes: Uint8Array): Promise<FoundStory> {
  const [story] = (await eml.read(openBytes('x.eml', bytes, 'latin1'))) as FoundStory[];
  return story as FoundStory;
}

const linesOf = ({ body }: FoundStory) => (body.type === 'lines' ? body.lines.map((it) => it.text) : body.text);

describe('an e-mail', () => {
  it('is recognised by its header', () => {
    expect(eml.recognises(mail(['It held.']))).toBe(true);
    expect(eml.recognises('Received: from a\n\tby b; now\nFrom: a@x.example\n\nIt held.')).toBe(true);
    expect(
      eml.recognises('From: Rhea <r@x.example>\nDate: Fri, 1 Mar 2024 08:00:00 +0100\nSubject: Dam\n\nIt held.'),
    ).toBe(true);
  });

  it.each([
    'Title: Dam holds\nDate: 2024-03-01\nCategory: rivers\n\nIt held.',
    'From: Rhea Dunn\nTo: all\nSubject: Dam\nDate: today\n\nIt held.',
    'From: Rhea Dunn\nIt held, she wrote.\nMIME-Version: 1.0\n',
    'Ostmere: the dam holds\n\nIt held.',
    '',
  ])('is not %j', (text) => {
    expect(eml.recognises(text)).toBe(false);
  });

  it('has its subject, date and text', async () => {
    const body = ['The wardens =E2=80=93 all four of them =E2=80=93 stayed on the wall until the=', ' water fell.'];
    const headers = [
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      'Keywords: dam, roads',
      'Content-Language: en-GB',
    ];
    expect(await storyIn(eml, mail(body, ...headers))).toEqual({
      title: 'Dam holds',
      body: {
        type: 'lines',
        lines: [{ number: 1, text: 'The wardens – all four of them – stayed on the wall until the water fell.' }],
      },
      published: '2024-03-01T08:00:00+01:00',
      tags: ['dam', 'roads'],
      language: 'en-GB',
      status: undefined,
      notes: [SENDER],
    });
  });

  it.each([
    ['Ann Berg <ann@x.example>', 'Ann Berg'],
    ['"Berg, Ann" <ann.berg@x.example>', undefined],
    ['Ann Berg <a.berg@x.example>', 'Ann Berg'],
    ['Siobhán O’Dea <siobhan.odea@x.example>', 'Siobhán O’Dea'],
    ['Jan van der Meer <vandermeer.jan@x.example>', undefined],
    ['Ostmere Wardens <wardens@x.example>', undefined],
    ['Press Office <press@x.example>', undefined],
    ['Ann Berg <press@x.example>', undefined],
    ['ann@x.example', undefined],
  ])('has a sender who is its author if it names no other: %s', async (from, sender) => {
    const text = ['Subject: Dam', 'Date: Fri, 01 Mar 2024 08:00:00 +0100', `From: ${from}`, '', 'It held.', ''].join(
      '\r\n',
    );
    expect((await storyIn(eml, text)).sender).toBe(sender);
  });

  it.each(['Dam holds [EMBARGOED until Friday]', 'Dam holds (not for publication)', 'Dam holds - DRAFT'])(
    'whose subject ends so is held back: %s',
    async (subject) => {
      expect(codes(await storyIn(eml, mail(['It held.']).replace('Dam holds', subject)))).toContain(
        'not-for-publication',
      );
    },
  );

  it.each(['[Embassy] Dam holds', 'Dam holds (draft law passes)', 'Internal market: dams hold'])(
    'whose subject only has such words is not held back: %s',
    async (subject) => {
      expect(codes(await storyIn(eml, mail(['It held.']).replace('Dam holds', subject)))).toEqual(['contact']);
    },
  );

  it('whose text only says where to read it is read by its HTML', async () => {
    const stand: [string[], string[]] = [['Content-Type: text/plain'], ['Please view this mail in HTML.']];
    const html: [string[], string[]] = [
      ['Content-Type: text/html'],
      ['<p>The dam held all night, and the wardens stayed on the wall.</p>'],
    ];
    expect((await storyIn(eml, parts('alternative', stand, html))).body.type).toBe('html');
    expect(
      (await storyIn(eml, parts('alternative', PLAIN, [['Content-Type: text/html'], ['<p>It held.</p>']]))).body.type,
    ).toBe('lines');
  });

  it('has a subject in other letters than ASCII', async () => {
    const text = mail(['It held.']).replace(
      'Dam holds',
      '=?koi8-u?B?5MHNwsE=?=\r\n =?utf-8?Q?_trzyma_=E2=80=93_nadal?=',
    );
    expect((await storyIn(eml, text)).title).toBe('Дамба trzyma – nadal');
  });

  it.each([
    ['koi8-u', [0xe4, 0xc1, 0xcd, 0xc2, 0xc1], 'Дамба'],
    ['windows-1251', [0xc4, 0xe0, 0xec, 0xe1, 0xe0], 'Дамба'],
    ['iso-8859-2', [0xb3, 0xf3, 0xbc], 'łóź'],
  ])('is read in the charset %s that its part names, whatever the file is', async (charset, letters, words) => {
    const head = Buffer.from(
      mail(['']).replace('MIME-Version', `Content-Type: text/plain; charset=${charset}\r\nMIME-Version`),
    );
    const story = await storyOfBytes(Buffer.concat([head, Buffer.from(letters)]));
    expect(linesOf(story)).toEqual([words]);
  });

  it('is read from base64', async () => {
    const body = Buffer.from('Сутінки.\n\nДруга.').toString('base64');
    const text = mail([body], 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64');
    expect(linesOf(await storyIn(eml, text))).toEqual(['Сутінки.', '', 'Друга.']);
  });

  it('is read by its text where it has HTML, too, and tells what the HTML has besides', async () => {
    const html = '<p>It <a href="https://x.example">held</a>.</p><img src="a.png">';
    const story = await storyIn(eml, parts('alternative', PLAIN, [['Content-Type: text/html'], [html]]));
    expect(linesOf(story)).toEqual(['It held.']);
    expect(story.notes).toEqual([
      SENDER,
      {
        code: 'html-part',
        message: 'the text of the mail is read, not its HTML (pictures: 1, links: 1)',
      },
    ]);
  });

  it('is read by its HTML where there is no text', async () => {
    const story = await storyIn(eml, mail(['<p>It held.</p>'], 'Content-Type: text/html; charset=utf-8'));
    expect(story.body).toMatchObject({ type: 'html', text: expect.stringContaining('<p>It held.</p>') });
    expect(story.notes).toEqual([SENDER]);
  });

  it('names what is attached, and takes pictures over; sounds, videos and pictures that no browser shows need a look', async () => {
    const file = (type: string, name: string): [string[], string[]] => [
      [`Content-Type: ${type}; name="${name}"`, 'Content-Disposition: attachment', 'Content-Transfer-Encoding: base64'],
      ['aGVsbG8='],
    ];
    const files = [file('image/jpeg', 'the dam.jpg'), file('image/tiff', 'scan.tiff'), file('audio/mpeg', 'siren.mp3')];
    const story = await storyIn(eml, parts('mixed', PLAIN, ...files, file('application/pdf', 'plan.pdf')));
    expect(story.attached).toEqual([{ address: '/attached/0', name: 'the-dam.jpg', base64: 'aGVsbG8=' }]);
    expect(story.notes).toEqual([
      SENDER,
      { code: 'attachments', message: 'attached, and taken over: "the dam.jpg" (image/jpeg)' },
      { code: 'media', message: 'attached, and left out: "scan.tiff" (image/tiff), "siren.mp3" (audio/mpeg)' },
      { code: 'attachments', message: 'attached, and not read: "plan.pdf" (application/pdf)' },
    ]);
  });

  it('shows what is attached where its HTML does, and leaves out what its HTML alone shows if that is not read', async () => {
    const html: [string[], string[]] = [
      ['Content-Type: text/html'],
      ['<p>It held.</p><img src="cid:lamp%40x" alt="A lamp">'],
    ];
    const lamp: [string[], string[]] = [
      ['Content-Type: image/png', 'Content-ID: <lamp@x>', 'Content-Transfer-Encoding: base64'],
      ['aGVsbG8='],
    ];
    const story = await storyIn(eml, parts('related', html, lamp));
    expect(story.body).toMatchObject({ text: expect.stringContaining('<img src="/attached/0" alt="A lamp">') });
    expect(story.attached).toEqual([{ address: '/attached/0', name: '0', base64: 'aGVsbG8=' }]);
    const both = await storyIn(eml, parts('related', PLAIN, lamp));
    expect([both.attached, both.notes.at(-1)]).toEqual([
      undefined,
      { code: 'media', message: 'attached, and left out: image/png' },
    ]);
  });

  it('is read where it is signed, and refused where it is sealed', async () => {
    const signature: [string[], string[]] = [
      ['Content-Type: application/pkcs7-signature; name=smime.p7s', 'Content-Transfer-Encoding: base64'],
      ['aGVsbG8='],
    ];
    const signed = await storyIn(eml, parts('signed', PLAIN, signature));
    expect([linesOf(signed), signed.notes]).toEqual([['It held.'], [SENDER]]);
    for (const type of ['application/pkcs7-mime; smime-type=enveloped-data', 'multipart/encrypted; boundary=b'])
      await expect(storiesIn(eml, mail(['aGVsbG8='], `Content-Type: ${type}`))).rejects.toThrow(
        'is encrypted or signed as a whole, so its text cannot be read',
      );
  });

  it('with an invitation names it', async () => {
    const invitation: [string[], string[]] = [['Content-Type: text/calendar; method=REQUEST'], ['BEGIN:VCALENDAR']];
    const story = await storyIn(eml, parts('mixed', PLAIN, invitation));
    expect(linesOf(story)).toEqual(['It held.']);
    expect(story.notes[1]).toEqual({ code: 'attachments', message: 'attached, and not read: text/calendar' });
  });

  it('with another mail in it keeps the words of both, and is held back', async () => {
    const inner = ['From: otto@x.example', 'Subject: Road', '', 'It is shut.'];
    const story = await storyIn(eml, parts('mixed', PLAIN, [['Content-Type: message/rfc822'], inner]));
    expect(linesOf(story)).toEqual(expect.arrayContaining(['It held.', 'It is shut.']));
    expect(story.notes[0]).toEqual({
      code: 'correspondence',
      message: 'is a reply, or has another message in it (forwarded): see whose words they are',
    });
  });

  it.each([
    mail(['It held.']).replace('Dam holds', 'Re: Dam holds'),
    mail(['It held.']).replace('Dam holds', 'FW: Dam holds'),
    mail(['It held.'], 'In-Reply-To: <1@x.example>'),
    mail(['It held.', '', 'Otto wrote:', '> Does it hold?']),
  ])('that answers another one is held back', async (text) => {
    expect(codes(await storyIn(eml, text))).toEqual(['correspondence', 'contact']);
  });

  it('that only reports that one came late is no story', async () => {
    const text = mail(['--b', '', 'Too late.', '--b--'], 'Content-Type: multipart/report; boundary=b');
    await expect(storiesIn(eml, text)).rejects.toThrow('is the report of a mail server');
  });

  it.each([
    ['Sensitivity: Company-Confidential', 'visibility', 'is marked "Company-Confidential": saved as a draft'],
    ['X-Gmail-Labels: Inbox,Trash', 'trash', 'was under "Trash": saved as a draft'],
    ['X-Spam-Flag: YES', 'trash', 'is marked as spam: saved as a draft'],
    ['X-Spam-Status: Yes, score=9', 'trash', 'is marked as spam: saved as a draft'],
    ['X-Gmail-Labels: =?UTF-8?Q?Papierkorb,Ge=C3=B6ffnet?=', 'trash', 'was under "Papierkorb": saved as a draft'],
    ['X-Gmail-Labels: =?UTF-8?B?0KfQtdGA0L3QtdGC0LrQuA==?=', 'trash', 'was under "Чернетки": saved as a draft'],
    [
      'X-Gmail-Labels: Inbox,Kladder',
      'status',
      'was under "Kladder", which may be for drafts or the trash: saved as a draft',
    ],
    ['X-Mozilla-Draft-Info: internal/draft; vcard=0', 'draft', 'was a draft'],
    ['X-Mozilla-Status: 0009', 'trash', 'is marked as deleted: saved as a draft'],
    ['X-Status: T', 'draft', 'was a draft'],
    ['X-Status: AD', 'trash', 'is marked as deleted: saved as a draft'],
    ['Classification: Restricted', 'visibility', 'is marked "Restricted": saved as a draft'],
    ['X-Confidential: yes', 'visibility', 'is marked "yes": saved as a draft'],
    [
      'Deferred-Delivery: Mon, 09 Jun 2098 08:00:00 +0000',
      'scheduled',
      'was not to be delivered before "Mon, 09 Jun 2098 08:00:00 +0000"',
    ],
    ['X-Embargo: 9 June 2098', 'embargo', 'its header says "9 June 2098"; set "embargo"'],
  ])('that is not for the public (%s) is a draft that says why', async (header, code, message) => {
    expect(await storyIn(eml, mail(['It held.'], header))).toMatchObject({
      status: 'draft',
      notes: [{ code, message }, SENDER],
    });
  });

  it.each([
    'X-Gmail-Labels: Inbox,Important,Category Updates,Opened',
    'X-Gmail-Labels: =?UTF-8?Q?Posteingang,Ge=C3=B6ffnet?=',
    'X-Mozilla-Status: 0001',
    'X-Status: A',
    'X-Spam-Status: No, score=-2',
    'Classification: Public',
  ])('is not held back for %s', async (header) => {
    expect(await storyIn(eml, mail(['It held.'], header))).toMatchObject({ status: undefined, notes: [SENDER] });
  });

  it.each([
    ['EMBARGOED until Friday: Dam holds', 'embargo', 'EMBARGOED until'],
    ['Sperrfrist 9. Juni: Damm', 'embargo', 'Sperrfrist 9'],
    ['[Harl News] EMBARGO: Dam holds', 'embargo', 'EMBARGO:'],
    ['STRICT EMBARGO: Dam holds', 'embargo', 'STRICT EMBARGO:'],
    ['Sous embargo : le barrage', 'embargo', 'Sous embargo :'],
    ['FOR INTERNAL USE: Dam holds', 'not-for-publication', 'FOR INTERNAL USE:'],
    ['DRAFT v2: Dam holds', 'not-for-publication', 'DRAFT v2:'],
    ['NOT FOR PUBLICATION', 'not-for-publication', 'NOT FOR PUBLICATION'],
    ['INTERNAL: Dam holds', 'not-for-publication', 'INTERNAL:'],
    ['CONFIDENTIAL - Dam holds', 'not-for-publication', 'CONFIDENTIAL -'],
    ['[DRAFT] Dam holds', 'not-for-publication', '[DRAFT]'],
    ['HOLD', 'not-for-publication', 'HOLD'],
  ])('whose subject is %s is held back', async (subject, code, begin) => {
    const story = await storyIn(eml, mail(['It held.']).replace('Dam holds', subject));
    expect([story.status, story.notes]).toEqual([
      'draft',
      [{ code, message: `its subject begins with "${begin}"` }, SENDER],
    ]);
  });

  it.each(['Draft budget passes', 'Hold the line, wardens say', 'Internal affairs', 'Embargo on wheat ends'])(
    'whose subject is %s is not held back',
    async (subject) => {
      const story = await storyIn(eml, mail(['It held.']).replace('Dam holds', subject));
      expect([story.status, codes(story)]).toEqual([undefined, ['contact']]);
    },
  );

  it.each([
    ['---------- Forwarded message ---------', 'From: Otto'],
    ['-----Original Message-----', 'From: Otto'],
    ['Begin forwarded message:', ''],
    ['________________________________', 'From: Otto <otto@x.example>', 'Sent: Monday, 4 March 2024 10:00'],
    ['Von: Otto <otto@x.example>', 'Gesendet: Montag, 4. März 2024 10:00'],
  ])('with another one below "%s" is held back', async (...below) => {
    const text = mail(
      ['Keep this to yourself.', '', ...below, '', 'It held.'],
      'Content-Type: text/plain; charset=utf-8',
    );
    expect(codes(await storyIn(eml, text))).toContain('correspondence');
  });

  it('with a quotation in its HTML is held back', async () => {
    const html = ['<p>See below.</p><div class="gmail_quote">It held.</div>'];
    expect(codes(await storyIn(eml, mail(html, 'Content-Type: text/html; charset=utf-8')))).toContain('correspondence');
  });

  it('loses its signature, which is told', async () => {
    const story = await storyIn(eml, mail(['It held.', '-- ', 'Rhea Dunn', 'rhea@x.example']));
    expect(linesOf(story)).toEqual(['It held.']);
    expect(story.notes[1]).toEqual({
      code: 'signature',
      message: 'the signature is left out: Rhea Dunn rhea@x.example',
    });
  });

  it('keeps what is too long for a signature, and dashes that begin none', async () => {
    const long = Array.from({ length: 20 }, (_, index) => `Line ${index}.`);
    expect(linesOf(await storyIn(eml, mail(['It held.', '-- ', ...long])))).toHaveLength(22);
    expect(linesOf(await storyIn(eml, mail(['It held.', '--', 'Otto'])))).toEqual(['It held.', '--', 'Otto']);
  });

  it('with lost letters is held back', async () => {
    const text = mail(
      ['It =FF held.'],
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
    );
    expect(codes(await storyIn(eml, text))).toEqual(['contact', 'encoding']);
  });
});

describe('the lines of an e-mail', () => {
  const read = async (...lines: string[]) => linesOf(await storyIn(eml, mail(lines)));

  it('are joined where the next word would not have fitted, though there are few of them', async () => {
    const wrapped = ['The wardens of Ostmere stayed on the wall until the water fell and the', 'road below was dry.'];
    const joined = wrapped.join(' ');
    expect(await read(...wrapped)).toEqual([joined]);
    expect(await read(...wrapped, '', 'It is open.')).toEqual([joined, 'It is open.']);
  });

  it('stay where they are short, entries of a list, sentences or paragraphs', async () => {
    const address = ['Ostmere Wardens', '4 Wall Street', 'Ostmere'];
    expect(await read(...address)).toEqual(address);
    const list = [
      'The wardens of Ostmere who stayed on the wall until the water fell',
      '- Rhea Dunn, who is the oldest of them and has been there for years',
      '2. Otto',
    ];
    expect(await read(...list)).toEqual(list);
    const sentences = ['The wardens of Ostmere stayed on the wall until the water fell.', 'The road below is dry.'];
    expect(await read(...sentences)).toEqual(sentences);
    const paragraphs = [
      'The wardens of Ostmere stayed on the wall until the water fell and the road below was dry and open again for all.',
      'It is.',
    ];
    expect(await read(...paragraphs)).toEqual(paragraphs);
  });

  it('that are format=flowed are joined as their writer meant it', async () => {
    const text = mail(['The dam ', 'held.', 'Really.'], 'Content-Type: text/plain; charset=utf-8; format=flowed');
    expect(linesOf(await storyIn(eml, text))).toEqual(['The dam held.', 'Really.']);
  });
});

describe('a mailbox', () => {
  const FROM = 'From rhea@x.example Fri Mar  1 08:00:00 2024';
  const box = (...mails: string[]) => mails.map((it) => `${FROM}\r\n${it}\r\n`).join('');

  it('is recognised by the line in front of its first message', () => {
    expect(mbox.recognises(box(mail(['It held.'])))).toBe(true);
    expect(mbox.recognises('From 10:00 on 1 March 2024\nthe road is shut.')).toBe(false);
    expect(mbox.recognises('From here on, it holds.\nNote: it does.')).toBe(false);
    expect(detectFormat(box(mail(['It held.']))).name).toBe('mailbox (mbox)');
    expect(detectFormat(mail(['<!doctype html>'])).name).toBe('e-mail');
  });

  it('gives a story for each message, with its own name', async () => {
    const second = mail(['It is shut.']).replace('7.dam', '8.road').replace('Dam holds', 'Road shut');
    const stories = await storiesIn(mbox, box(mail(['It held.']), second));
    expect(stories.map((it) => [it.name, it.title, linesOf(it)])).toEqual([
      ['7.dam@wire.example', 'Dam holds', ['It held.']],
      ['8.road@wire.example', 'Road shut', ['It is shut.']],
    ]);
  });

  it('has lines that begin with "From" in its messages', async () => {
    const body = ['It held.', '', '>From 10:00 on, it rained.', '>>From that.', '', 'From here on, it is dry.', FROM];
    const [story] = await storiesIn(mbox, box(mail(body)));
    expect(story && linesOf(story)).toEqual([
      'It held.',
      '',
      'From 10:00 on, it rained.',
      '>From that.',
      '',
      'From here on, it is dry.',
      FROM,
    ]);
  });

  it('has a line in a message that looks like the one in front of a message', async () => {
    const body = ['The record says:', '', FROM, 'That is what it says.'];
    const stories = await storiesIn(mbox, box(mail(body), mail(['It held.'])));
    expect(stories.map(linesOf)).toEqual([body, ['It held.']]);
  });

  it('tells of messages that cannot be read, and goes on', async () => {
    const sealed = mail(['aGVsbG8='], 'Content-Type: application/pkcs7-mime');
    const [story] = await storiesIn(mbox, box(sealed, mail(['It held.'])));
    expect(story?.notes.at(-1)).toEqual({
      code: 'unreadable',
      message: 'message 1: is encrypted or signed as a whole, so its text cannot be read',
    });
    await expect(storiesIn(mbox, box(sealed))).rejects.toThrow('message 1: is encrypted');
  });

  it('of a hostile megabyte takes a moment', async () => {
    for (const part of [
      'From ',
      '\n\nFrom ',
      `\n\n${FROM}\n`,
      '\n>>From ',
      '>',
      '\n',
      'a:',
      '\n--b',
      'From: ',
      '<',
      '=?utf-8?Q?',
    ]) {
      const text = `${FROM}\n${mail([''])}${part.repeat(1_000_000 / part.length)}`;
      const started = cpuSeconds();
      eml.recognises(text.slice(0, 65_536));
      mbox.recognises(text.slice(0, 65_536));
      await storiesIn(mbox, text).catch(() => {});
      expect(cpuSeconds() - started, part).toBeLessThan(MOST_SECONDS);
    }
  });
});
