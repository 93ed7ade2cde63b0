import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readArticle } from '../../src/articles/source.ts';
import { Vocabulary } from '../../src/channels/vocabulary.ts';
import { EMPTY_VOCABULARY } from '../../src/channels/vocabulary-file.ts';
import { clean } from '../../src/importing/cleaner.ts';
import { readText } from '../../src/importing/formats/text.ts';
import { Importer } from '../../src/importing/importer.ts';
import { openBytes } from '../../src/importing/input.ts';
import { prepareStory } from '../../src/importing/prepare.ts';
import { recordFile } from '../../src/importing/record-file.ts';
import type { ImportResult } from '../../src/importing/result.ts';
import { RULES } from '../../src/importing/rules/index.ts';
import { Tagger } from '../../src/importing/tagger.ts';
import { importOptions } from '../support/import-input.ts';

const SETTINGS = {
  vocabulary: new Vocabulary(EMPTY_VOCABULARY, 'en'),
  tagger: new Tagger(EMPTY_VOCABULARY),
  ...importOptions({ published: '2022-03-03T19:00:00Z' }),
};

const scraps = [
  'Bridge reopens',
  'By Ann Berg',
  'March 3, 2022 7:00 PM EST',
  'CLICK HERE TO READ MORE',
  'Related Content',
  'MAYOR WARNS OF WINTER IN THE NORTH',
  'The bridge opened on Monday, the council said.',
  '“Click here,” it said.',
  'Читайте також: Вокзал',
  '- a list',
  '# a heading',
  '1. one',
  '<b>bold</b> &amp; [link](x)',
  '    indented',
  '***',
  '---',
];
const line = fc.oneof(
  fc.constantFrom(...scraps),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 200 }),
);
const document = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));

it('accounts for every line of any text: headline, paragraph, dropped or extracted', () => {
  fc.assert(
    fc.property(document, (text) => {
      const { body } = readText(text);
      const lines = body.type === 'lines' ? body.lines : [];
      const { title, paragraphs, lines: reports } = clean(lines);
      const gone = reports.filter((it) => it.action === 'dropped' || it.action === 'extracted');
      const filled = lines.filter((it) => it.text.trim() !== '');
      expect(paragraphs.length + gone.length + (title === undefined ? 0 : 1)).toBe(filled.length);
      for (const it of gone) expect(RULES.map(({ name }) => name).concat('repeated', 'separator')).toContain(it.rule);
    }),
  );
});

it('writes a record that can be read again, with the same title and words, of any text that has some', () => {
  fc.assert(
    fc.property(document, (text) => {
      let story: ReturnType<typeof prepareStory>;
      try {
        story = prepareStory(readText(text), 'story', SETTINGS);
      } catch (error) {
        expect((error as Error).message).toMatch(/^has (?:a headline but )?no text$/);
        return;
      }
      const checked = readArticle(
        new TextEncoder().encode(recordFile(story, { name: 'story.txt', identity: 'story.txt' })),
        'text/markdown',
        {
          fallback: 'story',
        },
      );
      expect(checked.ok ? checked.value.title : checked.problems).toBe(story.title || '(needs a title)');
    }),
  );
});

it('answers any bytes with a result, and throws at nobody', async () => {
  const out = mkdtempSync(join(tmpdir(), 'tagwire-hostile-'));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        document.map((it) => new TextEncoder().encode(it)),
      ),
      async (bytes) => {
        const importer = new Importer({ ...SETTINGS, out, 'dry-run': true, clock: () => 0 }, []);
        const results: ImportResult[] = [];
        for await (const story of importer.read('story.txt', async () => openBytes('story.txt', bytes)))
          results.push(await importer.write(importer.linked(story)));
        expect(results.length).toBe(1);
        expect(results[0]?.outcome === 'error').toBe(results[0]?.error !== null);
      },
    ),
  );
  rmSync(out, { recursive: true });
});
