import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Statements that a worker of the version before would stumble over. */
const TAKES_AWAY = /\b(?:DROP\s+(?:TABLE|COLUMN|VIEW)|RENAME\s+(?:TO|COLUMN))\b[^;]*/gi;
const NEEDS_A_VALUE = /\bADD\s+COLUMN\s+\w+\s+\w+\s+NOT\s+NULL(?![^;,]*\bDEFAULT\b)[^;]*/gi;
/** Before the first release there was no version to roll back to. */
const BEFORE_RELEASE = ['0008_names.sql', '0010_hub_strangers.sql'];

const withoutComments = (sql: string) => sql.replace(/--.*$/gm, '');
const offences = (sql: string) =>
  withoutComments(sql).match(new RegExp(`${TAKES_AWAY.source}|${NEEDS_A_VALUE.source}`, 'gi'));

describe('a migration', () => {
  it('only adds, so that the worker of the version before works with it', () => {
    const files = readdirSync('src/migrations').filter((it) => it.endsWith('.sql'));
    const offending = files.filter((it) => offences(readFileSync(`src/migrations/${it}`, 'utf8')));
    expect(offending).toEqual(BEFORE_RELEASE);
  });

  it.each([
    ['DROP TABLE channels;', 'DROP TABLE channels'],
    ['ALTER TABLE channels DROP COLUMN label;', 'DROP COLUMN label'],
    ['ALTER TABLE channels RENAME COLUMN label TO name;', 'RENAME COLUMN label TO name'],
    ['ALTER TABLE channels RENAME TO feeds;', 'RENAME TO feeds'],
    ['ALTER TABLE channels ADD COLUMN color TEXT NOT NULL;', 'ADD COLUMN color TEXT NOT NULL'],
  ])('that does not is told: %s', (sql, what) => {
    expect(offences(sql)).toEqual([what]);
  });

  it.each([
    ["ALTER TABLE channels ADD COLUMN color TEXT NOT NULL DEFAULT '';"],
    ['ALTER TABLE channels ADD COLUMN color TEXT;'],
    ['CREATE TABLE more (id INTEGER PRIMARY KEY); -- replaces DROP TABLE less'],
    ['DROP INDEX channels_by_label;'],
  ])('that adds is fine: %s', (sql) => {
    expect(offences(sql)).toBeNull();
  });
});
