import { describe, expect, it } from 'vitest';
import { linkSocialEmbeds } from '../../src/importing/social-embeds.ts';

describe('what only a script of a service shows', () => {
  it.each([
    [
      '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/q1/?a=1&amp;b=2"></blockquote>',
      'https://www.instagram.com/p/q1/?a=1&amp;b=2',
      'instagram.com',
    ],
    [
      '<div class="x fb-post" data-href="https://www.facebook.com/dam/posts/7"></div>',
      'https://www.facebook.com/dam/posts/7',
      'facebook.com',
    ],
    [
      '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@dam/video/7"><section></section></blockquote>',
      'https://www.tiktok.com/@dam/video/7',
      'tiktok.com',
    ],
    [
      '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:q1/app.bsky.feed.post/7x"></blockquote>',
      'https://bsky.app/profile/did:plc:q1/post/7x',
      'bsky.app',
    ],
    [
      '<div class="flourish-embed" data-src="visualisation/77?9"></div>',
      'https://flo.uri.sh/visualisation/77/embed',
      'flo.uri.sh',
    ],
    ['<div class="infogram-embed" data-id="q1-77"></div>', 'https://infogram.com/q1-77', 'infogram.com'],
  ])('gets a link to it: %s', (html, href, words) => {
    expect(linkSocialEmbeds(html)).toContain(`<p><a href="${href}">${words}</a></p>`);
  });

  it.each([
    '<blockquote class="instagram-media" data-instgrm-permalink="https://x.example/p"><a href="https://x.example/p">A post</a></blockquote>',
    '<div class="fb-post" data-href="javascript:alert(1)"></div>',
    '<div class="fb-post"></div>',
    '<p>The class fb-post is on this page.</p>',
  ])('stays as it is otherwise: %s', (html) => {
    expect(linkSocialEmbeds(html)).toBe(html);
  });
});
