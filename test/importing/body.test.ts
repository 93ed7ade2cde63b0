import { describe, expect, it } from 'vitest';
import { cleanBody } from '../../src/importing/body.ts';

const cleaned = (text: string, address?: string) => {
  const { body, notes } = cleanBody({ body: { type: 'html', text }, title: 'T', tags: [], notes: [], address });
  return { body, notes: notes.map((it) => `${it.code}: ${it.message}`) };
};

describe('the HTML of an export', () => {
  it('tells of what is changed in it, but not of pictures that nobody has described', () => {
    expect(cleaned('<p>It&#146;s <video src="/v.mp4"></video></p><img src="/a.png">', 'https://old.example/a')).toEqual(
      {
        body: '<p>It’s <a href="https://old.example/v.mp4">v.mp4</a></p><img src="https://old.example/a.png" />',
        notes: ['body-changed: a video became a link to https://old.example/v.mp4'],
      },
    );
  });

  it('keeps links inside the story, whatever key it gets', () => {
    expect(cleaned('<p>A<a href="#n">1</a></p><p id="n">Note</p>').body).toBe(
      '<p>A<a href="#story-n">1</a></p><p id="story-n">Note</p>',
    );
  });
});
