import { describe, expect, it } from 'vitest';
import { docx } from '../../../src/importing/formats/docx/docx.ts';
import { detectFormat } from '../../../src/importing/formats/index.ts';
import { openBytes } from '../../../src/importing/input.ts';
import type { FoundStory } from '../../../src/importing/story.ts';
import { cpuSeconds, MOST_SECONDS } from '../../support/cpu.ts';
import { type ZippedFile, zip } from '../../support/zip.ts';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const styles = ['Title', 'heading 1', 'heading 2']
  .map((it) => `<w:style w:type="paragraph" w:styleId="${it.replace(' ', '')}"><w:name w:val="${it}"/></w:style>`)
  .join('');
const run = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const p = (content: string, style = '') =>
  `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}</w:pPr>${content.startsWith('<') ? content : run(content)}</w:p>`;

/** A Word document with these paragraphs. */
function document(paragraphs: string[], more: ZippedFile[] = []): Uint8Array {
  return zip([
    {
      name: '[Content_Types].xml',
      content: `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="a" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: 'word/document.xml',
      content: `<w:document ${W} ${R}><w:body>${paragraphs.join('')}</w:body></w:document>`,
    },
    {
      name: 'word/_rels/document.xml.rels',
      content: `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="s" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="l" Type="${OFFICE}/hyperlink" Target="https://dam.example/" TargetMode="External"/><Relationship Id="i" Type="${OFFICE}/image" Target="media/a.png"/></Relationships>`,
    },
    { name: 'word/styles.xml', content: `<w:styles ${W}>${styles}</w:styles>` },
    ...more,
  ]);
}

async function read(bytes: Uint8Array): Promise<FoundStory> {
  const [story] = (await docx.read(openBytes('x.docx', bytes))) as FoundStory[];
  return story as FoundStory;
}

describe('a Word document', () => {
  it('is recognised by its bytes, and other archives are not', () => {
    expect(detectFormat('', document([])).name).toBe('Word (.docx)');
    expect(docx.recognisesBytes?.(zip([{ name: 'ppt/presentation.xml', content: 'x' }]))).toBe(false);
    expect(docx.recognises('PK')).toBe(false);
  });

  it('has its title, headings, links, and words as they are marked', async () => {
    const link = `<w:hyperlink r:id="l">${run('more')}</w:hyperlink>`;
    const story = await read(
      document([
        p('Dam holds', 'Title'),
        p(`${run('It ')}${run('held', '<w:b/>')}${run(' &amp; ')}${link}`),
        p(''),
        p('Night', 'heading1'),
        p(`${run('It ')}${run('rained', '<w:i/>')}.`.replace('.', run('.'))),
        '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Metres</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
      ]),
    );
    expect(story).toEqual({
      title: 'Dam holds',
      body: {
        type: 'html',
        text: '<p>It <strong>held</strong> &amp; <a href="https://dam.example/">more</a></p><h2>Night</h2><p>It <em>rained</em>.</p><table><tr><td><p>Metres</p></td></tr></table>',
      },
      notes: [],
    });
  });

  it.each([
    ['a heading', [p('Dam holds.', 'heading1'), p('It held.')]],
    ['a line in bold', [p(run('Dam holds.', '<w:b/>')), p('It held.')]],
    ['a line that is no sentence', [p('Dam holds'), p('It held.')]],
  ])('takes %s at the beginning for its title', async (_, paragraphs) => {
    expect(await read(document(paragraphs))).toMatchObject({
      title: expect.stringMatching(/^Dam holds\.?$/),
      body: { text: '<p>It held.</p>' },
    });
  });

  it.each([
    ['a sentence', [p('It held.'), p('It is dry.')]],
    ['a long line', [p('It held '.repeat(40)), p('It is dry.')]],
  ])('takes no title from %s', async (_, paragraphs) => {
    expect((await read(document(paragraphs))).title).toBeUndefined();
  });

  it('has its pictures, and names what is left out and what its editor has not decided', async () => {
    const picture = `<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="i"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
    const changed = `<w:ins w:id="1">${run('It held.')}</w:ins><w:del w:id="2"><w:r><w:delText>It broke.</w:delText></w:r></w:del>`;
    const comment = '<w:r><w:commentReference w:id="0"/></w:r>';
    const story = await read(
      document(
        [p('Dam holds', 'Title'), p(changed + comment), p(picture)],
        [{ name: 'word/media/a.png', content: 'x' }],
      ),
    );
    expect(story.body).toEqual({ type: 'html', text: '<p>It held.</p><p><img src="/attached/0" /></p>' });
    expect(story.attached).toEqual([{ address: '/attached/0', name: '0', base64: 'eA==' }]);
    expect(story.notes).toEqual([
      { code: 'tracked-changes', message: 'tracked changes that are read as if they were accepted: 2; check the text' },
      { code: 'comments', message: 'comments of the document that are left out: 1' },
    ]);
  });

  it('tells hidden words, headers, comments and a status that says that it is not done', async () => {
    const part = (name: string, text: string) => ({ name, content: `<w:x ${W}>${p(text)}</w:x>` });
    const hidden = run('It held.') + run(' Ask', '<w:vanish/>') + run(' Otto.', '<w:b/><w:vanish/>');
    const shown = `${run(' Dry.', '<w:vanish w:val="0"/>')}<w:r><w:commentReference w:id="0"/></w:r>`;
    const story = await read(
      document(
        [p('Dam holds', 'Title'), p(hidden + shown)],
        [
          part('word/header1.xml', 'EMBARGOED UNTIL 9 JUNE'),
          part('word/footer2.xml', 'Ostmere Wardens'),
          part('word/comments.xml', 'Do not publish'),
          { name: 'docProps/core.xml', content: '<cp:p><cp:contentStatus>Draft</cp:contentStatus></cp:p>' },
        ],
      ),
    );
    expect(story.status).toBe('draft');
    expect(story.notes).toEqual([
      { code: 'status', message: 'its status in Word is "Draft": saved as a draft' },
      { code: 'comments', message: 'comments of the document that are left out: 1 ("Do not publish")' },
      {
        code: 'page-parts',
        message: 'headers and footers of the pages are left out: "EMBARGOED UNTIL 9 JUNE", "Ostmere Wardens"',
      },
      { code: 'not-for-publication', message: 'a comment of the document forbids publishing' },
      { code: 'embargo', message: 'a header or footer of the document forbids publishing' },
      { code: 'hidden-words', message: 'hidden from readers until now, and shown here: "Ask Otto."' },
    ]);
  });

  it('that is done is not held back', async () => {
    const core = { name: 'docProps/core.xml', content: '<a><cp:contentStatus>Final</cp:contentStatus></a>' };
    expect(await read(document([p('Dam holds', 'Title'), p('It held.')], [core]))).toMatchObject({
      status: undefined,
      notes: [],
    });
  });

  it('that is broken, too large or empty is refused', async () => {
    await expect(read(document([]).subarray(0, 400))).rejects.toThrow(/^is a Word document that cannot be read: /);
    await expect(read(zip([{ name: 'word/a.xml', content: 'x' }]))).rejects.toThrow('has no word/document.xml');
    await expect(read(document(['<w:p>']))).rejects.toThrow(/^is a Word document that cannot be read: /);
    await expect(read(document([]))).rejects.toThrow('has neither a title nor a body');
    const bomb = document([p('A')], [{ name: 'word/bomb.xml', content: ' '.repeat(21_000_000) }]);
    await expect(read(bomb)).rejects.toThrow('has more than 20000000 bytes of text');
  });

  it('of hostile megabytes takes a moment', async () => {
    for (const part of ['<w:p>', '<w:p/>', '<w:r><w:t>a</w:t></w:r>', '<a><b>', '&amp;', '<w:ins ']) {
      const started = cpuSeconds();
      await read(document([part.repeat(1_000_000 / part.length)])).catch(() => {});
      expect(cpuSeconds() - started, part).toBeLessThan(MOST_SECONDS);
    }
  });
});
