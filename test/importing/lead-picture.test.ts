import { describe, expect, it } from 'vitest';
import { withLeadCaption } from '../../src/importing/lead-picture.ts';

const IMAGE = { url: '/a.jpg', alt: 'A "gate"', caption: 'The gate & its keeper', credit: 'Rut Vale' };
const { caption: _, ...SHOWN } = IMAGE;
const FIGURE =
  '<figure><img src="/a.jpg" alt="A &quot;gate&quot;"><figcaption>The gate &amp; its keeper – Rut Vale</figcaption></figure>';

describe('the caption of a lead picture', () => {
  it('stands with it before the text', () => {
    const html = { body: '<p>It held.</p>', bodyType: 'html' as const };
    expect(withLeadCaption(html, IMAGE)).toEqual({ body: `${FIGURE}\n<p>It held.</p>`, image: SHOWN });
    const markdown = { body: 'It *held*.', bodyType: 'markdown' as const };
    expect(withLeadCaption(markdown, IMAGE)).toEqual({ body: `${FIGURE}\n\nIt *held*.`, image: SHOWN });
  });

  it.each([
    ['<figure><img src="/a-300x200.jpg"><figcaption>The gate &amp; its <em>keeper</em></figcaption></figure>', IMAGE],
    ['<p>It held.</p>', { ...IMAGE, caption: 'A "gate"' }],
    ['<p>It held.</p>', { ...IMAGE, caption: 'Rut Vale' }],
  ])('is not said twice: %s', (body, image) => {
    expect(withLeadCaption({ body, bodyType: 'html' }, image)).toEqual({ body, image: SHOWN });
  });

  it('is none of most pictures', () => {
    const story = { body: '<p>It held.</p>', bodyType: 'html' as const };
    expect(withLeadCaption(story, SHOWN)).toEqual({ body: story.body, image: SHOWN });
    expect(withLeadCaption(story, undefined)).toEqual({ body: story.body, image: undefined });
  });
});
