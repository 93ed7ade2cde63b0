import { isAnnounced, spoken } from './doubts.ts';
import type { Rule } from './rule.ts';

const EDGE = String.raw`[^\p{L}\p{N}]*`;
const TO_EDITORS =
  '(?:(?:attention |note to |attn\\.? )?(?:all )?editors?|urgent|draft|entwurf|brouillon|borrador|чернетка|увага)';
/** Forbids publishing, whatever follows. */
const FORBIDDEN = `(?:${[
  'not for (?:publication|release|broadcast|distribution|circulation)|not to be (?:published|released|broadcast)',
  'do not (?:publish|release|broadcast|distribute|circulate)|hold for release|embargoed copy',
  '(?:for )?internal use(?: only)?|off the record|(?:strictly |private and )confidential',
  'не для (?:публікації|друку|оприлюднення|поширення|ефіру)|не (?:публікувати|друкувати|поширювати|оприлюднювати)',
  '(?:тільки )?для (?:службового|внутрішнього) (?:користування|використання)|(?:суворо )?конфіденційно',
  'nicht zur (?:veröffentlichung|weitergabe|verbreitung)(?: bestimmt)?|(?:bitte )?nicht veröffentlichen',
  'nur für den (?:internen |dienst)gebrauch|(?:streng|strikt) vertraulich',
  'ne pas (?:publier|diffuser)|(?:non destiné|pas) (?:à la|pour) publication|(?:pour )?usage interne|strictement confidentiel',
  'no (?:publicar|difundir)|no apto para (?:su )?publicación|(?:para |sólo |solo )*uso interno|estrictamente confidencial',
  'nie (?:publikować|rozpowszechniać)|nie do (?:publikacji|druku)|do użytku (?:wewnętrznego|służbowego)|ściśle poufne',
].join('|')})`;
/** Words that mean the same only where they stand alone. */
const ALONE =
  '(?:confidential|draft(?: copy| version| only)?|work in progress|vertraulich|entwurf|confidentiel|brouillon|confidencial|borrador|poufne|szkic|wersja robocza|чернетка|проєкт для погодження)';
const UNTIL =
  '(?:before|until|till|prior to|without|outside|до|перед|без|bis|vor|ohne|avant|sans|antes|hasta|sin|przed|bez|do)';

/** A line that forbids publishing at all, or says that the text is not finished. */
export const notForPublication: Rule = {
  name: 'not-for-publication',
  action: 'flag',
  patterns: [
    new RegExp(
      `^${EDGE}(?:${TO_EDITORS}\\s?[:,-]\\s?)?${FORBIDDEN}(?:${EDGE}$|\\s?[:;(/,-]\\s?.{1,120}$| ${UNTIL} .{1,80}$)`,
      'iu',
    ),
    new RegExp(`^${EDGE}${TO_EDITORS}\\s?[:,-]\\s?(?:please )?(?:do not|don't) use ${UNTIL} .{1,80}$`, 'iu'),
    new RegExp(`^${EDGE}${ALONE}${EDGE}$`, 'iu'),
    /^[^\p{L}\p{N}]*(?:CONFIDENTIAL|DRAFT|INTERNAL|EMBARGOED|HOLD|VERTRAULICH|ENTWURF|CONFIDENTIEL|CONFIDENCIAL|POUFNE|ЧЕРНЕТКА)\s?[:/-]\s?.{1,120}$/u,
    /^[^\p{L}\p{N}]*(?:release date|date of release|to be released|publish(?:ing)? (?:on|after|from))\s*:? .{0,30}\b(?:19|20)\d\d$/iu,
    /^this (?:e-?mail|message|communication)\b.{0,80}\b(?:is|are|may be|contains?)\b.{0,30}\b(?:confidential|privileged|intended (?:solely|only))\b.{0,280}$/i,
    /^(?:diese e-?mail|ce (?:message|courriel)|este (?:mensaje|correo)|ta wiadomość|цей лист|це повідомлення)(?!\p{L}).{0,80}(?:vertraulich|confidentiel|confidencial|poufn|конфіденційн)\p{L}*.{0,280}$/iu,
  ],
  condition: ({ atEdge, words }) => atEdge && words.length <= 50,
  // A stamp, a sign or a title that the story speaks of.
  recheck: (line) => (isAnnounced(line.previous) ? 'keep' : spoken(line)),
  neverTitle: true,
  aboveTitle: true,
  reason: 'forbids publishing, or says that the text is confidential or a draft',
};
