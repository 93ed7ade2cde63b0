import { quotedOrProse, spoken } from './doubts.ts';
import type { Rule } from './rule.ts';

const UNIT =
  '(?:s|m|h|d|w|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?|sekunden?|minuten?|stunden?|tag(?:en)?|heures?|jours?|segundos?|minutos?|horas?|días?|minut[yę]?|godzin[yęa]?|dni|хв(?:илин[иау]?)?|годин[иау]?|дн(?:і|ів)|день)';
const RELATIVE = `(?:an?|\\d{1,3}) ?${UNIT}\\.? ago|(?:vor|il y a|hace) (?:un[ae]?|eine[rmn]?|\\d{1,3}) ${UNIT}|\\d{1,3} ${UNIT}\\.? (?:temu|тому)`;
const READING_TIME =
  /^[^\p{L}\p{N}]*(?:(?:estimated )?(?:reading|read) time\s*[:-]?\s*(?:about )?\d{1,3}(?:-\d{1,3})? ?min(?:ute)?s?\.?|(?:about )?\d{1,3}(?:-\d{1,3})?[ -]?min(?:ute)?s?\.? (?:to )?read|(?:lesezeit|lesedauer|temps de lecture|lecture|tiempo de lectura|czas czytania|час (?:на )?читання|читати)\s*[:-]?\s*(?:ca\. |etwa |env\. |близько |ок\. )?\d{1,3} ?(?:min(?:ut(?:en?|es|os|y)?)?|хв(?:илин[иау]?)?)\.?|\d{1,3} ?(?:min(?:uten?|utes?|utos?|uty?)?|хв(?:илин[иау]?)?)\.? (?:lesezeit|de lecture|de lectura|czytania|читання|на читання))[^\p{L}\p{N}]*$/iu;
const AGE = new RegExp(
  `^(?:(?:first |last )?(?:published|posted|updated|modified|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|opublikowano|опубліковано|оновлено):? )?(?:about )?(?:${RELATIVE})$`,
  'iu',
);

const TO_US = /@|\b(?:us|our)\b|ctrl|виділіть|(?<!\p{L})(?:нам|нас|uns|nous)(?!\p{L})/iu;

/** Tells whether a line says how long reading takes, or how long ago a story was published. */
export function isReadingTime(text: string): boolean {
  return READING_TIME.test(text) || AGE.test(text);
}

