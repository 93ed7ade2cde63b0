import { describe, expect, it } from 'vitest';
import { cacheControl } from '../../src/http/caching.ts';
import { acceptEncodingOf, acceptsGzip } from '../../src/http/compression.ts';
import { isNotModified } from '../../src/http/conditional.ts';
import { isHost } from '../../src/http/host.ts';
import { formatHttpDate, parseHttpDate } from '../../src/http/http-date.ts';

const MOMENT = 784_111_777; // the example of RFC 9110 §5.6.7

describe('an HTTP date', () => {
  it.each([
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    ' Sun, 06 Nov 1994 08:49:37 GMT ',
  ])('is read from %s', (text) => {
    expect(parseHttpDate(text)).toBe(MOMENT);
  });

  it.each(['', '0', '1994', 'Sun, 06 Nov 1994', '1994-11-06T08:49:37Z', 'Sun, 99 Nov 1994 08:49:37 GMT', 'yesterday'])(
    'is not %s',
    (text) => {
      expect(parseHttpDate(text)).toBeUndefined();
    },
  );

  it('is written as IMF-fixdate', () => {
    expect(formatHttpDate(MOMENT)).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
  });
});

describe('a conditional request', () => {
  const validators = { etag: 'W/"a,b"', lastModified: MOMENT };
  const answer = (headers: [string, string][]) => isNotModified(new Headers(headers), validators);

  it.each<[string, [string, string][], boolean]>([
    ['no condition', [], false],
    ['the tag, which holds a comma', [['if-none-match', 'W/"a,b"']], true],
    ['the tag without W/', [['if-none-match', '"a,b"']], true],
    ['a list', [['if-none-match', '"x", W/"a,b" , "y"']], true],
    [
      'several lines',
      [
        ['if-none-match', '"x"'],
        ['if-none-match', '"a,b"'],
      ],
      true,
    ],
    ['a star', [['if-none-match', ' * ']], true],
    ['half of the tag', [['if-none-match', '"a"']], false],
    ['a tag that contains it', [['if-none-match', '"xa,by"']], false],
    ['an unquoted tag', [['if-none-match', 'a,b']], false],
    [
      'another tag but a fresh date',
      [
        ['if-none-match', '"x"'],
        ['if-modified-since', formatHttpDate(MOMENT)],
      ],
      false,
    ],
    ['the date', [['if-modified-since', formatHttpDate(MOMENT)]], true],
    ['a later date', [['if-modified-since', formatHttpDate(MOMENT + 1)]], true],
    ['an earlier date', [['if-modified-since', formatHttpDate(MOMENT - 1)]], false],
    ['no date', [['if-modified-since', 'x']], false],
  ])('with %s', (_, headers, expected) => {
    expect(answer(headers)).toBe(expected);
  });
});

describe('Accept-Encoding', () => {
  it.each<[string | null, boolean]>([
    [null, false],
    ['', false],
    ['gzip', true],
    ['GZIP;Q=0.5', true],
    ['br, gzip', true],
    ['gzip;q=0', false],
    ['gzip; q=0.000, *', false],
    ['*', true],
    ['*;q=0', false],
    ['br', false],
    ['identity', false],
    ['x-gzip', true],
  ])('%s takes gzip: %s', (header, expected) => {
    expect(acceptsGzip(header)).toBe(expected);
  });

  it('is the client’s own, where the platform has replaced the header', () => {
    const request = new Request('http://x', { headers: { 'accept-encoding': 'br, gzip' } });
    expect(acceptEncodingOf(request)).toBe('br, gzip');
    expect(acceptEncodingOf(Object.assign(request, { cf: { clientAcceptEncoding: '' } }))).toBe('');
  });
});

describe('a host', () => {
  it.each([
    'news.example',
    'NEWS.example:443',
    'localhost:8787',
    '127.0.0.1',
    '[2001:db8::1]:80',
    'a_b.example',
    'xn--mnchen-3ya.example',
    'x:',
    '%41.example',
  ])('is `%s`', (value) => {
    expect(isHost(value)).toBe(true);
  });

  it.each([
    '',
    ' ',
    'x/',
    'x?',
    'x#',
    'x\\y',
    'user@x',
    'x y',
    'x:80:80',
    'x:80a',
    'x:99999',
    '[::1',
    '[::1]x',
    '[v1.a]',
    '1.2.3.4.5',
    'x%2Fy',
    'x%',
    'x\n',
    `x${'.x'.repeat(50_000)}/`,
  ])('is not `%s`', (value) => {
    expect(isHost(value)).toBe(false);
  });
});

describe('Cache-Control', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const modified = now.getTime() / 1000 - 60;
  const at = (seconds: number) => now.getTime() + seconds * 1000;

  it.each([
    [{ modified }, 'public, max-age=900, stale-while-revalidate=300, stale-if-error=86400'],
    [{ modified: modified - 8 * 86_400 }, 'public, max-age=3600, stale-while-revalidate=300, stale-if-error=86400'],
    [{ modified, older: true }, 'public, max-age=3600, stale-while-revalidate=300, stale-if-error=86400'],
    [{ modified, over: true }, 'public, max-age=31536000, stale-while-revalidate=300, stale-if-error=86400'],
    [{ modified, over: true, nextExpiry: at(86_400) }, 'public, max-age=86400, must-revalidate'],
    [{ modified, nextExpiry: at(86_400) }, 'public, max-age=900, stale-while-revalidate=300, stale-if-error=85500'],
    [{ modified, nextExpiry: at(1800) }, 'public, max-age=900, stale-while-revalidate=300, stale-if-error=900'],
    [{ modified, nextExpiry: at(1000) }, 'public, max-age=900, must-revalidate'],
    [{ modified, nextExpiry: at(899) }, 'public, max-age=600, must-revalidate'],
    [{ modified, nextExpiry: at(90) }, 'public, max-age=0, must-revalidate'],
    [{ modified, nextExpiry: at(-5) }, 'public, max-age=0, must-revalidate'],
  ])('of %o is %s', (given, expected) => {
    expect(cacheControl(now, given)).toBe(expected);
  });
});
