import { directionOf } from '../language.ts';

const begin = (language: string) => `<div dir="rtl" lang="${language}">\n`;
const END = '\n</div>';

/** Says in the content itself that it is written from right to left: readers do not look at what a feed says of its language. */
export function withDirection(html: string, language: string): string {
  return directionOf(language) === 'rtl' ? begin(language) + html + END : html;
}

/** Takes away what `withDirection` has put there. */
export function withoutDirection(html: string, language: string | undefined): string {
  const start = language === undefined ? '' : begin(language);
  if (start === '' || !html.startsWith(start) || !html.endsWith(END)) return html;
  return html.slice(start.length, -END.length);
}
