import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { projectPath } from '../../src/cli/local.ts';

const MIGRATIONS = projectPath('src', 'migrations');

it('migration 0010 knows what was subscribed to before: combinations, domains and the number of subscriptions', () => {
  const db = new DatabaseSync(':memory:');
  const migrate = (chosen: (name: string) => boolean) => {
    for (const name of readdirSync(MIGRATIONS).filter(chosen).sort())
      db.exec(readFileSync(join(MIGRATIONS, name), 'utf8'));
  };
  migrate((name) => name < '0010');
  const paths = ['all.rss', 'ukraine.json?content=summary', 'a+b.atom', 'a,b.rss', 'all+!a.json'];
  for (const [index, path] of paths.entries()) {
    db.prepare('INSERT INTO topics VALUES (?, ?, 1, 1, 1)').run(index + 1, `/feeds/${path}`);
    db.prepare('INSERT INTO topic_channels VALUES (?, ?)').run('a', index + 1);
  }
  const subscribe = (topic: number) =>
    db
      .prepare(
        `INSERT INTO subscriptions (topic, callback, host, requested_topic, algorithm, expires, delivered)
         VALUES (?, 'https://x.news.example/', 'x.news.example', '', 'sha256', 9, 1)`,
      )
      .run(topic);
  subscribe(1);
  subscribe(3);
  migrate((name) => name.startsWith('0010'));
  const all = (sql: string) =>
    db
      .prepare(sql)
      .all()
      .map((row) => Object.values(row));
  expect(all('SELECT combination FROM topics ORDER BY id').flat()).toEqual([0, 0, 1, 1, 1]);
  expect(all('SELECT combination FROM topic_channels ORDER BY topic').flat()).toEqual([0, 0, 1, 1, 1]);
  expect(all('SELECT domain, succeeded FROM subscriptions')).toEqual([
    ['x.news.example', null],
    ['x.news.example', null],
  ]);
  expect(all('SELECT value FROM subscription_count')).toEqual([[2]]);
  subscribe(2);
  db.exec('DELETE FROM subscriptions WHERE topic < 3');
  expect(all('SELECT value FROM subscription_count')).toEqual([[1]]);
  expect(all('SELECT at, oldest_undelivered FROM health')).toEqual([[null, null]]);
});
