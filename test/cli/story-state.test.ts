import { describe, expect, it } from 'vitest';
import type { ArticleRecord } from '../../src/articles/record.ts';
import { stateOf } from '../../src/cli/story-state.ts';

const NOW = new Date('2026-11-28T12:00:00Z');
const state = (fields: Partial<ArticleRecord>) =>
  stateOf(
    { key: 'ferry', published: '2026-11-01T12:00:00Z', status: 'ready', ...fields } as ArticleRecord,
    'http://127.0.0.1:8787',
    NOW,
    'Europe/Oslo',
  );

describe('the state of a story', () => {
  it('is live, or retracted, with the address where readers find it', () => {
    expect(state({})).toBe('live: http://127.0.0.1:8787/articles/ferry');
    expect(state({ slug: 'ferry-is-back', status: 'retracted' })).toBe(
      'retracted: http://127.0.0.1:8787/articles/ferry-is-back',
    );
  });

  it('is a draft or withdrawn, and then has no address', () => {
    expect([state({ status: 'draft' }), state({ status: 'withdrawn' })]).toEqual(['draft', 'withdrawn']);
  });

  it('is scheduled for its date or the end of its embargo, in the zone of the newsroom', () => {
    expect(state({ published: '2026-12-01T08:00:00Z' })).toBe('scheduled for 2026-12-01T09:00:00+01:00');
    expect(state({ embargo: '2026-12-02T08:00:00Z' })).toBe('scheduled for 2026-12-02T09:00:00+01:00');
  });

  it('is expired', () => {
    expect(state({ expires: '2026-11-28T12:00:00Z' })).toBe('expired');
    expect(state({ expires: '2026-11-28T12:00:01Z' })).toBe('live: http://127.0.0.1:8787/articles/ferry');
  });
});
