import { attributed, ended, quoted, quotedOrProse, spoken } from './doubts.ts';
import { TIME_OR_PHONE } from './own-words.ts';
import type { Rule } from './rule.ts';
import type { RuleLine } from './rule-line.ts';

/** "Learn more about the tides from the harbour master": only where it leads to a page, it is the page's. */
const ADVICE =
  /^(?:learn|hear|discover|find out) more (?:about|from|on|at|by)\b|^(?:дізна\p{L}+) більше (?:про|у|в|на)(?!\p{L})/iu;
const TO_PAGE =
  /\b(?:here|our|us|this|web ?site|page|online|www)\b|https?:|(?<!\p{L})(?:тут|сайт\p{L}*|посилан\p{L}+|наш\p{L}*|матеріал\p{L}*|статт\p{L}+|відео)(?!\p{L})/iu;
const isAdvice = ({ text }: RuleLine) => ADVICE.test(text) && !TO_PAGE.test(text);

/** Lines that lead the reader elsewhere. */
export const PROMOTIONS: Rule[] = [
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
    recheck: (line) => {
      const doubt = quotedOrProse(25)(line);
      if (doubt) return doubt;
      const labelled = /^[^:>|]{0,24}[:>|]/.test(line.text);
      if ((attributed(line) && !labelled) || isAdvice(line)) return 'flag';
      // A sentence may begin with "Read more ...", but hardly with "click here to ...".
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
      /^[^\p{L}]*(?:anzeige|werbung|publicité|publicidad|anuncio publicitario|artykuł sponsorowany|la suite après (?:la|cette) publicité)[^\p{L}]*$/iu,
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
      /^(?:RELATED|READ|READ MORE|MORE|WATCH|[Ww]atch|[Vv]ideo|VIDEO|[Rr]ecommended|Read|More)\s*[:|>]\s*["']?\p{Lu}.*$/u,
      /^(?:читай(?:те)? також|дивіться також|слухайте також|також читайте|за темою|до теми|по темі|більше (?:на|за) (?:цю )?тем(?:у|ою))\s*[:|>-]\s*\S.*$/iu,
      /^[([](?:related|read|read more|more|see also|also read|watch|читайте також)\s*:\s*[^()[\]]{3,200}[)\]]\.?$/iu,
      /^(?:lesen sie (?:auch|mehr|dazu)|mehr zum thema|auch interessant|(?:[àa] )?lire (?:aussi|également)|voir aussi|sur le même sujet|le[ae] también|lee más|ver también|[tl]e puede interesar|czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)|przeczytaj (?:także|też))\s*[:|>-]\s*\S.*$/iu,
      /^Актуально\s*:\s*["']?\p{Lu}.*$/u,
    ],
    recheck: quotedOrProse(25),
    reason: 'points to another story',
  },
  {
    name: 'related-head',
    action: 'drop',
    patterns: [
      /^[^\p{L}\p{N}]*(?:related|trending|recommended|most (?:read|popular|viewed)|editor(?:'s|s'?) picks?|read next|up next|around the web|from the web|in case you missed it)(?: (?:content|stories|articles|news|coverage|topics|posts|videos|links|reading|now|today|for you))?[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}\p{N}]*(?:popular|latest|top|more|other|similar) (?:content|stories|articles|news|coverage|posts|videos|headlines|reading)[^\p{L}\p{N}]*$/iu,
      /^(?:you (?:may|might)(?: also)? (?:like|enjoy|be interested in)|more from .{2,40}|more on this (?:story|topic)|what to read next|you may have missed)[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}]*(?:lesen sie (?:auch|mehr)|mehr zum thema|das könnte sie auch interessieren|[àa] lire aussi|sur le même sujet|le[ae] también|noticias relacionadas|czytaj (?:także|też)|zobacz (?:także|też)|podobne artykuły|polecane)[^\p{L}]*$/iu,
      /^[^\p{L}]*(?:схожі|пов'язані|популярні|останні|інші|головні|рекомендовані|найпопулярніші) (?:новини|матеріали|статті|публікації|відео)[^\p{L}]*$/iu,
      /^[^\p{L}]*(?:новини|матеріали|статті) (?:за|по) тем(?:ою|і)[^\p{L}]*$/iu,
      /^[^\p{L}]*(?:читай(?:те)? також|дивіться також|(?:вам|вас)(?: також)? може(?: також)? (?:сподобатися|зацікавити)|більше (?:за|на) темою|більше новин|за темою|по темі|рекомендуємо|популярне|найпопулярніше)[^\p{L}]*$/iu,
    ],
    // "More from Bakhmut" may be a heading of this story.
    recheck: (line) => (quoted(line) ? 'keep' : /^more from/i.test(line.text) ? 'flag' : undefined),
    reason: 'heads a list of other stories',
  },
  {
    name: 'newsletter',
    action: 'drop',
    patterns: [
      /^(?:sign up|subscribe|register|join)\b.{0,80}\b(?:our (?:[\w-]+ ){0,3}(?:channel|community|club|page|group|list|updates|alerts|e-?mails?|app|feed|telegram|whatsapp|youtube|facebook)|newsletters?|mailing list|inbox|briefing|podcast|breaking news)\b.{0,80}$/i,
      /^(?:newsletter|(?:sign up|subscribe)(?: (?:now|today|here|for free))?|never miss a story\b.{0,80})[\s.!:>-]*$/i,
      /^(?:get|receive) (?:the|our|all the|today's|daily|breaking|more|latest)\b.{0,60}\b(?:newsletter|inbox|briefing|alerts|e-?mail)\b.{0,60}$/i,
      /^(?:download|get) our .{0,40}\bapp\b.{0,60}$/i,
      /^(?:thanks|thank you) for reading\b.{1,80}[.!] (?:subscribe (?:for free|now|to)\b.{0,80}|(?:this post is public|please share)\b.{0,80})$/i,
      /^.{1,80} is a reader-supported publication\. to receive new posts\b.{0,160}$/i,
      /^(?:[^.!?]{0,30}newsletter (?:abonnieren|bestellen)|abonnez-vous (?:à|a) (?:notre|la|nos|l')\s?(?:newsletter|lettre|infolettre|chaîne|podcast|page|fil|compte)(?!\p{L}).{0,60}|suscr[ií](?:bete|base|birse) (?:a|al) (?:(?:el|la|los|las|nuestr[oa]s?) )?(?:newsletter|bolet[ií]n|canal|lista|podcast|p[aá]gina|alertas|noticias|avisos)(?!\p{L}).{0,60}|zapisz się (?:do|na) .{0,20}newsletter\p{L}*.{0,40})[\s.!]*$/iu,
      /^підпи(?:шіться|шись|суйтесь|суйтеся|суйся|сатися|сатись)(?: на (?:нас|наш|розсилк|канал|телеграм|telegram|youtube|viber|facebook|сторінк)\p{L}*.{0,80}|[\s.!]*)$/iu,
    ],
    recheck: (line) => spoken(line) ?? quotedOrProse(25)(line),
    reason: 'offers a subscription',
  },
];

/** A full sentence: it ends with a full stop (not that of an abbreviation), or is quoted as a whole. */
const SENTENCE = /(?<!\b\p{Lu}(?:\.\p{Lu})*)\.["')\]]*$|^["'].*["']$/u;

/**
 * Tells whether a line can belong to a list of other stories: it is short, neither a sentence nor with a time, and does not end
 * with a colon.
 */
export function isListed({ text, words }: RuleLine): boolean {
  return words.length <= 16 && !SENTENCE.test(text) && !TIME_OR_PHONE.test(text) && !text.endsWith(':');
}
