import { BESIDE_STORY, elementsIn, insideOf, type Page, type PageElement } from './page.ts';

const STORY = 'article, main, [role=main]';
const MARKED =
  '[class*=paywall i], [data-component-name*=paywall i], [class~=gh-post-upgrade-cta], [amp-access], [subscriptions-section=content], [data-paywall=true], [id=paywall]';
const ATTRIBUTES = ['class', 'data-component-name', 'amp-access', 'subscriptions-section', 'data-paywall', 'id'];
/** What readers never see, and what covers any page. */
const UNSEEN = 'template, script, style, dialog, [role=dialog], [hidden]';

/** A comment of a page. */
interface Comment {
  readonly nodeValue: string | null;
  readonly parentElement: PageElement | null;
}

/**
 * Returns the marks of paywalls in a page's story, as HTML: the main text has lost them. Where the page says what its story is,
 * the rest of it does not count.
 */
export function paywallMarks(page: Page): string {
  const isBeside = insideOf(page, `${BESIDE_STORY}, ${UNSEEN}`);
  const isStory = elementsIn(page, STORY).some((it) => !isBeside(it)) ? insideOf(page, STORY) : () => true;
  const counts = (it: PageElement | null) => it !== null && isStory(it) && !isBeside(it);
  const elements = elementsIn(page, `body ${MARKED.replaceAll(', ', ', body ')}`).filter(counts);
  const written = elements.flatMap((it) =>
    ATTRIBUTES.filter((name) => it.getAttribute(name) !== null).map(
      (name) => `<div ${name}="${(it.getAttribute(name) ?? '').replace(/["'<>]/g, '')}">`,
    ),
  );
  const comments = commentsIn(page).filter((it) => counts(it.parentElement));
  return [...written, ...comments.map((it) => `<!--${it.nodeValue ?? ''}-->${END}`)].join('');
}

/** Stands for the text below a comment. */
const END = ' …';

function commentsIn(page: Page): Comment[] {
  const found: Comment[] = [];
  const walker = page.createTreeWalker(page.body, SHOW_COMMENT);
  for (let it = walker.nextNode(); it; it = walker.nextNode()) found.push(it as Comment);
  return found;
}

/** DOM Standard §6.3: `NodeFilter.SHOW_COMMENT`. */
const SHOW_COMMENT = 0x80;
