export type SignatureAlgorithm = 'sha256' | 'sha384' | 'sha512';

/** The algorithms that a subscriber can choose, by their names in the Web Cryptography API. */
const HASHES: Record<SignatureAlgorithm, string> = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

export const SIGNATURE_ALGORITHMS = Object.keys(HASHES) as SignatureAlgorithm[];

/** Signs a delivery (WebSub §7.1). @returns the HMAC of its body, in lower-case hex */
export async function sign(body: Uint8Array, secret: string, algorithm: SignatureAlgorithm): Promise<string> {
  const hmac = { name: 'HMAC', hash: HASHES[algorithm] };
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), hmac, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, body as Uint8Array<ArrayBuffer>);
  return [...new Uint8Array(signature)].map((it) => it.toString(16).padStart(2, '0')).join('');
}
