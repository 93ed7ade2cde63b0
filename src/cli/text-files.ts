import { basename, relative, sep } from 'node:path';
import { decodeHTMLAttribute } from 'entities';
import type { ArticleRecord } from '../articles/record.ts';
import type { Problem } from '../refusal.ts';
import { isFile, isFolder, listFiles } from './folder-paths.ts';
import { publicFile } from './public-file.ts';

/** Pictures, sounds and videos in HTML, and pictures in Markdown: `![alt](address)`. */
const IN_HTML = /<(?:img|audio|video|source)\s(?:[^<>]*?\s)?src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/gi;
const IN_MARKDOWN = /!\[[^\]\n]{0,500}\]\(\s{0,9}<?([^\s<>()]+)/g;
/** What a text shows of code is no picture. */
const CODE = /^(`{3,}|~{3,})[\s\S]*?^\1|`[^`\n]+`/gm;

/** Returns the files that the text of a story shows from our own origin, and says which of them are not there. */
export async function filesInText(
  record: ArticleRecord,
  publicFolder: string,
): Promise<{ files: string[]; missing: Problem[] }> {
  const isMarkdown = record.bodyType === 'markdown';
  const text = isMarkdown ? record.body.replace(CODE, '') : record.body;
  const addresses = [
    ...[...text.matchAll(IN_HTML)].map((it) => decodeHTMLAttribute(it[1] ?? it[2] ?? it[3] ?? '')),
    ...(isMarkdown ? [...text.matchAll(IN_MARKDOWN)].map((it) => it[1] ?? '') : []),
  ];
  const files = new Map<string, string>();
  for (const it of addresses) {
    const file = it === '' || /^(?:data|blob):/i.test(it) ? undefined : publicFile(record, it, publicFolder);
    if (file !== undefined) files.set(file, it);
  }
  const missing: Problem[] = [];
  for (const [file, address] of files)
    if (!(await isFile(file))) {
      const message = `shows "${address}", and ${file} does not exist${await meantFile(address, publicFolder)}`;
      missing.push({ field: 'body', message });
    }
  return { files: [...files.keys()], missing };
}

/** Says which file of the public folder was probably meant by an address that leads to none: one of the same name. */
export async function meantFile(address: string, publicFolder: string): Promise<string> {
  const name = decodeURIComponent(basename(address.replace(/[?#].*$/s, ''))).toLowerCase();
  const files = (await isFolder(publicFolder)) ? await listFiles(publicFolder) : [];
  const meant = files.find((it) => basename(it.path).toLowerCase() === name);
  if (!meant) return '';
  const path = relative(publicFolder, meant.path).split(sep).map(encodeURIComponent).join('/');
  return `; did you mean /${path}?`;
}
