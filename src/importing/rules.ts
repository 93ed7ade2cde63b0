import { BYLINE, bylineNames, CONTRIBUTED, creditNames, DATELINE, timestampOf } from './credits.ts';

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
  /** The headline has not come yet. */
  untitled: boolean;
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
  /** Whether a hit above the headline is one, too. Any other line there is taken for the headline, and flagged. */
  aboveTitle?: boolean;
  /** Looks at a hit again. */
  guard?: (line: Candidate) => Verdict;
  /** For the report: what such a line is. */
  reason: string;
}

/** Rules are about short lines; what is longer is prose. */
export const MAX_RULE_CHARACTERS = 400;

const ATTRIBUTION =
  /\b(?:said|says|saying|told|tells?|according to|tweeted|wrote|writes|asked|added|warned|warns|insisted|replied|announced|reported|advise[sd]?|urged|urges|promised|shouted|demanded)\b|(?<![\p{L}\p{M}])(?:сказа|каже|кажуть|заяви|повідоми|розпові|дода|наголоси|зазначи|поясни|написа|пише|пишуть|закли|попереди|нагада|рад(?:ить|ять)|сообщи|рассказа)\p{L}*|за словами/iu;
const END_MARK = /[.!?…]["')\]]*$/;
const SENTENCE_BREAK = /[.!?…]["')\]]*\s+["'(]*\p{Lu}/u;

const quoted = ({ text }: Candidate) => /^["'(]*["']/.test(text);
const attributed = ({ text }: Candidate) => ATTRIBUTION.test(text);
const ended = ({ text }: Candidate) => END_MARK.test(text);

/** Somebody is quoted, or says so: a story's own words. */
const spoken = (line: Candidate): Verdict => (quoted(line) || attributed(line) ? 'keep' : undefined);

/** Quoted, or longer than what is pasted between paragraphs. That somebody "says" is no evidence behind a label. */
const quotedOrProse =
  (most: number) =>
  (line: Candidate): Verdict => {
    const { words, text } = line;
    const prose = words.length > most || (words.length > most / 2 && SENTENCE_BREAK.test(text));
    return quoted(line) || prose ? 'keep' : undefined;
  };

const FUNCTION_WORDS = new Set(
  `A AN AND ARE AS AT BE BY FOR FROM HAS IN IS NOT OF ON OR OUT OVER THAT THE TO UP WILL WITH AFTER AMID
   В У І Й ТА НА ПРО ДО З ІЗ ЗІ ЗА ПО ВІД ДЛЯ ЩО ЯК ПІСЛЯ ПІД НЕ НАД ПРИ БЕЗ ЧЕРЕЗ МІЖ АЛЕ ЧИ О И С К`.split(/\s+/),
);
const CONJUNCTIONS = new Set(['AND', 'OR', 'ТА', 'І', 'Й', 'И', 'ЧИ']);
/** A sign, a banner or a slogan is announced by the line before it. */
const ANNOUNCES =
  /[:-]$|\breads?$|\b(?:signs?|notices?|banners?|placards?|posters?|billboards?|slogans?|inscription|graffiti|plaque|tattoo\w*|t-shirts?|letters|chant\w*|(?:spray-)?painted|written|scrawled)\b[^.!?]*[.!?]?$|(?<!\p{L})(?:напис|табличк|плакат|вивіск|банер|гасло|лозунг|оголошенн|футболц)\p{L}*[^.!?]*[.!?]?$/iu;
/** Signs give orders; chapters and laws are numbered. */
const SIGN =
  /^(?:NO|DO NOT|DON'T|STOP|DANGER|WARNING|KEEP|BEWARE|НЕ|СТІЙ|УВАГА|НЕБЕЗПЕЧНО)(?!\p{L})|^(?:CHAPTER|ARTICLE|PART|SECTION|РОЗДІЛ|СТАТТЯ|ЧАСТИНА) (?:\d|[IVX]+\b|ONE|TWO|THREE)/u;

const bareWord = (word: string) => word.replace(/[^\p{L}\p{N}]/gu, '');

function isCapsHeadline({ text, words, mostlyCaps }: Candidate): boolean {
  // Nearly every line ends here: names such as "McDONALD" have few small letters in a row.
  if (mostlyCaps || /\p{Ll}{3}/u.test(text)) return false;
  const letters = text.match(/\p{L}/gu) ?? [];
  const upper = letters.filter((it) => it !== it.toLowerCase()).length;
  const bare = words.map(bareWord);
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
    aboveTitle: true,
    reason: 'names the authors',
  },
  {
    name: 'timestamp',
    action: 'extract',
    patterns: [/^.{6,110}$/u],
    condition: ({ text, opening }) => opening && timestampOf(text) !== undefined,
    aboveTitle: true,
    reason: 'says when the story was published',
  },
  {
    name: 'reporting-credit',
    action: 'extract',
    patterns: [
      /^\((?:additional )?(?:reporting|writing|written|editing|compiled)(?: and \w+)? by [^()]+\)$/i,
      /^(?:additional )?(?:reporting|compiled|writing) by [^.]+(?:; ?(?:writing|editing) by [^.]+)?\.?$/i,
      CONTRIBUTED,
    ],
    condition: ({ text }) => creditNames(text).length > 0 || /; ?editing by \p{Lu}|^\(editing by \p{Lu}/iu.test(text),
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
      /^(?:please )?(?:click|tap) (?:here|this link|(?:on )?the (?:link|button|image|photo|video)(?: (?:below|above))?|below|above)\s*(?:to|for)\b.*$/i,
      /^(?:please )?(?:click|tap) to (?:read|see|watch|view|subscribe|listen|expand|enlarge|share|play|join|sign up|download|unmute)\b(?: .{0,60})?$/i,
      /^(?:click|tap) here[\s.!:>-]*$/i,
      /^(?:read|see|watch|view|learn|hear|discover|find out) more(?:\s*[:>|-].*|\s+(?:about|on|from|at|here|in our|of our|by|stories|news|coverage|videos|articles)\b.*|[\s.!>-]*)$/i,
      /^continue reading(?: (?:below|here|the main story|this (?:story|article)))?[\s.!:>-]*$/i,
      /^(?:read|see|watch|view|listen to) (?:the )?(?:full|rest of the|entire|original|complete) (?:story|article|report|interview|video|version|text|transcript|statement|episode|speech)\b.{0,60}$/i,
      /^(?:натисніть|тисніть|клацніть|клікніть) (?:тут|сюди|на (?:посилання|кнопку|фото|відео))(?!\p{L}).*$/iu,
      /^перейдіть за посиланням(?!\p{L}).*$/iu,
      /^(?:читайте|читати|дивіться|дивитися|дізнайтеся|дізнавайтеся|дізнатися|слухайте) (?:більше|далі|повністю|детальніше|ще)(?:\s*[:>|-].*| (?:на|у|в|про|тут|за|з|із)(?!\p{L}).{0,100}|[\s.!>]*)$/iu,
      /^(?:читайте|читати|дивіться) повн(?:у|ий|е) (?:версію|текст|статтю|відео|інтерв'ю)(?!\p{L}).{0,60}$/iu,
      /^(?:детальніше|докладніше|подробиці)(?:\s*[:>-].*| (?:тут|за посиланням|на сайті|у (?:матеріалі|статті|відео))(?!\p{L}).{0,60}|[\s.>]*)$/iu,
    ],
    guard: (line) => {
      const verdict = quotedOrProse(25)(line);
      if (verdict) return verdict;
      const labelled = /^[^:>|]{0,24}[:>|]/.test(line.text);
      if (attributed(line) && !labelled) return 'flag';
      // "Read more ..." may begin a sentence; "click here to ..." hardly does.
      const clicks = /^(?:please )?(?:click|tap)/i.test(line.text);
      return ended(line) && line.words.length > 9 && !clicks ? 'flag' : undefined;
    },
    reason: 'asks the reader to go elsewhere',
  },
  {
    name: 'advertisement',
    action: 'drop',
    patterns: [
      /^[^\p{L}\p{N}]*(?:ads?|(?:paid )?advertisements?|advertising|advertorial|sponsored(?: (?:content|post|links?|stories))?|paid (?:content|post|partnership)|promoted(?: (?:content|stories))?)[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}\p{N}]*(?:advertisement[^\p{L}]+)?(?:story|article) continues(?: below)?(?: (?:this )?(?:ad|advertisement|advert|promotion))?[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}\p{N}]*(?:advertisement[^\p{L}]+)?scroll(?: down)? to continue(?: reading| with content)?[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}\p{N}]*(?:continue reading|skip(?: past)?)\b.{0,20}\b(?:ad|advertisement|advert|promotion)[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}]*(?:реклама|на правах реклами|рекламний матеріал|партнерський матеріал|спонсорський матеріал|продовження (?:після|під) реклам\p{L}*)[^\p{L}]*$/iu,
    ],
    aboveTitle: true,
    reason: 'is or announces an advertisement',
  },
  {
    name: 'related-inline',
    action: 'drop',
    patterns: [
      /^(?:related(?: (?:story|stories|article|articles|coverage|content|news))?|read also|also read|see also|also see|read next|up next|don't miss|in case you missed it|more on this(?: story)?)\s*[:|>-]\s*\S.*$/i,
      /^(?:RELATED|READ|READ MORE|MORE|WATCH|[Ww]atch|[Vv]ideo|VIDEO|[Rr]ecommended)\s*[:|>]\s*["']?\p{Lu}.*$/u,
      /^(?:читай(?:те)? також|дивіться також|слухайте також|також читайте|за темою|до теми|по темі|більше (?:на|за) (?:цю )?тем(?:у|ою))\s*[:|>-]\s*\S.*$/iu,
      /^Актуально\s*:\s*["']?\p{Lu}.*$/u,
    ],
    guard: quotedOrProse(25),
    reason: 'points to another story',
  },
  {
    name: 'related-head',
    action: 'drop',
    patterns: [
      /^[^\p{L}\p{N}]*(?:related|trending|recommended|most (?:read|popular|viewed)|editor(?:'s|s'?) picks?|read next|up next|around the web|from the web|in case you missed it)(?: (?:content|stories|articles|news|coverage|topics|posts|videos|links|reading|now|today|for you))?[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}\p{N}]*(?:popular|latest|top|more|other|similar) (?:content|stories|articles|news|coverage|posts|videos|headlines|reading)[^\p{L}\p{N}]*$/iu,
      /^(?:you (?:may|might)(?: also)? (?:like|enjoy|be interested in)|more from .{2,40}|more on this (?:story|topic)|what to read next|you may have missed)[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}]*(?:схожі|пов'язані|популярні|останні|інші|головні|рекомендовані|найпопулярніші) (?:новини|матеріали|статті|публікації|відео)[^\p{L}]*$/iu,
      /^[^\p{L}]*(?:новини|матеріали|статті) (?:за|по) тем(?:ою|і)[^\p{L}]*$/iu,
      /^[^\p{L}]*(?:читай(?:те)? також|дивіться також|(?:вам|вас)(?: також)? може(?: також)? (?:сподобатися|зацікавити)|більше (?:за|на) темою|більше новин|за темою|по темі|рекомендуємо|популярне|найпопулярніше)[^\p{L}]*$/iu,
    ],
    // "More from Bakhmut" may be a heading of the story's own.
    guard: (line) => (quoted(line) ? 'keep' : /^more from/i.test(line.text) ? 'flag' : undefined),
    reason: 'heads a list of other stories',
  },
  {
    name: 'newsletter',
    action: 'drop',
    patterns: [
      /^(?:sign up|subscribe|register|join)\b.{0,80}\b(?:our|newsletters?|mailing list|inbox|briefing|podcast|breaking news)\b.{0,80}$/i,
      /^(?:newsletter|(?:sign up|subscribe)(?: (?:now|today|here|for free))?|never miss a story\b.{0,80})[\s.!:>-]*$/i,
      /^(?:get|receive) (?:the|our|all the|today's|daily|breaking|more|latest)\b.{0,60}\b(?:newsletter|inbox|briefing|alerts|e-?mail)\b.{0,60}$/i,
      /^(?:download|get) our .{0,40}\bapp\b.{0,60}$/i,
      /^підпи(?:шіться|шись|суйтесь|суйтеся|суйся|сатися|сатись)(?: на (?:нас|наш|розсилк|канал|телеграм|telegram|youtube|viber|facebook|сторінк)\p{L}*.{0,80}|[\s.!]*)$/iu,
    ],
    guard: (line) => spoken(line) ?? quotedOrProse(25)(line),
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
      /^[^\p{L}\p{N}]*(?:share(?: this)?|follow us|tweet|facebook|twitter|instagram|telegram|whatsapp|print|save|e-?mail|comments?(?: \(\d+\))?|\d+ comments?|поширити|поділити(?:ся|сь)|поділіться|коментарі|коментувати|друк)[^\p{L}\p{N}]*$/iu,
      /^(?:share|send) (?:this|the) (?:article|story|page|post|video|link)(?: (?:on|via|with)\b.{0,40})?[\s.!:>-]*$/i,
      /^(?:follow|like|join|find) (?:us|@\w+)(?: (?:on|at)\b.{0,80})?[\s.!:>-]*$/i,
      /^(?:слідкуйте|стежте|приєднуйтесь|приєднуйтеся|долучайтеся|підписуйтесь|читайте|дивіться) (?:за нами|до нас|нас|(?:за |до |на )?наш\p{L}+)(?!\p{L}).{0,60}$/iu,
      /^(?:поділити(?:ся|сь)|поділіться|поширити) (?:цією |цю )?(?:новин|статт|публікаці|матеріал)\p{L}*(?: (?:у|в|на|з).{0,40})?[\s.!]*$/iu,
    ],
    guard: (line) => spoken(line) ?? quotedOrProse(20)(line),
    aboveTitle: true,
    reason: 'belongs to a share bar',
  },
  {
    name: 'cookie',
    action: 'drop',
    patterns: [
      /^(?:we|this (?:site|website|page)|our (?:site|website)) uses? (?:\w+ )?cookies(?: (?:to|for|and|in order)\b.{0,200})?[.!]?$/i,
      /^by (?:continuing|using|browsing)\b(?=.*\byou\b).{0,120}\bcookies?\b.{0,120}$/i,
      /^(?:accept|reject|manage)(?: all)? cookies\b.{0,60}$|^cookie (?:policy|settings|preferences|notice)[^\p{L}\p{N}]*$/iu,
      /^(?:цей сайт|наш сайт|ми)(?: вебсайт)? використову\p{L}+ (?:файли )?(?:cookies?|кукі|куки)(?!\p{L}).{0,200}$/iu,
      /^(?:прийняти|відхилити)(?: всі| усі)?(?: файли)? (?:cookies?|кукі|куки)[^\p{L}]*$/iu,
    ],
    guard: spoken,
    aboveTitle: true,
    reason: 'asks for consent to cookies',
  },
  {
    name: 'copyright',
    action: 'drop',
    patterns: [
      /^(?:copyright\s*)?©.{0,200}$/i,
      /^(?:copyright\s*)?\(c\)\s*(?:copyright\s*)?\d{4}\b.{0,200}$/i,
      /^(?:Copyright|COPYRIGHT)\s+(?:\d{4}\b|by \p{Lu}|The \p{Lu}).{0,200}$/u,
      /^(?:.{1,60}[.,] )?all rights reserved(?:[\s.!]*| \d{4}.{0,80})$/i,
      /^this (?:material|story|article|content|report) (?:may|must|can)(?: not|not) be (?:published|broadcast|reproduced|copied|republished|redistributed)(?=.*(?:without|broadcast|redistributed|rewritten)).{0,200}$/i,
      /^(?:privacy policy|terms of (?:use|service)|our standards: .{3,60})[\s.]*$/i,
      /^(?:усі|всі) права (?:захищено|захищені|застережено).{0,160}$/iu,
      /^(?:передрук|копіювання|використання) (?:будь-яких )?(?:матеріал|текст|публікаці|новин)\p{L}*.{0,200}(?:дозвол|заборон|посилання)\p{L}*.{0,80}$/iu,
    ],
    guard: spoken,
    reason: 'is a notice of copyright or of terms',
  },
  {
    name: 'photo-credit',
    action: 'drop',
    patterns: [
      /^[([](?:\w+ (?:photo|image|picture)s?\s*\/\s*|(?:file )?(?:photos?|images?|pictures?|handout)(?: credit)?\s*(?::|\bby|\bvia|\bcourtesy)\s*|courtesy of )[^()[\]]{2,120}[)\]]\.?$/i,
      /^[([]?(?:reuters|afp|ap|epa)\s?\/\s?[^()[\]]{3,60}[)\]]?$/i,
      /^[^()[\]/]{3,50}\s?\/\s?(?:getty images|reuters|afp|ap|epa)[)\]]?\.?$/i,
      /^(?:[Ff]ile |FILE )?(?:[Pp]hotos?|PHOTOS?|[Ii]mages?|[Pp]ictures?)(?: (?:[Cc]redits?|[Ss]ource|[Cc]ourtesy(?: of)?|by))?\s*[:/,]?\s*(?<=[:/,]\s*|by |of )\p{Lu}.{1,100}$/u,
      /^(?:AP|Reuters|AFP|EPA|Getty|UNIAN)\s+(?:photo|image|picture)s?\s*\/\s*.{2,80}$/i,
      /^(?:file|stock) (?:photo|image|picture)s?[\s.:]*$/i,
      /^[([](?:фото|світлина|знімок|ілюстрація)\s*[:/].{2,120}[)\]]\.?$/iu,
      /^(?:Фото|ФОТО|Світлина|Ілюстрація|Джерело фото)\s*[:/]\s*\p{Lu}.{1,100}$/u,
      /^(?:ілюстративне фото|фото ілюстративне|архівне фото|фото укрінформ)[\s.]*$/iu,
    ],
    condition: ({ words }) => words.length <= 16,
    guard: spoken,
    reason: 'credits a picture',
  },
  {
    name: 'caps-headline',
    action: 'drop',
    patterns: [/^[^\p{Ll}]*\p{Lu}.*$/u],
    // The first line in capitals is a headline: this story's.
    condition: (line) => !line.untitled && isCapsHeadline(line),
    guard: ({ text, words, previous }) => {
      // A sign's words, a quotation, or a list of names that happen to be capitals.
      if (ANNOUNCES.test(previous) || /^["'].*["']$/.test(text)) return 'keep';
      const joints = words.filter((it) => it.endsWith(',') || CONJUNCTIONS.has(it)).length;
      if (joints >= words.length / 3) return 'keep';
      return SIGN.test(text) ? 'flag' : undefined;
    },
    reason: 'is the headline of another story',
  },
];

/** A sentence of a story: it ends in a full stop that is no abbreviation's, or somebody says it to its end. */
const SENTENCE = /(?<!\b\p{Lu}(?:\.\p{Lu})*)\.["')\]]*$|^["'].*["']$/u;

/** What a line that follows the head of a list of stories looks like: short, and no sentence. A colon begins a list. */
export function isListed({ text, words }: Candidate): boolean {
  return words.length <= 16 && !SENTENCE.test(text) && !text.endsWith(':');
}

/** The line in the form that rules look at: no arrows and bullets around it, one kind of quotation mark and of dash. */
export function normalised(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/\s[»›]\s*$|[→▶►⟶]/g, ' >')
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’ʼ‚‹›`´]/g, "'")
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[ >•·▪●]+|[ >•·▪●]+$/g, '');
}
