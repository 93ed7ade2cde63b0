import { authorName } from './author-name.ts';
import { capsHeadline } from './caps-headline.ts';
import { notForPublication } from './not-for-publication.ts';
import { PAGE_CONTROLS } from './page-controls.ts';
import { PAGE_LINES } from './page-lines.ts';
import { PRESS_LINES } from './press-lines.ts';
import { PROMOTIONS } from './promotions.ts';
import type { Rule } from './rule.ts';
import { STORY_LINES } from './story-lines.ts';

/**
 * Rules for lines that exports have between a story's paragraphs, in English and Ukrainian, and the commonest ones also in
 * German, French, Spanish and Polish. The first rule that matches decides. To support a new language, add patterns; for a
 * new kind of line, add a rule.
 */
export const RULES: Rule[] = [
  ...PRESS_LINES,
  notForPublication,
  ...STORY_LINES,
  ...PROMOTIONS,
  ...PAGE_LINES,
  ...PAGE_CONTROLS,
  capsHeadline,
  authorName,
];
