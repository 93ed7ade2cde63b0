/** The words of a language after whose full stop a sentence goes on. */
interface Abbreviations {
  /** Always. */
  words: Set<string>;
  /** Before a number; otherwise they are words, too, or end a sentence. */
  beforeNumbers: Set<string>;
  /** True if a number with a full stop is an ordinal. */
  ordinals: boolean;
}

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** By language; whoever is not here has those of English. */
export const ABBREVIATIONS: { en: Abbreviations } & Record<string, Abbreviations | undefined> = {
  en: {
    words: words(
      `mr mrs ms mx dr prof st lt gen col maj capt sgt cpl pvt cmdr adm brig rev fr hon gov sen rep pres amb det insp supt jr sr
      inc ltd co corp bros eds est dept univ vs v cf e.g i.e ca mt ft ave blvd`,
    ),
    beforeNumbers: words(
      'no nos vol vols p pp ed fig figs ch sec art approx jan feb mar apr jun jul aug sep sept oct nov dec',
    ),
    ordinals: false,
  },
  uk: {
    words: words(
      `вул просп пров пл буд обл смт ім тис млн млрд трлн проф акад доц канд ген полк підполк лейт серж напр зокр порівн`,
    ),
    beforeNumbers: words('р рр ст кв п пп т тт с стор рис табл див гл розд ч чч бл прибл'),
    ordinals: false,
  },
  de: {
    words: words(
      `hr fr dr prof dipl ing st str bzw ca d.h evtl ggf inkl exkl max min mio mrd u.a usw vgl z.b z.t zzgl geb gest gen kgl sog`,
    ),
    beforeNumbers: words('nr s abs art bd kap abb tel jan feb mär apr jun jul aug sep sept okt nov dez'),
    ordinals: true,
  },
  fr: {
    words: words('m mm mme mmes mlle dr pr me st ste av bd cf env ex hab gén col lt cap cie sté p.ex'),
    beforeNumbers: words('n no nos p pp vol chap art fig tél janv févr avr juil sept oct nov déc'),
    ordinals: false,
  },
  es: {
    words: words('sr sra sres srta d dña dr dra prof lic ing arq gral cnel tte sgto avda pza cía p.ej aprox ee'),
    beforeNumbers: words('n núm págs pág p pp vol cap art fig tel ene feb mar abr jun jul ago sept oct nov dic'),
    ordinals: false,
  },
  pl: {
    words: words(
      `dr prof mgr inż hab lek gen płk ppłk mjr kpt ks św ul pl os godz tys mln mld m.in np tzw tzn itp zm woj pow`,
    ),
    beforeNumbers: words('nr r w s str t tab rys art ust pkt ok poz'),
    ordinals: true,
  },
  ar: { words: words('د أ م ق'), beforeNumbers: words('ص ج ط'), ordinals: false },
};
