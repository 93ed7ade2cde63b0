import ipaddr from 'ipaddr.js';

/** All that IANA gives out as public unicast addresses; the rest of IPv6 is reserved or for special uses. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
/** A public number under which every machine in Azure finds its host, and nobody else anything. */
const AZURE_HOST = '168.63.129.16';

/** The IP address that a host in a URL is, without brackets; undefined if it is a name. */
export function ipAddressOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
}

/**
 * Why an address cannot be a server on the public Internet. Forms of IPv6 that carry an IPv4 address (mapped, NAT64,
 * 6to4, Teredo) are refused altogether: a public server has an address of its own.
 * @returns the kind of address: `loopback`, `private`, `linkLocal`, ...; undefined if it is public
 */
export function specialUseOf(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return 'no IP address';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return range;
  if (parsed.kind() === 'ipv6') return parsed.match(GLOBAL_UNICAST) ? undefined : 'reserved';
  return parsed.toString() === AZURE_HOST ? 'reserved' : undefined;
}
