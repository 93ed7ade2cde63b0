import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { ipAddressOf, specialUseOf } from '../hub/ip-addresses.ts';

const MAX_REDIRECTS = 5;
/** Milliseconds without a byte. */
const TIMEOUT = 20_000;

interface DownloadOptions {
  /** The media types that are wanted. */
  accept: string;
  /** In bytes. */
  maxBytes: number;
  /** Lets addresses of this machine pass: for tests. */
  allowLoopback: boolean;
}

/** Thrown if an address cannot be downloaded. Its message follows the address. */
export class DownloadError extends Error {}

/**
 * Downloads a file from the public Internet: an export must not make us ask machines of our own network, in any spelling, or by
 * a redirect.
 * @throws {DownloadError} saying why
 */
export async function download(address: string, options: DownloadOptions): Promise<Uint8Array> {
  let url = address;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const answer = await ask(new URL(url), options);
    if (answer instanceof Uint8Array) return answer;
    url = new URL(answer.location, url).href;
  }
  throw new DownloadError(`redirects more than ${MAX_REDIRECTS} times`);
}

function ask(
  url: URL,
  { accept, maxBytes, allowLoopback }: DownloadOptions,
): Promise<Uint8Array | { location: string }> {
  if (!/^https?:$/.test(url.protocol)) throw new DownloadError(`leads to ${url.protocol}, not to http or https`);
  const literal = ipAddressOf(url.hostname);
  if (literal !== undefined && isRefused(literal, allowLoopback)) throw new DownloadError(NOT_PUBLIC);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url.href,
      {
        lookup: publicLookup(allowLoopback),
        timeout: TIMEOUT,
        headers: { accept, 'user-agent': 'Tagwire import' },
      },
      (response) => {
        const { statusCode = 0, headers } = response;
        const fail = (why: string) => {
          response.destroy();
          reject(new DownloadError(why));
        };
        if (statusCode >= 300 && statusCode < 400 && headers.location) {
          response.destroy();
          return resolve({ location: headers.location });
        }
        if (statusCode !== 200) return fail(`is answered with ${statusCode}`);
        const chunks: Uint8Array[] = [];
        let length = 0;
        response.on('data', (chunk: Uint8Array) => {
          chunks.push(chunk);
          length += chunk.byteLength;
          if (length > maxBytes) fail(`is longer than ${maxBytes} bytes`);
        });
        response.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
        response.on('error', (error) => fail(`breaks off: ${error.message}`));
      },
    );
    request.on('timeout', () => request.destroy(new DownloadError(`does not answer within ${TIMEOUT / 1000} s`)));
    request.on('error', (error) =>
      reject(error instanceof DownloadError ? error : new DownloadError(`cannot be reached: ${error.message}`)),
    );
    request.end();
  });
}

const NOT_PUBLIC = 'leads to a machine that is not on the public Internet; put its files into a folder, and name that';

function isRefused(address: string, allowLoopback: boolean): boolean {
  const use = specialUseOf(address);
  return use !== undefined && !(allowLoopback && use === 'loopback');
}

/** Finds a host's addresses, and refuses it if any is not public: what is connected to is what was looked at. */
function publicLookup(allowLoopback: boolean): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      if (addresses.some((it) => isRefused(it.address, allowLoopback)))
        return callback(new DownloadError(NOT_PUBLIC), '', 0);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      callback(null, first?.address ?? '', first?.family ?? 0);
    });
  };
}
