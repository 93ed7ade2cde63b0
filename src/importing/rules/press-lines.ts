import { isAnnounced, WHEN } from './doubts.ts';
import type { Rule } from './rule.ts';

/** Lines around a press release or an agency's story. */
export const PRESS_LINES: Rule[] = [
  {
    name: 'embargo',
    action: 'flag',
    patterns: [
      /^[^\p{L}\p{N}]*(?:strictly )?(?:under )?embargo(?:ed)?(?:\s*[:,-]| (?:until|till|to|for release)\b).{0,120}$/iu,
      /^[^\p{L}\p{N}]*(?:not for (?:release|publication|broadcast|use)|do not (?:release|publish)|hold for release)\b.{0,40}\b(?:before|until|till|prior to)\b.{0,80}$/iu,
      /^[^\p{L}\p{N}]*for release(?:\s*:| (?:at|on|after|from|until)) \S.{0,80}$/iu,
      /^[^\p{L}\p{N}]*(?:sperrfrist\s*:?|(?:sous )?embargo jusqu|embargad[oa] hasta|embargo (?:bis|do|hasta)|ембарго(?: до|\s*:)|під ембарго).{0,120}$/iu,
    ],
    condition: ({ text, words }) => words.length <= 20 && WHEN.test(text),
    neverTitle: true,
    aboveTitle: true,
    reason: 'forbids publishing before a time',
  },
  {
    name: 'press-release',
    action: 'drop',
    hasFacts: true,
    patterns: [
      /^[^\p{L}\p{N}]*(?:for immediate release|immediate release|press release|news release|media release|media advisory|media alert|press statement|pressemitteilung|medienmitteilung|presseinformation|communiqué de presse|nota de prensa|comunicado de prensa|informacja prasowa|komunikat prasowy|прес-?реліз|повідомлення для преси)[^\p{L}\p{N}]*$/iu,
      // What agencies write above a story: "BC-Harbour-Ferry, 2nd Ld-Writethru", "eca062 4 i 211".
      /^(?:BC|AM|PM)-[\p{L}\p{N}'-]{2,60}(?:, ?\d{1,4}(?:st|nd|rd|th)?\b.{0,40})?$/iu,
      /^[a-z]{2,4}\d{3,4}(?: [\p{L}\p{N}]{1,4}){2,6}$/u,
    ],
    condition: ({ opening }) => opening,
    aboveTitle: true,
    reason: 'names the kind of a text that was sent to newsrooms',
  },
  {
    name: 'press-contact',
    action: 'flag',
    patterns: [
      /^(?:media|press|news) (?:contacts?|enquiries|inquiries|office)\s*(?::.{0,120})?$/i,
      /^(?:contacts? for (?:the )?(?:media|press|journalists)|notes? (?:to|for) editors?)\s*(?::.{0,120})?$/i,
      /^SOURCE:? \p{Lu}.{1,80}$/u,
      /^(?:pressekontakt|contact presse|contacto de prensa|kontakt dla mediów|контакти? для (?:преси|змі|медіа))\s*(?::.{0,120})?$/iu,
    ],
    condition: ({ words }) => words.length <= 16,
    reason: 'tells journalists whom to ask',
  },
  {
    name: 'end-mark',
    action: 'drop',
    hasFacts: true,
    patterns: [/^(?:# ?){3,}$|^-+ ?30 ?-+$|^[(-]* ?(?:ENDS?|Ends|ends|ENDE|FIN|KONIEC|КІНЕЦЬ) ?[)-]*$/u],
    condition: ({ untitled }) => !untitled,
    recheck: ({ previous }) => (isAnnounced(previous) ? 'keep' : undefined),
    reason: 'says that the text ends',
  },
];
