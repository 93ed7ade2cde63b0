import { integrityOf, sha256 } from '../hash.ts';
import present from './embed.client.js';
import { withoutComments } from './without-comments.ts';

/** A version of the script that defines `<tagwire-feed>`. */
export interface EmbedScript {
  text: string;
  /** The address of these bytes and no others. */
  path: string;
  /** For the `integrity` attribute (Subresource Integrity). */
  integrity: string;
}

/**
 * Sources of former versions. Pages keep a snippet with its integrity for years, and browsers refuse it any other bytes. So
 * before embed.client.js changes after a release, copy its source into a file of its own, and add that here.
 */
const FORMER: string[] = [];

let scripts: Promise<EmbedScript[]> | undefined;

/** Every version, the present one first. */
function allScripts(): Promise<EmbedScript[]> {
  scripts ??= Promise.all([present, ...FORMER].map(toScript));
  return scripts;
}

/** The present version. */
export async function embedScript(): Promise<EmbedScript> {
  const [present] = await allScripts();
  return present as EmbedScript;
}

/** The version with this address. */
export async function findScript(path: string): Promise<EmbedScript | undefined> {
  return (await allScripts()).find((it) => it.path === path);
}

async function toScript(source: string): Promise<EmbedScript> {
  const text = withoutComments(source);
  return {
    text,
    path: `/embed/${(await sha256(text)).slice(0, 16)}.js`,
    integrity: await integrityOf(text, 384),
  };
}
