import { sha256 as hashNow } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const ENCODER = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Returns the SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export async function sha256(text: string): Promise<string> {
  let hex = '';
  for (const byte of await digest('SHA-256', text)) hex += HEX[byte];
  return hex;
}

/** The same for a short text, at once: what the runtime hashes comes a turn of the event loop later. */
export const sha256Now = (text: string): string => bytesToHex(hashNow(ENCODER.encode(text)));

/** Returns the hash of a text as browsers compare it (Subresource Integrity, Content Security Policy): `sha384-...`. */
export async function integrityOf(text: string, bits: 256 | 384): Promise<string> {
  return `sha${bits}-${btoa(String.fromCharCode(...(await digest(`SHA-${bits}`, text))))}`;
}

/** Returns the hash of a text's UTF-8 bytes. @param algorithm as Web Crypto names it */
export async function digest(algorithm: string, text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(algorithm, ENCODER.encode(text)));
}

const FNV_PRIME = 0x01000193;

/** Returns a short name that changes with the text: FNV-1a from two starts. It needs no promise, and keeps no secret. */
export function fingerprint(text: string): string {
  return [0x811c9dc5, 0x01000193].map((start) => fnv(text, start).toString(16).padStart(8, '0')).join('');
}

function fnv(text: string, start: number): number {
  let hash = start;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return hash >>> 0;
}
