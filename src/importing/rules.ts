import { looksLikeDate } from './dates.ts';

/**
 * What a rule sees: one line, with the characters that only look different made equal (quotation marks, dashes, spaces).
 */
export interface Candidate {
  text: string;
  words: string[];
  /** The kept line before it, in the same form; "" if there is none. */
  previous: string;
  /** Among the first four lines that are not blank. */
  opening: boolean;
  /** Most of the document is in capitals, so capitals say nothing. */
  mostlyCaps: boolean;
}

/** What a guard may say: the line is no hit, or it may be one and an editor should look. */
export type Verdict = 'keep' | 'flag' | undefined;

export interface Rule {
  name: string;
  /** What happens to a line that is hit. `keep`: it stays, and is treated in its own way. */
  action: 'drop' | 'extract' | 'keep';
  /** A line is hit if one of these matches all of it (they are anchored). */
  patterns: RegExp[];
  /** What the patterns cannot say. */
  condition?: (line: Candidate) => boolean;
  /** Looks at a hit again. */
  guard?: (line: Candidate) => Verdict;
  /** For the report: what such a line is. */
  reason: string;
}

/** Rules are about short lines; what is longer is prose. */
export const MAX_RULE_CHARACTERS = 400;

const ATTRIBUTION =
  /\b(?:said|says|saying|told|tells|according to|tweeted|wrote|asked|added|warned|warns|insisted|replied|announced|reported|advise[sd]?|urged|urges)\b|(?<![\p{L}\p{M}])(?:сказа|заяви|повідоми|розпові|дода|наголоси|зазначи|поясни|написа|закли|попереди|сообщи|рассказа)\p{L}*|за словами/iu;
