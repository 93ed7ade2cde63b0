import { extname, isAbsolute, join, relative, sep } from 'node:path';
import { ImportError } from '../importing/import-error.ts';
import { type OpenInput, openBytes, openFile } from '../importing/input.ts';
import type { Archives } from './archives.ts';
import { CommandError } from './errors.ts';
import { isFolder, type Listed, listFiles } from './folder-paths.ts';

/** A file or standard input. */
export interface ImportInput {
  /** As it is told to people: below its archive, if it comes out of one. */
  path: string;
  /** @throws {ImportError} if it cannot be opened */
  open(): Promise<OpenInput>;
}

/** What paths stand for. */
export interface Inputs {
  inputs: ImportInput[];
  /** Files of folders that hold no stories, by what they are. */
  leftOut: Record<string, number>;
}

const LINK_OUT = 'is a link out of the folder, and is not followed; name what it leads to, to import that';

/** What stands beside the stories of an export, by the endings of its names. */
const BESIDE: Record<string, RegExp> = {
  pictures: /^(?:avif|bmp|gif|heic|ico|jpe?g|png|svg|tiff?|webp)$/,
  'sounds and videos': /^(?:aac|avi|flac|m4a|m4v|mkv|mov|mp3|mp4|oga|ogg|ogv|opus|wav|webm)$/,
  'parts of a theme': /^(?:cjs|css|eot|js|less|map|mjs|otf|sass|scss|ts|ttf|woff2?)$/,
};

/**
 * Finds what paths stand for: files, every file below a folder, and every file in a ZIP archive.
 * @param given standard input, for the path "-"
 * @param out where records are written: those are no inputs
 * @throws {CommandError} for a path in that folder
 */
export async function inputsAt(
  paths: string[],
  archives: Archives,
  { given, encoding, out }: { given: Uint8Array | undefined; encoding: string | undefined; out: string },
): Promise<Inputs> {
  const inputs: ImportInput[] = [];
  const leftOut: Record<string, number> = {};
  const refuse = (path: string, error: ImportError) => {
    inputs.push({ path, open: () => Promise.reject(error) });
  };
  const add = async ({ path, leadsOut }: Listed, shown: string): Promise<void> => {
    if (leadsOut) return refuse(shown, new ImportError(LINK_OUT));
    if (path === '-') {
      const bytes = given ?? new Uint8Array();
      inputs.push({ path, open: async () => openBytes(path, bytes, encoding) });
      return;
    }
    const folder = await archives.unpacked(path).catch((error: ImportError) => error);
    if (folder instanceof ImportError) refuse(shown, folder);
    else if (folder !== undefined) await addFolder(folder, shown);
    else inputs.push({ path: shown, open: async () => openFile(path, encoding) });
  };
  const addFolder = async (folder: string, shown: string): Promise<void> => {
    const files = (await listFiles(folder)).filter((it) => !isOfTools(relative(folder, it.path)));
    for (const file of files) {
      const what = isIn(out, file.path) ? 'records of the --out folder' : whatIs(file.path);
      if (what === undefined) await add(file, join(shown, relative(folder, file.path)));
      else leftOut[what] = (leftOut[what] ?? 0) + 1;
    }
    // An empty folder is an input without stories, and is reported as one.
    if (files.length === 0) refuse(shown, new ImportError('is a folder without files', 'empty'));
  };
  for (const path of paths) {
    if (path !== '-' && isIn(out, path))
      throw new CommandError(
        `import: ${path} is in the --out folder (${out}): what is there has been imported, or is a record`,
      );
    if (path !== '-' && (await isFolder(path))) await addFolder(path, path);
    else await add({ path, leadsOut: false }, path);
  }
  return { inputs, leftOut };
}

/** True of a folder, and of what is in it. */
function isIn(folder: string, path: string): boolean {
  const place = relative(folder, path);
  return place !== '..' && !place.startsWith(`..${sep}`) && !isAbsolute(place);
}

/** True of what a version control or a package manager keeps, and of hidden files. */
const isOfTools = (path: string) => path.split(/[\\/]/).some((it) => it.startsWith('.') || it === 'node_modules');

function whatIs(path: string): string | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  return Object.keys(BESIDE).find((it) => BESIDE[it]?.test(ending));
}

/** Reads all of standard input. */
export async function readStdin(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces));
}
