import { capsHeadline } from './caps-headline.ts';
import { PAGE_LINES } from './page-lines.ts';
import { PROMOTIONS } from './promotions.ts';
import type { Rule } from './rule.ts';
import { STORY_LINES } from './story-lines.ts';

/**
 * Rules for lines that exports have between a story's paragraphs, in English and Ukrainian. The first rule that matches
 * decides. To support a new language, add patterns; for a new kind of line, add a rule.
 */
export const RULES: Rule[] = [...STORY_LINES, ...PROMOTIONS, ...PAGE_LINES, capsHeadline];
