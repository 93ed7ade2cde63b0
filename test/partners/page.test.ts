import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { partnersTable } from '../support/partners-page.ts';

it('docs/partners.md has the rules of every partner', async () => {
  const page = readFileSync('docs/partners.md', 'utf8');
  const [, before = '', after = ''] = /^(.*<!-- partners -->\n).*?(<!-- \/partners -->.*)$/s.exec(page) ?? [];
  await expect(`${before}${partnersTable()}\n${after}`).toMatchFileSnapshot('../../docs/partners.md');
});
