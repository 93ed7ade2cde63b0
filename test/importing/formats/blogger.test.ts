import { describe, expect, it } from 'vitest';
import { blogger } from '../../../src/importing/formats/blogger/blogger.ts';
import { feed } from '../../../src/importing/formats/feed/feed.ts';
import { detectFormat } from '../../../src/importing/formats/index.ts';
import { codes, storiesIn, storyIn } from '../../support/import-input.ts';

const KIND = 'http://schemas.google.com/blogger/2008/kind#';
const ofExport = (...entries: string[]) =>
  `<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:app='http://purl.org/atom/app#'><id>tag:blogger.com,1999:blog-4.archive</id><title>Quay Notes</title>${entries.join('')}</feed>`;
const ofTakeout = (...entries: string[]) =>
  `<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-4</id>${entries.join('')}</feed>`;
const body = (id: string) =>
  `<id>tag:blogger.com,1999:blog-4.${id}</id><published>2021-06-01T09:00:00+02:00</published><updated>2021-06-02T09:00:00+02:00</updated><title type='text'>Crane &amp; quay</title><content type='html'>&lt;p&gt;The crane moved.&lt;/p&gt;</content>`;
const exported = (kind: string, more = '', id = 'post-1') =>
  `<entry>${body(id)}<category scheme='http://schemas.google.com/g/2005#kind' term='${KIND}${kind}'/>${more}</entry>`;
const taken = (more: string) => `<entry>${body('post-1')}${more}</entry>`;
const live = '<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>';

describe('Blogger', () => {
  it('is told from other Atom, and from the public feed of a blog', () => {
    expect(detectFormat(ofExport(exported('post')))).toBe(blogger);
    expect(detectFormat(ofTakeout(taken(live)))).toBe(blogger);
    const open = ofExport(`<entry>${body('post-1')}</entry>`).replace('.archive', '');
    expect(detectFormat(open)).toBe(feed);
  });

  it('reads a post of the export', async () => {
    const more = `<category scheme='http://www.blogger.com/atom/ns#' term='Harbours'/><link rel='alternate' href='https://quay.example/2021/06/crane.html'/><author><name>Rut Vale</name><email>noreply@blogger.com</email></author>`;
    expect(await storyIn(blogger, ofExport(exported('post', more)))).toEqual({
      name: 'tag:blogger.com,1999:blog-4.post-1',
      id: 'tag:blogger.com,1999:blog-4.post-1',
      address: 'https://quay.example/2021/06/crane.html',
      title: 'Crane & quay',
      body: { type: 'html', text: '<p>The crane moved.</p>' },
      published: '2021-06-01T09:00:00+02:00',
      updated: '2021-06-02T09:00:00+02:00',
      tags: ['Harbours'],
      authors: [{ name: 'Rut Vale' }],
      status: 'ready',
      notes: [],
    });
  });

  it('reads the address, the description and all labels of one term of Takeout', async () => {
    const more = `${live}<blogger:metaDescription>A crane moved.</blogger:metaDescription><category scheme='tag:blogger.com,1999:blog-4' term='Cranes&#10;Quays'/><blogger:filename>/2021/06/crane.html</blogger:filename><blogger:trashed/><author><name>Rut Vale</name><blogger:type>BLOGGER</blogger:type></author>`;
    expect(await storyIn(blogger, ofTakeout(taken(more)))).toMatchObject({
      address: '/2021/06/crane.html',
      summary: 'A crane moved.',
      tags: ['Cranes', 'Quays'],
      authors: [{ name: 'Rut Vale' }],
      status: 'ready',
      notes: [],
    });
  });

  it.each([
    ['<app:control><app:draft>yes</app:draft></app:control>', 'draft', ['draft']],
    ['<app:control><app:draft>no</app:draft></app:control>', 'ready', []],
  ])('takes a post of the export with %s for %s', async (more, status, notes) => {
    const story = await storyIn(blogger, ofExport(exported('post', more)));
    expect([story.status, codes(story)]).toEqual([status, notes]);
  });

  it.each([
    ['POST', 'DRAFT', '', 'draft', ['draft']],
    ['POST', 'SOFT_TRASHED', '', 'draft', ['trash']],
    ['POST', 'LIVE', '<blogger:trashed>2021-07-01T09:00:00Z</blogger:trashed>', 'draft', ['trash']],
    ['POST', 'SCHEDULED', '', 'ready', ['scheduled']],
    ['POST', 'UNHEARD_OF', '', 'draft', ['status']],
    ['POST', '', '', 'draft', ['status']],
    ['PAGE', 'LIVE', '', 'draft', ['not-a-post']],
    ['WIDGET', 'LIVE', '', 'draft', ['not-a-post']],
    ['', 'LIVE', '', 'draft', ['not-a-post']],
  ])('takes %s %s %s of Takeout for %s', async (type, state, more, status, notes) => {
    const named = (name: string, value: string) => (value === '' ? '' : `<blogger:${name}>${value}</blogger:${name}>`);
    const text = ofTakeout(taken(`<blogger:created/>${named('type', type)}${named('status', state)}${more}`));
    const story = await storyIn(blogger, text);
    expect([story.status, codes(story)]).toEqual([status, notes]);
  });

  it('takes every story of a blog for some people only for a draft', async () => {
    const setting = (mode: string) =>
      exported('settings', '', 'settings.BLOG_READ_ACCESS_MODE').replace(/&lt;.*&gt;/, mode);
    const closed = await storyIn(blogger, ofExport(setting('PRIVATE'), exported('post')));
    expect([closed.status, codes(closed)]).toEqual(['draft', ['visibility', 'not-stories']]);
    expect((await storyIn(blogger, ofExport(setting('PUBLIC'), exported('post')))).status).toBe('ready');
  });

  it('counts what is no story on the last one', async () => {
    const entries = [
      exported('template'),
      exported('settings'),
      exported('post'),
      exported('comment'),
      exported('comment'),
    ];
    expect((await storyIn(blogger, ofExport(...entries))).notes).toEqual([
      { code: 'not-stories', message: '1 template, 1 settings, 2 comments are not stories' },
    ]);
  });

  it('refuses a file of comments alone', async () => {
    await expect(storiesIn(blogger, ofExport(exported('comment')))).rejects.toThrow('1 comment is not a story');
  });
});
