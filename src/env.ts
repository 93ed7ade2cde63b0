/** What the platform hands to the app: the database, the publication's settings and its secrets (wrangler.toml). */
export interface Env {
  DB: D1Database;
  /** Absolute origin of every address we print, without a slash at the end. Never taken from the Host header. */
  ORIGIN: string;
  SITE_TITLE: string;
  SITE_DESCRIPTION: string;
  /** BCP 47 tag of the language that stories are in unless they say otherwise. */
  SITE_LANGUAGE: string;
  SITE_COPYRIGHT?: string;
  EDITOR_NAME?: string;
  EDITOR_EMAIL?: string;
  /** RFC 4151 tagging entity, `authority,date`: the domain that was ours on that date. Never changes. */
  TAG_AUTHORITY: string;
  /** Bearer tokens of the publishing API, separated by white space. A secret. */
  PUBLISH_TOKEN?: string;
  /** "off" limits nobody; see src/http/etiquette.ts. */
  RATE_LIMITS?: string;
  /** How often a client may ask for one feed without If-None-Match or If-Modified-Since, and with. */
  UNCONDITIONAL_LIMIT?: RateLimit;
  CONDITIONAL_LIMIT?: RateLimit;
}
