/** The publication that the benchmark runs. */
export const VARS = {
  ORIGIN: 'https://news.example',
  SITE_TITLE: 'Bench & Wire',
  SITE_DESCRIPTION: 'A news wire for every tag',
  SITE_LANGUAGE: 'en',
  SITE_COPYRIGHT: 'Tagwire',
  EDITOR_NAME: 'Bench desk',
  EDITOR_EMAIL: 'desk@tagwire.example',
  TAG_AUTHORITY: 'tagwire.example,2022-02-24',
  PUBLISH_TOKEN: 'the-token-of-the-benchmark',
};
