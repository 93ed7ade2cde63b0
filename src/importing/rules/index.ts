import { capsHeadline } from './caps-headline.ts';
import { PAGE_LINES } from './page-lines.ts';
import { PROMOTIONS } from './promotions.ts';
import type { Rule } from './rule.ts';
import { STORY_LINES } from './story-lines.ts';

/**
 * The lines that exports carry between a story's paragraphs, in English and Ukrainian. The first rule that matches
 * decides. A new language adds patterns, a new kind of line adds a rule.
 */
export const RULES: Rule[] = [...STORY_LINES, ...PROMOTIONS, ...PAGE_LINES, capsHeadline];
