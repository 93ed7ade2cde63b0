/** The words of a language before whose full stop a sentence goes on. */
interface Abbreviations {
  words: Set<string>;
  /** True if a number with a full stop is an ordinal. */
  ordinals: boolean;
}

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** By language; whoever is not here has those of English. */
export const ABBREVIATIONS: { en: Abbreviations } & Record<string, Abbreviations | undefined> = {
  en: {
    words: words(
      `mr mrs ms mx dr prof st lt gen col maj capt sgt cpl pvt cmdr adm brig rev fr hon gov sen rep pres amb det insp supt jr sr
      inc ltd co corp bros no nos vol vols pp p ed eds fig figs ch sec art approx est dept univ vs v etc al cf e.g i.e ca
      mt ft jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ave blvd rd`,
    ),
    ordinals: false,
  },
  uk: {
    words: words(
      `р рр ст вул просп пров пл буд кв обл м с смт сел ім о гр тис млн млрд трлн грн коп п т тт д др проф акад доц канд ген полк
      підполк майор кап лейт серж див рис табл напр зокр гл кн ч чч пор ред упоряд пер заст нач зав див ін тзн тобто`,
    ),
    ordinals: false,
  },
  de: {
    words: words(
      `hr fr dr prof dipl ing st str nr abs art bd bzw ca d.h evtl ggf inkl exkl max min mio mrd s u.a usw vgl v z.b z.t zzgl geb
      gest gen kgl sog jan feb mär apr jun jul aug sep sept okt nov dez mo di mi do fr sa so`,
    ),
    ordinals: true,
  },
  fr: {
    words: words(
      `m mm mme mlle dr pr me st ste av bd bld apr av cf env ex fig hab janv févr avr juil sept oct nov déc n no p pp vol chap art
      éd etc gén col lt cap cie sté`,
    ),
    ordinals: false,
  },
  es: {
    words: words(
      `sr sra srta d dña dr dra prof lic ing arq gral cnel cap tte sgto av avda c pza n núm págs pág p pp vol cap art ed fig
      aprox ej etc ee uu s.a cía ene feb mar abr jun jul ago sept oct nov dic`,
    ),
    ordinals: false,
  },
  pl: {
    words: words(
      `dr prof mgr inż hab lek gen płk ppłk mjr kpt por ppor sierż ks o s św ul al pl os nr r w godz tys mln mld zł gr m.in np
      tzw tzn itd itp ok ur zm im por str t tab rys art ust pkt woj pow gm`,
    ),
    ordinals: true,
  },
  ar: { words: words('د أ م ق هـ ص ج ط'), ordinals: false },
};
