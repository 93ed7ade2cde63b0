/** The variables and secrets of wrangler.toml and .dev.vars. */
export interface Settings {
  /** Absolute origin of every address in our documents, without a slash at the end. Never taken from the Host header. */
  ORIGIN: string;
  SITE_TITLE: string;
  SITE_DESCRIPTION: string;
  /** BCP 47 tag of the language of all stories that do not name one. */
  SITE_LANGUAGE: string;
  /** IANA's name of the zone of dates that are written into stories, such as those of corrections; UTC by default. */
  SITE_TIME_ZONE?: string;
  /** `on`: feeds tell of withdrawals and retractions by an entry of its own, too; `off` by default. */
  NOTICES?: string;
  SITE_COPYRIGHT?: string;
  /** The publication's colour on its pages, such as `#0b5fa5`; our red unless given. */
  SITE_COLOR?: string;
  EDITOR_NAME?: string;
  EDITOR_EMAIL?: string;
  /** RFC 4151 tagging entity, `authority,date`: a domain that was yours on that date. Never changes. */
  TAG_AUTHORITY: string;
  /** Addresses of further WebSub hubs, separated by white space. Feeds name them, and changes are sent to them. */
  OTHER_HUBS?: string;
  /** Tells search engines of changed pages by IndexNow, with this key: 8 to 128 of a-z, A-Z, 0-9 and "-". Nobody is told without. */
  INDEXNOW_KEY?: string;
  /** Where IndexNow is told; https://api.indexnow.org/indexnow unless given. */
  INDEXNOW_ENDPOINT?: string;
  /** What machines may do with stories, such as `ai-train=no ai-input=no search=yes`; nothing is said unless given. */
  TERMS?: string;
  /** The address of a page about these terms. */
  TERMS_URL?: string;
  /** `on`: RSS and Atom have icon, logo and colour for Feedly and Inoreader; `off` by default. */
  WEBFEEDS?: string;
  /** `true` allows subscribers on this machine: for development only. */
  HUB_ALLOW_LOOPBACK?: string;
  /** Seconds that a subscriber has to take a delivery; 10 by default. */
  HUB_TIMEOUT_SECONDS?: string;
  /** Seconds from a delivery's first failure to the next attempt; 30 by default. */
  HUB_RETRY_SECONDS?: string;
  /** Subscriptions that the hub takes at most; 100,000 by default. Those that it has can always be renewed. */
  HUB_MAX_SUBSCRIPTIONS?: string;
  /** Bearer tokens of the publishing API, separated by white space: `token` or `name:scopes:token`. A secret. */
  PUBLISH_TOKEN?: string;
  /** `off` limits no client; see src/http/etiquette.ts. */
  RATE_LIMITS?: string;
}
