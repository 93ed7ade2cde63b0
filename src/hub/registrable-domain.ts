import { getDomain } from 'tldts';
import { ipAddressOf } from './ip-addresses.ts';

/**
 * Returns the part of a host's name below which everything has one owner, by the public suffix list
 * (https://publicsuffix.org) with its private suffixes: `example.co.uk` for `a.b.example.co.uk`, and `a.workers.dev` for
 * itself. An IP address, and a name that nobody can register, stand for themselves.
 * @param host of a URL, in the form that the URL parser gives it
 */
export function registrableDomainOf(host: string): string {
  if (ipAddressOf(host) !== undefined) return host;
  return getDomain(host, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) ?? host;
}
