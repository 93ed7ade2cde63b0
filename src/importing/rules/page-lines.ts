import { quotedOrProse, spoken } from './doubts.ts';
import type { Rule } from './rule.ts';

const SHARING =
  'share|tweet|facebook|twitter|x|whatsapp|linkedin|e-?mail|print|pinterest|reddit|telegram|pocket|flipboard|messenger|viber|instagram|youtube|tiktok|threads|bluesky|mastodon|rss|save|bookmark|copy(?: link)?|link|comments?|поширити|поділитися|твітнути|друк|друкувати|зберегти|коментарі|фейсбук|телеграм';

const NETWORK =
  /^(?:x|facebook|twitter|instagram|telegram|whatsapp|linkedin|youtube|tiktok|threads|bluesky|mastodon|viber|pinterest|reddit|фейсбук|телеграм)$/iu;

/** Tells whether a line is the name of a social network and nothing else. */
export const isNetwork = (text: string) => NETWORK.test(text.trim());

/** Lines that belong to the page around the story. */
export const PAGE_LINES: Rule[] = [
  {
    name: 'social',
    action: 'drop',
    patterns: [
      new RegExp(
        `^[^\\p{L}\\p{N}]*(?:(?:${SHARING})(?: (?:this|on|via|with|us|article|story))*[\\s|/,·•]*){2,}$`,
        'iu',
      ),
      /^[^\p{L}\p{N}]*(?:share(?: this)?|follow us|tweet|facebook|twitter|instagram|telegram|whatsapp|print|save|e-?mail|comments?(?: \(\d+\))?|\d+ comments?|поширити|поділити(?:ся|сь)|поділіться|коментарі|коментувати|друк|teilen|artikel teilen|drucken|partager|partager cet article|imprimer|compartir|udostępnij|drukuj|skomentuj)[^\p{L}\p{N}]*$/iu,
      /^(?:share|send) (?:this|the) (?:article|story|page|post|video|link)(?: (?:on|via|with)\b.{0,40})?[\s.!:>-]*$/i,
      /^(?:follow|like|join|find) (?:us|@\w+)(?: (?:on|at) (?=.*(?:\bx\b|facebook|twitter|instagram|telegram|whatsapp|linkedin|youtube|tiktok|threads|bluesky|mastodon|viber|social|@|www\.)).{1,80})?[\s.!:>-]*$/i,
      /^[Ff]ollow (?:(?:[\p{Lu}@][\p{L}\p{N}_.'-]*|the|and|&) ){1,7}on (?:X|Twitter|Facebook|Instagram|Telegram|Threads|Bluesky|Mastodon|LinkedIn|YouTube|TikTok|WhatsApp)(?:[ ,:(]{1,3}(?:@[\w.]{2,40}|and|or|X|Twitter|Facebook|Instagram|Telegram|Threads|Bluesky|LinkedIn)\)?){0,4}[\s.!]*$/u,
      /^(?:слідкуйте|стежте|приєднуйтесь|приєднуйтеся|долучайтеся|підписуйтесь|читайте|дивіться) (?:за нами|до нас|нас|(?:за |до |на )?наш\p{L}+)(?!\p{L}).{0,60}$/iu,
      /^(?:поділити(?:ся|сь)|поділіться|поширити) (?:цією |цю )?(?:новин|статт|публікаці|матеріал)\p{L}*(?: (?:у|в|на|з).{0,40})?[\s.!]*$/iu,
    ],
    recheck: (line) => spoken(line) ?? quotedOrProse(20)(line),
    aboveTitle: true,
    reason: 'belongs to a share bar',
  },
  {
    name: 'cookie',
    action: 'drop',
    hasFacts: true,
    patterns: [
      /^(?:we|this (?:site|website|page)|our (?:site|website)) uses? (?:\w+ )?cookies(?: (?:to|for|and|in order)\b.{0,200})?[.!]?$/i,
      /^by (?:continuing|using|browsing)\b(?=.*\byou\b).{0,120}\bcookies?\b.{0,120}$/i,
      /^(?:accept|reject|manage)(?: all)? cookies\b.{0,60}$|^cookie (?:policy|settings|preferences|notice)[^\p{L}\p{N}]*$/iu,
      /^(?:цей сайт|наш сайт|ми)(?: вебсайт)? використову\p{L}+ (?:файли )?(?:cookies?|кукі|куки)(?!\p{L}).{0,200}$/iu,
      /^(?:прийняти|відхилити)(?: всі| усі)?(?: файли)? (?:cookies?|кукі|куки)[^\p{L}]*$/iu,
    ],
    recheck: spoken,
    aboveTitle: true,
    reason: 'asks for consent to cookies',
  },
  {
    name: 'copyright',
    action: 'drop',
    hasFacts: true,
    patterns: [
      /^(?:copyright\s*)?©.{0,200}$/i,
      /^(?:copyright\s*)?\(c\)\s*(?:copyright\s*)?\d{4}\b.{0,200}$/i,
      /^(?:Copyright|COPYRIGHT)\s+(?:\d{4}\b|by \p{Lu}|The \p{Lu}).{0,200}$/u,
      /^(?:.{1,60}[.,] )?all rights reserved(?:[\s.!]*| \d{4}.{0,80})$/i,
      /^this (?:material|story|article|content|report) (?:may|must|can)(?: not|not) be (?:published|broadcast|reproduced|copied|republished|redistributed)(?=.*(?:without|broadcast|redistributed|rewritten)).{0,200}$/i,
      /^(?:privacy policy|terms of (?:use|service)|our standards: .{3,60})[\s.]*$/i,
      /^(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|wszelkie prawa zastrzeżone)[\s.!]*$/iu,
      /^(?:усі|всі) права (?:захищено|захищені|застережено).{0,160}$/iu,
      /^(?:передрук|копіювання|використання) (?:будь-яких )?(?:матеріал|текст|публікаці|новин)\p{L}*.{0,200}(?:дозвол|заборон|посилання)\p{L}*.{0,80}$/iu,
    ],
    recheck: spoken,
    reason: 'is a copyright notice or links to terms of use',
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
      /^(?:Fotos?|FOTO|Bild(?:quelle|nachweis)|Zdjęcie|Crédits? photo)\s*[:/]\s*\p{Lu}.{1,100}$|^[Ff]ot\.\s*\p{Lu}.{1,80}$/u,
      /^(?:image|media|photo|video) caption\s*[:,]\s*\S.{1,200}$/i,
      /^[([](?:фото|світлина|знімок|ілюстрація)\s*[:/].{2,120}[)\]]\.?$/iu,
      /^(?:Фото|ФОТО|Світлина|Ілюстрація|Джерело фото)\s*[:/]\s*\p{Lu}.{1,100}$/u,
      /^(?:ілюстративне фото|фото ілюстративне|архівне фото|фото укрінформ)[\s.]*$/iu,
    ],
    condition: ({ words }) => words.length <= 16,
    recheck: spoken,
    reason: 'credits an image, or describes one that the text has no longer',
  },
];
