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

/** Settings of wrangler.toml that are a part of every feed, as they come with Tagwire, and what each should be. */
const SAMPLE_SETTINGS: Record<string, { sample: RegExp; expected: string }> = {
  TAG_AUTHORITY: {
    sample: /^tagwire\.example,/,
    expected:
      'a domain of yours and a day on which it was yours, such as news.example,2026-01-01; it can never be changed',
  },
  SITE_TITLE: { sample: /^Tagwire$/, expected: 'the name of the wire' },
  EDITOR_NAME: { sample: /^Tagwire desk$/, expected: 'who answers for the stories' },
  EDITOR_EMAIL: { sample: /@tagwire\.example$/, expected: 'where they can be written to' },
};

/**
 * Names what would be published of the samples that come with Tagwire: under permanent ids, it could not be taken back.
 * @param config the text of wrangler.toml
 * @param keys of the stories that would be pushed
 */
export function samplesIn(config: string, keys: string[]): string[] {
  const settings = Object.entries(SAMPLE_SETTINGS).flatMap(([name, { sample, expected }]) => {
    const value = new RegExp(`^${name}\\s*=\\s*"([^"]*)"`, 'm').exec(config)?.[1];
    return value !== undefined && sample.test(value)
      ? [`wrangler.toml: ${name}: is that of the sample ("${value}"); expected ${expected}`]
      : [];
  });
  const stories = keys.filter((it) => SAMPLE_STORIES.has(it));
  if (stories.length === 0) return settings;
  const what = `${stories.length === 1 ? '1 sample story' : `${stories.length} sample stories`} would be published, such as ${stories[0]}; delete them`;
  return [...settings, `articles: ${what}`];
}
