import { describe, expect, it } from 'vitest';
import { isOurFault } from '../../src/platform/database.ts';

describe('what a database says', () => {
  it.each([
    'D1_ERROR: no such table: articles: SQLITE_ERROR',
    'D1_ERROR: no such index: articles_by_expiry: SQLITE_ERROR',
    'D1_ERROR: NOT NULL constraint failed: sequence.value: SQLITE_CONSTRAINT',
    'D1_ERROR: malformed JSON: SQLITE_ERROR',
    'D1_ERROR: too many SQL variables at offset 3: SQLITE_ERROR',
    'D1_ERROR: too many terms in compound SELECT: SQLITE_ERROR',
    'D1_ERROR: string or blob too big: SQLITE_TOOBIG',
    'D1_ERROR: Wrong number of parameter bindings for SQL query.',
  ])('is our fault, and asking again does not help: %s', (message) => {
    expect(isOurFault(message)).toBe(true);
  });

  // https://developers.cloudflare.com/d1/observability/debug-d1/#error-list
  it.each([
    'D1 DB is overloaded. Too many requests queued.',
    'D1 DB is overloaded. Requests queued for too long.',
    'D1_ERROR: Network connection lost.',
    'D1 DB exceeded its CPU time limit and was reset.',
    'D1 DB storage operation exceeded timeout which caused object to be reset.',
    'Internal error while starting up D1 DB storage caused object to be reset.',
    'Internal error in D1 DB storage caused object to be reset.',
    'Cannot resolve D1 DB due to transient issue on remote node.',
    'D1 DB reset because its code was updated.',
    'Exceeded maximum DB size',
    'D1_ERROR: database or disk is full: SQLITE_FULL',
    'Too many subrequests.',
  ])('is that it is away: %s', (message) => {
    expect(isOurFault(message)).toBe(false);
  });
});
