/**
 * Programs that ask for deltas and refuse the answer 226 (RFC 3229 §10.4.1): words of their User-Agents in lower case, each with
 * the evidence.
 */
const REFUSERS: [word: string, evidence: string][] = [
  [
    'rss2email',
    'feed.py raises HTTPError for any status but 200, 301, 302, 304 and 307: it got nothing after its first run',
  ],
  ['feedparser', 'http.py sends "A-IM: feed" with every request, whatever the program that uses it makes of a 226'],
];

/** True if a program asks for a delta that it would refuse. */
export function refusesDeltas(userAgent: string): boolean {
  const lower = userAgent.toLowerCase();
  return REFUSERS.some(([word]) => lower.includes(word));
}
