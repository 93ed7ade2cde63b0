import { ipAddressOf, specialUseOf } from './ip-addresses.ts';

const MAX_CALLBACK_CHARACTERS = 2000;
const QUOTED_CHARACTERS = 100;

/** RFC 3986 §2: characters that a URI may only hold percent-encoded. */
const NOT_URI = /[^\w.~:/?#[\]@!$&'()*+,;=%-]/u;
/** RFC 3986 §3.2. The URL parser would also find a host behind fewer or more slashes. */
const AUTHORITY = /^https?:\/\/([^/?#]+)/i;
/** RFC 1123 §2.1, with two labels or more, and the underscore that names in DNS may have. */
const PUBLIC_NAME = /^(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}$/;

/** Last labels of names that are not in the public DNS, or should not be, and who says so. */
const LOCAL_LABELS = new Map([
  ['test', 'RFC 6761 §6.2'],
  ['localhost', 'RFC 6761 §6.3'],
  ['invalid', 'RFC 6761 §6.4'],
  ['local', 'RFC 6762 §3'],
  ['onion', 'RFC 7686 §2'],
  ['alt', 'RFC 9476 §2'],
  ['arpa', 'RFC 3172 §2.1'], // home.arpa (RFC 8375) and service.arpa (RFC 9665) are local
  ['internal', 'ICANN 2024'],
  ['corp', 'ICANN 2018'],
  ['home', 'ICANN 2018'],
  ['mail', 'ICANN 2018'],
  ['intranet', 'RFC 6762 appendix G'],
  ['lan', 'RFC 6762 appendix G'],
  ['private', 'RFC 6762 appendix G'],
  ['localdomain', 'the hosts file of many systems'],
]);

/** Thrown for a callback that is refused. Its message is for the subscriber. */
export class CallbackError extends Error {}

/**
 * Refuses a callback that our hub must not call: it is not an http(s) URL in the characters of RFC 3986, leads to
 * ourselves, or names a machine that is not on the public Internet, in any spelling that the URL parser knows. Any query
 * that RFC 3986 allows passes, and may be kept byte for byte; `fetch` sends a `'` in it as `%27` (URL Standard).
 * @param ownOrigin of this hub; http and https at their default ports are the same server
 * @param allowLoopback lets 127.0.0.0/8, ::1 and localhost pass, for local development
 * @throws {CallbackError} with what was expected and what came
 */
export function checkCallback(
  callback: string,
  { allowLoopback, ownOrigin }: { allowLoopback: boolean; ownOrigin: string },
): void {
  if (callback.length > MAX_CALLBACK_CHARACTERS)
    throw new CallbackError(`expected at most ${MAX_CALLBACK_CHARACTERS} characters, got ${callback.length}`);
  const stray = NOT_URI.exec(callback)?.[0];
  if (stray !== undefined) throw new CallbackError(`expected a URL as RFC 3986 has it, got ${codePoint(stray)} in it`);
  const authority = AUTHORITY.exec(callback)?.[1];
  if (authority === undefined || !URL.canParse(callback))
    throw new CallbackError(`expected an absolute http or https URL, got "${callback.slice(0, QUOTED_CHARACTERS)}"`);
  if (authority.includes('@')) throw new CallbackError('expected no user name or password, got "@" before the path');
  if (callback.includes('#')) throw new CallbackError('expected no fragment, got "#"');
  const url = new URL(callback);
  checkHost(url.hostname, allowLoopback);
  if (serverOf(url) === serverOf(new URL(ownOrigin)))
    throw new CallbackError(`expected another server than this hub, got ${url.origin}`);
}

/**
 * Refuses a callback whose name leads to any address that is not public. Names change, so call it before each request to
 * a callback that has passed `checkCallback`. Without a resolver, every name passes.
 * @param resolve returns a host's addresses, as `fetch` would find them; its errors are passed on, and do not refuse
 * @throws {CallbackError} without the address: subscribers must not learn the addresses of our network
 */
export async function checkResolved(
  callback: string,
  { allowLoopback, resolve }: { allowLoopback: boolean; resolve?: (host: string) => Promise<string[]> },
): Promise<void> {
  const { hostname } = new URL(callback);
  if (ipAddressOf(hostname) !== undefined) return checkHost(hostname, allowLoopback);
  const addresses = await resolve?.(hostname);
  if (addresses?.length === 0) throw new CallbackError(`expected "${hostname}" to have an address, got none`);
  for (const address of addresses ?? []) {
    const use = specialUseOf(address);
    if (isRefused(use, allowLoopback))
      throw new CallbackError(`expected "${hostname}" to have public addresses only, got one that is not (${use})`);
  }
}

/** @throws {CallbackError} */
function checkHost(hostname: string, allowLoopback: boolean): void {
  const address = ipAddressOf(hostname);
  if (address !== undefined) {
    const use = specialUseOf(address);
    if (isRefused(use, allowLoopback)) throw new CallbackError(`expected a public address, got ${address} (${use})`);
    return;
  }
  const name = withoutDot(hostname);
  if (allowLoopback && name === 'localhost') return;
  const label = name.slice(name.lastIndexOf('.') + 1);
  const source = LOCAL_LABELS.get(label);
  if (source !== undefined)
    throw new CallbackError(`expected a public name, got "${hostname}": "${label}" is not public (${source})`);
  if (!PUBLIC_NAME.test(name))
    throw new CallbackError(`expected a public name such as news.example, got "${hostname}"`);
}

const isRefused = (use: string | undefined, allowLoopback: boolean) =>
  use !== undefined && !(allowLoopback && use === 'loopback');

/** Returns the host of a callback. */
export const hostOf = (callback: string) => withoutDot(new URL(callback).hostname);

/** Returns a server's host and port. All names and addresses of the loopback interface are one machine. */
function serverOf({ hostname, port }: URL): string {
  const name = withoutDot(hostname);
  const loopback = name === 'localhost' || specialUseOf(ipAddressOf(hostname) ?? '') === 'loopback';
  return `${loopback ? 'localhost' : name}:${port}`;
}

/** Returns a name without a dot at its end, which makes no difference (RFC 1034 §3.1). */
const withoutDot = (hostname: string) => hostname.replace(/\.$/, '');

const codePoint = (character: string) =>
  `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