const END_MARK = /[.!?…]["')\]]*$/;
const SENTENCE_BREAK = /[.!?…]["')\]]*\s+["'(]*\p{Lu}/u;

const quoted = ({ text }: Candidate) => /^["'(]*["']/.test(text);
const attributed = ({ text }: Candidate) => ATTRIBUTION.test(text);
const ended = ({ text }: Candidate) => END_MARK.test(text);

/** Somebody is quoted, or says so: a story's own words. */
const spoken = (line: Candidate): Verdict => (quoted(line) || attributed(line) ? 'keep' : undefined);

/** Spoken, or longer than what is pasted between paragraphs. */
const spokenOrProse =
  (most: number) =>
  (line: Candidate): Verdict => {
    if (spoken(line)) return 'keep';
    if (line.words.length > most || (line.words.length > most / 2 && SENTENCE_BREAK.test(line.text))) return 'keep';
    return undefined;
  };

const FUNCTION_WORDS = new Set(
  `A AN AND AS AT BY FOR FROM IN IS OF ON OR OVER THE TO WITH AFTER AMID
   В У І Й ТА НА ПРО ДО З ІЗ ЗІ ЗА ПО ВІД ДЛЯ ЩО ЯК ПІСЛЯ ПІД НЕ О И С К`.split(/\s+/),
);
/** A sign, a banner or a slogan is announced by the line before it. */
const ANNOUNCES =
  /[:—-]$|\breads?$|\b(?:signs?|banners?|placards?|posters?|slogans?|inscription|graffiti|plaque|chant\w*|spray-painted)\b[^.!?]*[.!?]?$|(?<!\p{L})(?:напис|табличк|плакат|вивіск|банер|гасло|лозунг|оголошенн)\p{L}*[^.!?]*[.!?]?$/iu;

function isCapsHeadline({ text, words, mostlyCaps }: Candidate): boolean {
  // Nearly every line ends here: names such as "McDONALD" have few small letters in a row.
  if (mostlyCaps || /\p{Ll}{3}/u.test(text)) return false;
  const letters = text.match(/\p{L}/gu) ?? [];
  const upper = letters.filter((it) => it !== it.toLowerCase()).length;
  const bare = words.map((it) => it.replace(/[^\p{L}\p{N}]/gu, ''));
  return (
    words.length >= 5 &&
    upper >= letters.length * 0.95 &&
    !END_MARK.test(text) &&
    bare.some((it) => FUNCTION_WORDS.has(it)) &&
    bare.filter((it) => it.length >= 5).length >= 2
  );
}

const SHARING =
  'share|tweet|facebook|twitter|x|whatsapp|linkedin|e-?mail|print|pinterest|reddit|telegram|pocket|flipboard|messenger|viber|instagram|youtube|tiktok|threads|bluesky|mastodon|rss|save|bookmark|copy(?: link)?|link|comments?|поширити|поділитися|твітнути|друк|друкувати|зберегти|коментарі|фейсбук|телеграм';
const SITES =
  'facebook|twitter|x|instagram|telegram|youtube|tiktok|threads|whatsapp|viber|google news|фейсбуці?|телеграмі?|телеграм-каналі?|твіттері?|інстаграмі?|ютубі?';
const NOT_NAMES =
  /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|today|yesterday|tomorrow|the|then|now)$/i;
const PARTICLE = /^(?:de|da|del|della|der|den|di|du|la|le|van|von|bin|al|el|ibn|ter|ten|y)$/;
const BYLINE = /^(?:by|від|автор(?:ка|и)?:?|текст:)\s+(.{3,120})$/iu;

/** The names of a byline, without what follows them ("Reuters", "Staff Writer"); empty if it is none. */
export function bylineNames(text: string): string[] {
  const rest = BYLINE.exec(text)?.[1] ?? '';
  const [first = '', ...more] = rest.split(/\s*(?:,|\||;| and | & | та | і | й )\s*/u);
  if (!isName(first)) return [];
  const names = [first, ...more.filter(isName)];
  return names.map((it) => (it === it.toUpperCase() ? it.replace(/\p{L}+/gu, capitalised) : it));
}

const capitalised = (word: string) => word.charAt(0) + word.slice(1).toLowerCase();

function isName(text: string): boolean {
  const words = text.replace(/[.]$/, '').split(/\s+/);
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    words.every((it) => (/^\p{Lu}[\p{L}\p{M}.'-]*$/u.test(it) && !NOT_NAMES.test(it)) || PARTICLE.test(it)) &&
    words.filter((it) => /^\p{Lu}/u.test(it)).length >= 2 &&
    !/\b(?:Agency|News|Staff|Writer|Correspondent|Reporter|Editor|Press|Times|Post|Desk|Bureau)\b/i.test(text)
  );
}

const STAMP_LABEL =
  /^(?:(first |last )?(published|posted|updated|modified)(?: on| at)?|(опубліковано|оновлено|дата|створено))\s*:?\s+/iu;

/** What a time stamp says, and of what; undefined if the line is none. */
export function timestampOf(text: string): { field: 'published' | 'updated'; written: string } | undefined {
  const label = STAMP_LABEL.exec(text);
  const written = label ? text.slice(label[0].length) : text;
  if (!looksLikeDate(written) && !/^\d{1,2}\/\d{1,2}\/\d{2,4}\b.{0,30}$/.test(written)) return undefined;
  return { field: /updated|modified|оновлено/i.test(label?.[0] ?? '') ? 'updated' : 'published', written };
}

/** The reporters that a credit at the end of a story names. */
export function creditNames(text: string): string[] {
  const reporting = /(?:reporting|compiled|written|writing) by ([^;()]+)/i.exec(text)?.[1] ?? '';
  return reporting
    .split(/\s*(?:,| and | & )\s*/)
    .map((it) => it.replace(/\s+in\s+\p{Lu}.*$/u, '').replace(/[.\s]+$/, ''))
    .filter(isName);
}

/** Where a story's own words begin after "KYIV (AP) - "; 0 if it has no dateline. */
export function datelineLength(text: string): number {
  return DATELINE.exec(text.slice(0, 120))?.[0].length ?? 0;
}

const DATELINE =
  /^\p{Lu}[\p{Lu}\p{M}.'-]+(?:[\s/][\p{Lu}][\p{Lu}\p{M}.'-]*){0,4}(?:,\s[\p{L}\p{N} .]{2,30}){0,2}\s?(?:\([\p{L}\p{N} .]{2,24}\)\s?[-–—:]|[–—])\s+/u;

/**
 * The lines that exports carry between a story's paragraphs. Asked from the top, the first that hits decides. English and
 * Ukrainian; a new language adds patterns, a new kind of line adds an entry.
 */
export const RULES: Rule[] = [
  {
    name: 'byline',
    action: 'extract',
    patterns: [BYLINE],
    condition: ({ text, opening }) => opening && bylineNames(text).length > 0,
    reason: 'names the authors',
  },
  {
    name: 'timestamp',
    action: 'extract',
    patterns: [/^.{6,110}$/u],
    condition: ({ text, opening }) => opening && timestampOf(text) !== undefined,
    reason: 'says when the story was published',
  },
  {
    name: 'reporting-credit',
    action: 'extract',
    patterns: [
      /^\((?:additional )?(?:reporting|writing|written|editing|compiled)(?: and \w+)? by [^()]+\)$/i,
      /^(?:additional )?(?:reporting|compiled) by [^.]+(?:; ?(?:writing|editing) by [^.]+)\.?$/i,
    ],
    reason: 'credits reporters and editors',
  },
  {
    name: 'correction',
    action: 'keep',
    patterns: [
      /^(?:correction|clarification|editor's note)(?: \([^)]{1,60}\))?:.*$/i,
      /^(?:виправлення|уточнення|примітка редакції|від редакції)(?: \([^)]{1,60}\))?:.*$/iu,
    ],
    reason: 'corrects the story or explains it',
  },
  {
    name: 'dateline',
    action: 'keep',
    patterns: [DATELINE],
    reason: 'says where the story was written; left out of the summary',
  },
  {
    name: 'call-to-action',
    action: 'drop',
    patterns: [
      /^(?:please )?(?:click|tap) (?:here|this link|(?:on )?the (?:link|button|image|photo|video)(?: (?:below|above))?|below|above)?\s*(?:to|for)\b.*$/i,
      /^(?:click|tap) here[\s.!:>-]*$/i,
      /^(?:read|see|watch|view|learn|hear|discover|find out) more(?:\s*[:>|-].*|\s+(?:about|on|from|at|here|in our|of our|by|stories|news|coverage)\b.*|[\s.!>-]*)$/i,
      /^(?:continue|keep) reading\b.{0,60}$/i,
      /^(?:read|see|watch|view|listen to) the (?:full|rest|entire|original)\b.{0,80}$/i,
      /^(?:натисніть|тисніть|клацніть|клікніть|перейдіть)(?: тут| сюди)?.{0,30}(?:щоб|аби|для|посиланням?)(?!\p{L}).*$/iu,
      /^(?:читайте|читати|дивіться|дивитися|дізнайтеся|дізнавайтеся|слухайте) (?:більше|далі|повністю|повну|детальніше|ще)(?!\p{L}).{0,120}$/iu,
      /^(?:детальніше|докладніше|подробиці)(?: тут| за посиланням)?\s*[:>-]?.{0,60}$/iu,
    ],
    guard: (line) => {
      const verdict = spokenOrProse(25)(line);
      // "Read more ..." may begin a sentence; "click here to ..." hardly does.
      return (
        verdict ??
        (ended(line) && line.words.length > 9 && !/^(?:please )?(?:click|tap)/i.test(line.text) ? 'flag' : undefined)
      );
    },
    reason: 'asks the reader to go elsewhere',
  },
  {
    name: 'advertisement',
    action: 'drop',
    patterns: [
      /^[^\p{L}\p{N}]*(?:advertisements?|advertising|advertorial|sponsored(?: (?:content|post|by [^,.]{1,40}))?|paid (?:content|post|partnership)|promoted(?: content)?|ad)[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}\p{N}]*(?:(?:story|article|content) continues|continue reading|scroll(?: down)? to continue|skip(?: past)?)\b.{0,20}\b(?:ad|advertisement|advert|promotion|below)[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}\p{N}]*(?:story|article) continues[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}]*(?:реклама|на правах реклами|рекламний матеріал|партнерський матеріал|спонсорський матеріал|продовження (?:після|під) реклам\p{L}*)[^\p{L}]*$/iu,
    ],
    reason: 'is or announces an advertisement',
  },
  {
    name: 'related-inline',
    action: 'drop',
    patterns: [
      /^(?:related(?: (?:story|stories|article|articles|coverage|content|news))?|read also|also read|see also|also see|read next|up next|don't miss|recommended|more on this|watch)\s*[:|>]\s*\S.*$/i,
      /^(?:READ ALSO|ALSO READ|SEE ALSO|READ MORE|DON'T MISS)\b.+$/,
      /^(?:читайте також|дивіться також|слухайте також|також читайте|за темою|до теми|по темі|більше на цю тему|актуально)\s*[:|>-]\s*\S.*$/iu,
    ],
    guard: spokenOrProse(25),
    reason: 'points to another story',
  },
  {
    name: 'related-head',
    action: 'drop',
    patterns: [
      /^[^\p{L}\p{N}]*(?:related|trending|recommended|popular|latest|top|more|other|most read|most popular|similar|editors'? picks|read next|up next|around the web|from the web)(?: (?:content|stories|articles|news|coverage|topics|posts|videos|links|reading|headlines|now|today))?[^\p{L}\p{N}]*$/iu,
      /^(?:you (?:may|might)(?: also)? (?:like|enjoy|be interested in)|recommended for you|more (?:from|on|in|like) .{2,40}|what to read next|sign up for more|you may have missed)[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}]*(?:схожі|пов'язані|популярні|останні|інші|головні|рекомендовані|найпопулярніші) (?:новини|матеріали|статті|теми|публікації|відео)[^\p{L}]*$/iu,
      /^[^\p{L}]*(?:читайте також|дивіться також|вам може (?:також )?сподобатися|більше (?:за|на) темою|більше новин|за темою|рекомендуємо|найпопулярніше)[^\p{L}]*$/iu,
    ],
    // "More", "Top" and "Other" alone may be a heading of the story's own.
    guard: (line) =>
      quoted(line) ? 'keep' : /^(?:more|other|top|latest|popular|similar)$/i.test(line.text) ? 'flag' : undefined,
    reason: 'heads a list of other stories',
  },
  {
    name: 'newsletter',
    action: 'drop',
    patterns: [
      /^(?:sign up|subscribe|register|join)\b.{0,120}\b(?:newsletters?|updates|alerts?|inbox|e-?mail|briefing|channel|podcast|notifications|mailing list|for free|today|now|here)\b.{0,60}$/i,
      /^(?:get|receive)\b.{1,80}\b(?:newsletter|inbox|briefing|breaking news|alerts)\b.{0,60}$/i,
      /^(?:download|get) (?:our|the) .{0,40}\bapp\b.{0,60}$/i,
      /^(?:підпи(?:ші|са|суй)\p{L}*|підписка)(?!\p{L}).{0,80}(?:розсилк|новин|канал|сторінк|телеграм|telegram|viber|youtube|facebook|нас)\p{L}*.{0,80}$/iu,
    ],
    guard: spokenOrProse(25),
    reason: 'offers a subscription',
  },
  {
    name: 'social',
    action: 'drop',
    patterns: [
      new RegExp(
        `^[^\\p{L}\\p{N}]*(?:(?:${SHARING})(?: (?:this|on|via|with|us|article|story))*[\\s|/,·•]*){2,}$`,
        'iu',
      ),
      /^[^\p{L}\p{N}]*(?:share|tweet|print|save|email|e-mail|comments?(?: \(\d+\))?|поширити|поділитися|друк)[^\p{L}\p{N}]*$/iu,
      /^(?:share|send) (?:this|the) (?:article|story|page|post|video|link)\b.{0,60}$/i,
      new RegExp(`^(?:follow|like|join|find) (?:us|@?\\w+)\\b.{0,40}\\b(?:${SITES})\\b.{0,60}$`, 'i'),
      new RegExp(
        `^(?:слідкуйте|стежте|читайте|дивіться|приєднуйтесь|приєднуйтеся|долучайтеся).{0,40}(?<!\\p{L})(?:${SITES})(?!\\p{L}).{0,60}$`,
        'iu',
      ),
      /^(?:поділитися|поширити) (?:цією|цю|статтю|новин\p{L}*|в|у|на).{0,60}$/iu,
    ],
    guard: spokenOrProse(20),
    reason: 'belongs to a share bar',
  },
  {
    name: 'cookie',
    action: 'drop',
    patterns: [
      /^(?:we|this (?:site|website|page)|our (?:site|website))\b.{0,40}\buses? cookies\b.{0,200}$/i,
      /^by (?:continuing|using|browsing|clicking)\b.{0,120}\bcookies?\b.{0,120}$/i,
      /^(?:accept|reject|manage)(?: all)? cookies\b.{0,60}$|^cookie (?:policy|settings|preferences|notice)[^\p{L}\p{N}]*$/iu,
      /^(?:цей|наш|ми)(?: сайт| вебсайт)? використову\p{L}+.{0,30}(?:cookies?|кукі|куки).{0,200}$/iu,
      /^(?:прийняти|відхилити)(?: всі| усі)?.{0,20}(?:cookies?|кукі|куки)[^\p{L}]*$/iu,
    ],
    guard: (line) => (quoted(line) || attributed(line) ? 'keep' : undefined),
    reason: 'asks for consent to cookies',
  },
  {
    name: 'copyright',
    action: 'drop',
    patterns: [
      /^(?:copyright\s*)?(?:©|\(c\))\s*.{0,200}$/i,
      /^copyright\s+(?:\d{4}|by)\b.{0,200}$/i,
      /^all rights reserved\b.{0,160}$/i,
      /^this (?:material|story|article|content) (?:may not|must not|cannot) be (?:published|reproduced|copied|redistributed).{0,200}$/i,
      /^(?:усі|всі) права (?:захищено|захищені|застережено).{0,160}$/iu,
      /^(?:передрук|копіювання|використання матеріалів).{0,200}(?:дозвол|заборон|посилання)\p{L}*.{0,80}$/iu,
    ],
    guard: spoken,
    reason: 'is a notice of copyright',
  },
  {
    name: 'photo-credit',
    action: 'drop',
    patterns: [
      /^[([](?=[^()[\]]*\b(?:photos?|images?|pictures?|handout|courtesy|file|getty|pool)\b)[^()[\]]{2,160}[)\]]\.?$/i,
      /^(?:photos?|images?|pictures?|credit)(?: credits?| by| courtesy(?: of)?)?\s*[:/]\s*\S.{0,120}$/i,
      /^(?:AP|Reuters|AFP|EPA|Getty|UNIAN)\s+(?:photo|image|picture)s?\s*\/\s*.{2,80}$/i,
      /^[([](?=[^()[\]]*(?<!\p{L})(?:фото|світлина|знімок|ілюстрація)(?!\p{L}))[^()[\]]{2,160}[)\]]\.?$/iu,
      /^(?:фото|світлина|ілюстрація)\s*[:/]\s*\S.{0,120}$/iu,
    ],
    condition: ({ words }) => words.length <= 16,
    guard: (line) => (quoted(line) || attributed(line) ? 'keep' : undefined),
    reason: 'credits a picture',
  },
  {
    name: 'caps-headline',
    action: 'drop',
    patterns: [/^[^\p{Ll}]*\p{Lu}.*$/u],
    condition: isCapsHeadline,
    guard: ({ text, words, previous }) => {
      // A sign's words, a quotation, or a list of names that happen to be capitals.
      if (ANNOUNCES.test(previous) || /^["'].*["']$/.test(text)) return 'keep';
      return (text.match(/,/g) ?? []).length >= words.length / 3 ? 'keep' : undefined;
    },
    reason: 'is the headline of another story',
  },
];

/** What a line that follows the head of a list of stories looks like: short, and no sentence. */
export function isListed({ text, words }: Candidate): boolean {
  return words.length <= 16 && !END_MARK.test(text) && !/^["']/.test(text);
}

/** The line in the form that rules look at. */
export function normalised(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/\s[»›→▶►⟶]+\s*$/, ' >')
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’ʼ‚‹›`´]/g, "'")
    .replace(/[→▶►⟶]+/g, '>')
    .replace(/\s+/g, ' ')
    .trim();
}
