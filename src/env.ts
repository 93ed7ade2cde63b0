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
  /** Addresses of WebSub hubs besides our own, separated by white space: feeds name them, and changes are told to them. */
  OTHER_HUBS?: string;
  /** Bearer tokens of the publishing API, separated by white space. A secret. */
  PUBLISH_TOKEN?: string;
}
