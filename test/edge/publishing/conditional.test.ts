import { beforeEach, describe, expect, it } from 'vitest';
import { answer, changes, openDesk, put, remove } from '../../support/desk.ts';
import { wire } from '../../support/wire.ts';

beforeEach(openDesk);

describe('a write', () => {
  it('answers with the ETag that the article has from then on', async () => {
    expect(await answer(await put('b'))).toEqual([201, '"1"', 'created']);
    expect(await answer(await put('a'))).toEqual([201, '"2"', 'created']);
    expect(await answer(await put('a', { title: 'New' }))).toEqual([200, '"3"', 'updated']);
    expect(await answer(await put('a', { title: 'New' }))).toEqual([200, '"3"', 'unchanged']);
    const read = () => wire.api('GET', '/api/articles/a', undefined, undefined, 'desk-token');
    expect((await read()).headers.get('etag')).toBe('"3"');
    expect(await answer(await remove('a'))).toEqual([204, '"4"', undefined]);
    expect(await answer(await remove('a'))).toEqual([204, '"4"', undefined]);
    expect((await read()).headers.get('etag')).toBe('"4"');
  });

  it('that is repeated with the former If-Match changes nothing and is no failure (RFC 9110 §13.1.1)', async () => {
    await put('a');
    const again = () => put('a', { title: 'New' }, { 'if-match': '"1"' });
    expect(await answer(await again())).toEqual([200, '"2"', 'updated']);
    expect(await answer(await again())).toEqual([200, '"2"', 'unchanged']);
    expect((await changes('a')).length).toBe(2);
  });

  it('that is repeated with the former If-Match after the clock has released the story is no failure', async () => {
    await put('a');
    const again = () => put('a', { embargo: '2026-03-01T12:10:00Z' }, { 'if-match': '"1"' });
    await again();
    wire.pass(600);
    await wire.tick();
    expect(await answer(await again())).toEqual([200, '"3"', 'unchanged']);
  });

  it('that is repeated with "If-None-Match: *" changes nothing and is no failure', async () => {
    expect(await answer(await put('a', {}, { 'if-none-match': '*' }))).toEqual([201, '"1"', 'created']);
    expect(await answer(await put('a', {}, { 'if-none-match': '*' }))).toEqual([200, '"1"', 'unchanged']);
  });

  it('that withdraws is repeated with the former If-Match without a failure', async () => {
    await put('a');
    expect(await answer(await remove('a', { 'if-match': '"1"' }))).toEqual([204, '"2"', undefined]);
    expect(await answer(await remove('a', { 'if-match': '"1"' }))).toEqual([204, '"2"', undefined]);
    expect((await remove('nobody', { 'if-match': '"1"' })).status).toBe(404);
  });

  it.each([
    ['other content with a former If-Match', () => put('a', { title: 'Other' }, { 'if-match': '"1"' })],
    ['other content with "If-None-Match: *"', () => put('a', { title: 'Other' }, { 'if-none-match': '*' })],
    [
      'the same content with its own ETag in If-None-Match',
      () => put('a', { title: 'New' }, { 'if-none-match': '"2"' }),
    ],
    ['a weak ETag', () => put('a', { title: 'Other' }, { 'if-match': 'W/"2"' })],
    ['a withdrawal with a former If-Match', () => remove('a', { 'if-match': '"1"' })],
  ])('fails with 412 and the current ETag: %s', async (_, write) => {
    await put('a');
    await put('a', { title: 'New' });
    const response = await write();
    expect([response.status, response.headers.get('etag')]).toEqual([412, '"2"']);
    expect(await response.json()).toMatchObject({ detail: 'the article is at "2"' });
    expect((await changes('a')).length).toBe(2);
  });

  it('does not bring a withdrawn story back because its content is the same', async () => {
    await put('a');
    await remove('a');
    const response = await put('a', {}, { 'if-match': '"1"' });
    expect([response.status, response.headers.get('etag')]).toEqual([412, '"2"']);
  });

  it('fails with 412 and no ETag where nothing is', async () => {
    const response = await put('a', {}, { 'if-match': '*' });
    expect([response.status, response.headers.get('etag')]).toEqual([412, null]);
    expect(await response.json()).toMatchObject({ detail: 'there is no such article' });
  });

  it('at the same time as another one over the same ETag: one of them wins, the other one is told', async () => {
    await put('a');
    const both = await Promise.all(['One', 'Two'].map((title) => put('a', { title }, { 'if-match': '"1"' })));
    expect(both.map((it) => it.status).sort()).toEqual([200, 412]);
    expect(both.map((it) => it.headers.get('etag'))).toEqual(['"2"', '"2"']);
    const winner = both[0]?.status === 200 ? 'One' : 'Two';
    expect(await wire.titles('all')).toEqual([winner]);
    const same = await Promise.all([0, 1].map(() => put('a', { title: 'Three' }, { 'if-match': '"2"' })));
    expect((await Promise.all(same.map(answer))).sort()).toEqual([
      [200, '"3"', 'unchanged'],
      [200, '"3"', 'updated'],
    ]);
  });
});
