import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownAddress } from '../../src/articles/addresses.ts';
import { toSafeHtml } from '../../src/articles/html/safe-html.ts';
import { textOfSafeHtml } from '../../src/articles/html/text-of.ts';
import { launchBrowser } from '../support/browser.ts';

/**
 * The elements of the HTML Standard, those that are obsolete among them, and two that nobody knows. Not those whose words a
 * browser does not show where a feed has them nevertheless: fallbacks of players and bars, what stands in `rp`, and what became
 * a link.
 */
const ELEMENTS =
  `a abbr acronym address area article aside b base basefont bdi bdo bgsound big blink blockquote body br button
  caption center cite code col colgroup data datalist dd del dfn dialog dir div dl dt em embed fieldset figcaption figure font
  footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i img input ins isindex kbd keygen label legend li link
  listing main map mark marquee menu meta nav nobr noembed noframes noscript ol p param picture pre q rb rt rtc ruby s samp script
  search section small source span strike strong style sub summary sup table tbody td template tfoot th thead time title tr track
  tt u ul var wbr xmp x-note x-card`.split(/\s+/);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const word = fc.constantFrom(
  'ferry',
  'left',
  'Sumy',
  'at',
  'noon',
  '5',
  'km',
  'she',
  'said',
  '&amp;',
  '&#147;yes&#148;',
);
const { html: tree } = fc.letrec<{ html: string }>((tie) => ({
  html: fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: word },
        { weight: 1, arbitrary: fc.constant(' ') },
        {
          weight: 4,
          arbitrary: fc
            .tuple(fc.constantFrom(...ELEMENTS), tie('html'))
            .map(([name, inside]) => `<${name}>${inside}</${name}>`),
        },
        { weight: 1, arbitrary: fc.constantFrom(...ELEMENTS).map((name) => `<${name}>`) },
      ),
      { maxLength: 4, depthIdentifier: 'html' },
    )
    .map((it) => it.join('')),
}));

/** Places in the text without its white space at which some was. */
function boundaries(text: string): Set<number> {
  const found = new Set<number>();
  let length = 0;
  for (const it of text.trim()) {
    if (/\s/.test(it)) found.add(length);
    else length += it.length;
  }
  return found;
}

describe('the words that a browser shows', () => {
  it('are the words that a feed holds, in their order, and none is glued to another', async () => {
    const documents = fc.sample(tree, { numRuns: 2000, seed: 2026 }).filter((it) => it !== '');
    const page = await browser.newPage();
    const shown = (await page.evaluate(
      `${JSON.stringify(documents)}.map((it) => ((document.body.innerHTML = it), document.body.innerText))`,
    )) as string[];
    const wrong = documents.flatMap((body, index) => {
      const theirs = shown[index] as string;
      const ours = textOfSafeHtml(toSafeHtml({ body, bodyType: 'html' }, ownAddress('story')).html);
      const same = ours.replace(/\s/g, '') === theirs.replace(/\s/g, '');
      const kept = boundaries(ours);
      const glued = [...boundaries(theirs)].some((it) => !kept.has(it));
      return same && !glued ? [] : [{ body, theirs, ours }];
    });
    expect(documents.length).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
  });
});
