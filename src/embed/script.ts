import { sha256 } from '../hash.ts';
import source from './embed.js';

/** The script behind `<tagwire-feed>`. */
export interface EmbedScript {
  text: string;
  /** An address that has these bytes and no others. */
  path: string;
  /** For the `integrity` attribute (Subresource Integrity). */
  integrity: string;
}

/**
 * Sources of former versions that were released. Pages hold snippets with their integrity for years, and browsers refuse
 * them any other bytes: before embed.js is changed after a release, its source moves into a file of its own and here.
 */
const FORMER: string[] = [];

let scripts: Promise<EmbedScript[]> | undefined;

/** The present version first. */
function allScripts(): Promise<EmbedScript[]> {
  scripts ??= Promise.all([source, ...FORMER].map(toScript));
  return scripts;
}

/** The present version. */
export async function embedScript(): Promise<EmbedScript> {
  const [present] = await allScripts();
  return present as EmbedScript;
}

/** The version at an address of its own. */
export async function findScript(path: string): Promise<EmbedScript | undefined> {
  return (await allScripts()).find((it) => it.path === path);
}

async function toScript(authored: string): Promise<EmbedScript> {
  const text = withoutComments(authored);
  const digest = await crypto.subtle.digest('SHA-384', new TextEncoder().encode(text));
  return {
    text,
    path: `/embed/${(await sha256(text)).slice(0, 16)}.js`,
    integrity: `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`,
  };
}

/** A quarter of the source are comments on lines of their own, and there is a budget of 6 KB. */
function withoutComments(text: string): string {
  return text.replace(/^ *(\/\/.*|\/\*\*[\s\S]*?\*\/)\n/gm, '').replace(/^ +/gm, '');
}
