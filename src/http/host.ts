import { HttpProblem, problemResponse } from './problem.ts';

/** RFC 3986 §3.2 without a user: an IPv6 address in brackets or a registered name (§3.2.2), and a port (§3.2.3). */
const AUTHORITY = /^(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+)(?::\d*)?$/i;
const QUOTED_CHARACTERS = 100;

/** True if the value of a Host header names a host (RFC 9110 §7.2), and nothing besides. */
export function isHost(value: string): boolean {
  // Not every name or port that the grammar allows can stand in a URL: "1.2.3.4.5", "x:99999".
  return AUTHORITY.test(value) && URL.canParse(`http://${value}/`);
}

/**
 * Makes what refuses a request whose Host header names no host: 400 (RFC 9112 §3.2). The runtime puts the header into
 * `request.url` as it came, so that a path in it would be answered instead of the one that was asked for.
 * @param own the host that most requests name
 * @returns a function that returns undefined if the request can be answered. One without the header does not come from
 *   the network.
 */
export function refuseHosts(own: string): (request: Request) => Response | undefined {
  // Most requests name the host that the one before named, and a document from memory takes hardly longer than a look at it.
  let good = own;
  return (request) => {
    const host = request.headers.get('host');
    if (host === good || host === null) return undefined;
    if (isHost(host)) {
      good = host;
      return undefined;
    }
    const got = host.slice(0, QUOTED_CHARACTERS);
    const problem = new HttpProblem(400, `Host: expected the name of a host, with a port or without, got "${got}"`);
    const response = problemResponse(problem);
    return request.method === 'HEAD' ? new Response(null, response) : response;
  };
}
