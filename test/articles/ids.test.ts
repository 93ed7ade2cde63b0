import { describe, expect, it } from 'vitest';
import { idProblem } from '../../src/articles/ids.ts';

const TAG = 'expected tag:authority,yyyy-mm-dd:something (RFC 4151)';
const UUID = 'expected 32 hexadecimal digits as 8-4-4-4-12 (RFC 9562)';
const URN = 'expected urn:namespace:name (RFC 8141)';
const SCHEME = 'expected an id that begins with https:, http:, tag: or urn:';

describe('an id', () => {
  it.each([
    ['tag:news.example,2022:a', undefined],
    ['tag:news.example,2022-02:', undefined],
    ['tag:news.example,2022-02-28:2022/a?b', undefined],
    ['tag:desk@news.example,2022-02-28:a', undefined],
    ['tag:blogger.com,1999:blog-12.post-34', undefined],
    ['tag:news.example,99:a', TAG],
    ['tag:news.example,2022-13:a', TAG],
    ['tag:news.example,2022-02-30:a', TAG],
    ['tag:news.example:a', TAG],
    ['tag:,2022:a', TAG],
    ['tag:news.example,2022:a#b', TAG],
    ['urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', undefined],
    ['urn:uuid:f81d4fae-7dec-11d0-a765', UUID],
    ['urn:uuid:not-a-uuid', UUID],
    ['urn:newsml:news.example:20220303:a:1', undefined],
    ['urn:isbn:9780141036144', undefined],
    ['urn:x:', URN],
    ['urn:a', URN],
    ['https://news.example/a', undefined],
    ['http://news.example/?p=1', undefined],
    ['12345', SCHEME],
    ['doi:10.1000/182', SCHEME],
    ['javascript:a', SCHEME],
  ])('%s: %s', (id, problem) => {
    expect(idProblem(id)).toBe(problem);
  });
});
