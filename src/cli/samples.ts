import { variableIn } from './wrangler-config.ts';

/** The keys of the stories that come with Tagwire. */
export const SAMPLE_STORIES = new Set(
  `
    antalya-ministers-meet artemis-i-launch azovstal-civilians-reach-zaporizhzhia black-sea-grain-initiative-ends
    black-sea-grain-initiative-signed burgenstock-peace-summit chornobyl-forty-years-on earthquakes-turkey-syria
    fire-at-zaporizhzhia-plant-put-out first-aid-convoy-reaches-kherson first-grain-ship-leaves-odesa
    geneva-conventions-and-civilians grain-from-the-black-sea how-a-power-grid-stays-in-balance
    how-humanitarian-corridors-work how-the-general-assembly-works humanitarian-corridors-agreed
    iaea-mission-zaporizhzhia-plant istanbul-talks-march-2022 istanbul-talks-prisoner-exchange
    kakhovka-dam-destroyed kherson-zvilneno koridor-sumy-poltava lviv-shelter-and-food mariupol-evacuation-halted
    mariupol-private-cars-leave nobel-peace-prize-2022 one-million-refugees-in-a-week
    opening-a-humanitarian-corridor przemysl-station-arrivals russia-begins-full-scale-invasion
    shcho-take-humanitarnyi-korydor strikes-on-ukrainian-power-grid sumy-corridor-opens
    temporary-protection-directive-activated temporary-protection-until-2027 third-round-of-talks-belarus
    ukraine-grid-joined-to-europe un-assembly-demands-withdrawal webb-first-full-colour-images
    wfp-warns-of-global-hunger what-a-ceasefire-is who-ends-covid-emergency who-is-a-refugee
    why-telescopes-are-sent-to-space winter-olympics-open-in-italy world-cup-final-argentina-france
    world-population-eight-billion
  `
    .trim()
    .split(/\s+/),
);

/** The pictures that come with Tagwire, below the public folder. */
export const SAMPLE_PICTURES = `
  cooling-towers corridor-route mirror-hexagons moon-rocket power-pylon tents train-window wheat-field
`
  .trim()
  .split(/\s+/)
  .map((it) => `images/${it}.png`);

/** The slugs of the tags that come with Tagwire. */
export const SAMPLE_TAGS = new Set(
  `
    europe ukraine russia poland lviv mariupol kherson black-sea turkey humanitarian-aid humanitarian-corridors refugees red-cross
    food-security diplomacy peace-talks united-nations european-union nobel-prize energy nuclear-safety science space earthquakes
    health sport football olympics
  `
    .trim()
    .split(/\s+/),
);

/** The file of the story that `tagwire init` writes, and words in it that are to be replaced. */
export const FIRST_STORY = 'first-story';
export const FIRST_STORY_WORDS = 'Change this file and save it';

/** Settings of wrangler.toml that are a part of every feed, as they come with Tagwire, and what each should be. */
const SAMPLE_SETTINGS: Record<string, { sample: RegExp; expected: string }> = {
  TAG_AUTHORITY: {
    sample: /^tagwire\.example,/,
    expected:
      'a domain of yours and a day on which it was yours, such as news.example,2026-01-01; it can never be changed',
  },
  SITE_TITLE: { sample: /^Tagwire$/, expected: 'the name of the wire' },
  SITE_DESCRIPTION: { sample: /^A news wire for every tag$/, expected: 'what the wire is about' },
  SITE_COPYRIGHT: { sample: /^Tagwire$/, expected: 'whose the stories are, or ""' },
  EDITOR_NAME: { sample: /^Tagwire desk$/, expected: 'who answers for the stories, or ""' },
  EDITOR_EMAIL: { sample: /@tagwire\.example$/, expected: 'where they can be written to, or ""' },
};

/** Settings that are no mistake as they come, but say nothing of a newsroom. */
const UNDECIDED: Record<string, RegExp> = {
  ORIGIN: /^https?:\/\/(?:127\.|localhost)/,
  SITE_TIME_ZONE: /^UTC$/,
  SITE_LANGUAGE: /^en$/,
};

/** Tells whether a setting is as it comes with Tagwire. */
export function isSampleSetting(name: string, value: string): boolean {
  return SAMPLE_SETTINGS[name]?.sample.test(value) ?? UNDECIDED[name]?.test(value) ?? false;
}

/**
 * Names what would be published of the samples that come with Tagwire: under permanent ids, it could not be taken back.
 * @param config the text of wrangler.toml
 * @param stories that would be pushed
 */
export function samplesIn(config: string, stories: { key: string; record?: { body: string } }[]): string[] {
  const settings = Object.entries(SAMPLE_SETTINGS).flatMap(([name, { expected }]) => {
    const value = variableIn(config, name);
    return value !== undefined && isSampleSetting(name, value)
      ? [`wrangler.toml: ${name}: is that of the sample ("${value}"); expected ${expected}`]
      : [];
  });
  const keys = stories.map((it) => it.key).filter((it) => SAMPLE_STORIES.has(it));
  const what = `${keys.length === 1 ? '1 sample story' : `${keys.length} sample stories`} would be published, such as ${keys[0]}; delete them`;
  const isUntouched = stories.some((it) => it.key === FIRST_STORY && it.record?.body.includes(FIRST_STORY_WORDS));
  return [
    ...settings,
    ...(keys.length > 0 ? [`articles: ${what}`] : []),
    ...(isUntouched
      ? [`articles/${FIRST_STORY}.md: still has the words that came with it; write your own, or delete it`]
      : []),
  ];
}
