import ipaddr from 'ipaddr.js';

/** Groups of 16 bits that name a network (RFC 4291 §2.5.1). Whoever has one address of it, has all 2^64. */
const NETWORK_GROUPS = 4;

/**
 * Returns the key by which a client is counted: an IPv4 address as it is, also one that is mapped into IPv6 (RFC 4291
 * §2.5.5.2); of any other IPv6 address its /64 network. A text that is no address is its own key.
 * @example clientKeyOf('2001:db8::1') // '2001:db8:0:0::/64'
 */
export function clientKeyOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!('parts' in parsed)) return parsed.toString();
  const network = parsed.parts.slice(0, NETWORK_GROUPS).map((it) => it.toString(16));
  return `${network.join(':')}::/64`;
}
