import ipaddr from 'ipaddr.js';

/** All public unicast addresses that IANA gives out; the rest of IPv6 is reserved or for special uses. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
/** The address of the host of every machine in Azure: it looks public, and leads nowhere for anybody else. */
const AZURE_HOST = '168.63.129.16';

/** Returns the IP address that a URL's hostname is, without brackets; undefined if it is a name. */
export function ipAddressOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}

/**
 * Returns the special use of an address that cannot be a server on the public Internet. Forms of IPv6 that carry an IPv4
 * address (mapped, NAT64, 6to4, Teredo) all count as special: a public server has an address of its own.
 * @returns `loopback`, `private`, `linkLocal`, ...; undefined if it is public
 */
export function specialUseOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return 'no IP address';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return range;
  if (parsed.kind() === 'ipv6') return parsed.match(GLOBAL_UNICAST) ? undefined : 'reserved';
  return parsed.toString() === AZURE_HOST ? 'reserved' : undefined;
}
