/** The language of what frames and pages say themselves. */
export const OWN_LANGUAGE = 'en';

/** Languages that are written from right to left, unless a tag names another script. */
const RIGHT_TO_LEFT = new Set(
  'ar arc azb bal ckb dv fa glk he iw ji ks lrc mzn nqo pnb prs ps sd sdh syr ug ur yi'.split(' '),
);
const RIGHT_TO_LEFT_SCRIPTS = new Set('adlm arab hebr mand nkoo rohg samr syrc thaa'.split(' '));

export type Direction = 'ltr' | 'rtl';

/** The direction of a language, by its BCP 47 tag. */
export function directionOf(language: string): Direction {
  const [primary = '', ...others] = language.toLowerCase().split('-');
  const script = others.find((it) => /^[a-z]{4}$/.test(it));
  const right = script ? RIGHT_TO_LEFT_SCRIPTS.has(script) : RIGHT_TO_LEFT.has(primary);
  return right ? 'rtl' : 'ltr';
}

/** A moment in a language's short form, in UTC: a server does not know its readers' clocks. */
export function shortTime(iso: string, language: string): string {
  return formatDate(new Date(iso), language, {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  });
}

/** A date as a language writes it, in UTC; in our own language if that one is unknown. */
export function formatDate(date: Date, language: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(isLanguage(language) ? language : OWN_LANGUAGE, {
    ...options,
    timeZone: 'UTC',
  }).format(date);
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
