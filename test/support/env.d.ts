declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    ORIGIN: string;
    SITE_TITLE: string;
    SITE_DESCRIPTION: string;
    SITE_LANGUAGE: string;
    TAG_AUTHORITY: string;
    PUBLISH_TOKEN: string;
    HUB_VERIFICATIONS: Queue;
    HUB_DELIVERIES: Queue;
    HUB_COMBINATIONS: Queue;
    HUB_RETRIES: Queue;
    RELEASES: Queue;
    RATE_LIMITS: string;
    UNCONDITIONAL_LIMIT: RateLimit;
    CONDITIONAL_LIMIT: RateLimit;
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[];
  }
}
