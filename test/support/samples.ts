import { existsSync, readFileSync } from 'node:fs';

/**
 * True while the stories and settings are those that come with Tagwire. Tests that read them are skipped in the checkout of a
 * newsroom that has its own.
 */
export const HAS_SAMPLES =
  existsSync('articles/sumy-corridor-opens.md') &&
  readFileSync('wrangler.toml', 'utf8').includes('TAG_AUTHORITY = "tagwire.example,2022-02-24"');