/** Lines that a page has for what its reader may do. */
export const PAGE_CONTROLS: Rule[] = [
  {
    name: 'reading-time',
    action: 'drop',
    hasFacts: true,
    patterns: [READING_TIME, AGE],
    // "3 days ago" may also head a part of the story.
    condition: ({ text, opening }) => opening || !/^(?:an? |\d|vor |il |hace )/i.test(text) || READING_TIME.test(text),
    aboveTitle: true,
    reason: 'says how long reading takes, or how long ago the story was published',
  },
  {
    name: 'control',
    action: 'drop',
    hasFacts: true,
    patterns: [
      /^[^\p{L}\p{N}]*(?:listen to|hear|print|save|bookmark) (?:this|the) (?:article|story|post|page)(?:[\s:·|-]*\d{1,2}(?::\d{2}| min(?:ute)?s?\.?))?[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}\p{N}]*(?:(?:play|pause|replay|watch) (?:the )?(?:video|audio|clip)|(?:video|audio|media) player|(?:this )?(?:video|audio|content|media)(?: is)?(?: (?:currently|not|no longer))? (?:unavailable|available|private)|loading(?: (?:comments|video|more|content|player))?)[^\p{L}\p{N}]*$/iu,
      /^[^\p{L}\p{N}]*(?:(?:skip|jump) to (?:(?:the )?(?:main )?content|(?:main )?navigation|footer|search|comments)|back to (?:the )?top)[^\p{L}\p{N}]*$/iu,
      /^(?:hide|toggle|show) caption$|^enlarge (?:this )?image$|^view (?:image|photo) in full ?screen$|^like this:$|^like loading[\s.…]*$/i,
      /^(?:(?:image|photo|picture|slide|item|foto|bild|фото) )?\d{1,3} (?:of|von|sur|de|z|з|із|van|di) \d{1,3}$|^(?:image|photo|picture|slide|foto|bild|фото) \d{1,3} ?\/ ?\d{1,3}$/iu,
      /^(?:javascript (?:is|must be) (?:currently )?(?:disabled|required|not enabled|turned off|enabled)|(?:please )?(?:enable|turn on) javascript|(?:this|the) (?:site|page|video|content|app) (?:requires|needs) javascript|to view this (?:video|content),? please enable javascript|(?:your|this) browser does(?: not|n't) support (?:the|this|html|video|audio|iframes?|embed))\b.{0,120}$/i,
      /^[^\p{L}\p{N}]*(?:прослухати (?:статтю|новину)|слухати статтю|до змісту|перейти до (?:змісту|вмісту|основного вмісту)|нагору|дивитися відео|завантаження|artikel (?:anhören|vorlesen)|zum (?:haupt)?inhalt springen|écouter (?:l'article|cet article)|aller au contenu(?: principal)?|escuchar (?:el |este )?artículo|saltar al contenido|ir al contenido|posłuchaj artykułu|przejdź do treści)[^\p{L}\p{N}]*$/iu,
    ],
    recheck: (line) => spoken(line) ?? quotedOrProse(20)(line),
    aboveTitle: true,
    reason: 'belongs to a player, a gallery or the navigation of a page',
  },
  {
    name: 'feedback',
    action: 'drop',
    hasFacts: true,
    patterns: [
      /^(?:report|flag|suggest) (?:a|an|any) (?:typo|error|mistake|correction|inaccuracy)(?: (?:in|with|to|on) (?:this|the|our) (?:article|story|page|report))?[\s.!:>-]*$/i,
      /^(?:spotted|found|noticed|see|seen) (?:a |an |any )?(?:typo|mistake|error)s?(?: in (?:this|the|our) (?:article|story))?\? .{1,120}$/i,
      /^(?:do you )?(?:have|got) (?:a |an |any )?(?:(?:news|story|confidential|hot) )?tips?(?: (?:for us|to share|about this))?\? (?:please )?(?:e-?mail|contact|call|text|send|write|submit|let us|tell us|get in touch|reach|share)\b.{0,120}$/i,
      /^(?:якщо (?:ви )?)?(?:знайшли|помітили|побачили|виявили) (?:помилку|неточність|одруківку)(?:\?.{0,120}|,? .{0,40}(?:виділіть|повідомте|ctrl).{0,80})$/iu,
      /^(?:повідомити про (?:помилку|неточність)|fehler (?:melden|gefunden\?.{0,80})|signaler une (?:erreur|faute)|(?:reportar|informar de) un error|zgłoś błąd)[\s.!]*$/iu,
    ],
    // Tips may also be for the police.
    recheck: (line) => quotedOrProse(25)(line) ?? (/\?/.test(line.text) && !TO_US.test(line.text) ? 'flag' : undefined),
    reason: 'asks readers for corrections or tips',
  },
  {
    name: 'origin',
    action: 'drop',
    hasFacts: true,
    patterns: [
      /^(?:this|the) (?:article|story|post|report|piece|column|interview)(?: was| has been)? (?:first|originally) (?:published|appeared|posted|ran|run)\b.{1,200}$/i,
      /^(?:цей |ця )?(?:матеріал|текст|статт[яю]|новин[ау]) (?:вперше|спочатку|спершу) (?:опублікован|з'яви|вийш)\p{L}*.{1,200}$/iu,
    ],
    // A newsroom that is named wants to stay named; an address alone is the page's own.
    recheck: ({ text }) =>
      / (?:on|at|by|на) (?:www\.)?[a-z\d-]+(?:\.[a-z\d-]+){1,4}(?![\p{L}\d])/u.test(text) ? undefined : 'keep',
    reason: 'says at which address the story was first published',
  },
];
