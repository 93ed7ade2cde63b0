import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|iw|ji|ks|nqo|ps|sd|syr|ug|ur|yi)\b|-(adlm|arab|hebr|nkoo|syrc|thaa)\b/i;

/** The direction of texts in a language (BCP 47). Of one that may have been left out, the text itself tells. */
export function directionOf(language: string): 'rtl' | 'auto' {
  return RIGHT_TO_LEFT.test(language) ? 'rtl' : 'auto';
}

/** A moment as it is written in a language, in UTC: a server does not know its readers' clocks. */
export function formatMoment(iso: string, language: string): string {
  const date = new Date(iso);
  const fields = { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(isLanguage(language) ? language : 'en', {
    ...fields,
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(date);
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
