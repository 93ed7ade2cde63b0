import type { Settings } from '../settings.ts';

/** What an operator can set of the hub. */
export interface HubSettings {
  /** Seconds that a subscriber has to take a delivery. */
  timeout: number;
  /** Seconds from a failed delivery to the next attempt; doubled after each further failure. */
  retry: number;
  /** Whether callbacks on this machine are allowed. */
  allowLoopback: boolean;
}

const DEFAULT_TIMEOUT_SECONDS = 10;
const DEFAULT_RETRY_SECONDS = 30;

/** @throws {Error} naming the variable, for a value that cannot be used */
export function hubSettingsOf(env: Settings): HubSettings {
  return {
    timeout: seconds('HUB_TIMEOUT_SECONDS', env.HUB_TIMEOUT_SECONDS, DEFAULT_TIMEOUT_SECONDS),
    retry: seconds('HUB_RETRY_SECONDS', env.HUB_RETRY_SECONDS, DEFAULT_RETRY_SECONDS),
    allowLoopback: env.HUB_ALLOW_LOOPBACK === 'true',
  };
}

const MAX_SECONDS = 3600;

function seconds(name: string, value: string | undefined, otherwise: number): number {
  if (value === undefined || value === '') return otherwise;
  const number = Number(value);
  if (number > 0 && number <= MAX_SECONDS) return number;
  throw new Error(`${name}: expected a number of seconds up to ${MAX_SECONDS}, got "${value}"`);
}
