import type { Settings } from '../settings.ts';

/** The hub's settings, for an operator to change. */
export interface HubSettings {
  /** The time that a subscriber has to answer a delivery. */
  timeoutSeconds: number;
  /** From a first failed delivery to the next attempt; doubled after each further failure. */
  firstPauseSeconds: number;
  /** Subscriptions that the hub takes: beyond them it renews those that it has. */
  maxSubscriptions: number;
  /** Allows callbacks on this machine. */
  allowLoopback: boolean;
}

const DEFAULT_TIMEOUT_SECONDS = 10;
const DEFAULT_FIRST_PAUSE_SECONDS = 30;
const DEFAULT_MAX_SUBSCRIPTIONS = 100_000;

/** @throws {Error} naming the variable, for a value that cannot be used */
export function hubSettingsOf(settings: Settings): HubSettings {
  return {
    timeoutSeconds: seconds('HUB_TIMEOUT_SECONDS', settings.HUB_TIMEOUT_SECONDS, DEFAULT_TIMEOUT_SECONDS),
    firstPauseSeconds: seconds('HUB_RETRY_SECONDS', settings.HUB_RETRY_SECONDS, DEFAULT_FIRST_PAUSE_SECONDS),
    maxSubscriptions: maxSubscriptionsIn(settings.HUB_MAX_SUBSCRIPTIONS),
    allowLoopback: settings.HUB_ALLOW_LOOPBACK === 'true',
  };
}

const MAX_SECONDS = 3600;

function seconds(name: string, value: string | undefined, otherwise: number): number {
  if (value === undefined || value === '') return otherwise;
  const number = Number(value);
  if (number > 0 && number <= MAX_SECONDS) return number;
  throw new Error(`${name}: expected a number of seconds above 0, at most ${MAX_SECONDS}, got "${value}"`);
}

function maxSubscriptionsIn(value: string | undefined): number {
  if (value === undefined || value === '') return DEFAULT_MAX_SUBSCRIPTIONS;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`HUB_MAX_SUBSCRIPTIONS: expected a whole number, 0 or more, got "${value}"`);
}
