import type { Note } from '../../notes.ts';
import { withoutCode } from './code.ts';

/** Template syntax of site generators, and its form in a note. */
const TEMPLATES: [pattern: RegExp, shown: (name: string) => string][] = [
  [/\{\{[<%]\s*\/?\s*([\w./-]+)/g, (name) => `{{< ${name} >}}`],
  [/(?<!\{)\{%-?\s*(include\s[^\s%{}]{1,100}|[\w-]+)/g, (name) => `{% ${name} %}`],
  [/\{\{-?\s*([\w.]+)/g, (name) => `{{ ${name} }}`],
  [/^(import|export)\s[^\n]*(?:from\s+['"]|=|\{)/gm, (name) => name],
  [/(?<=\]\(<?|\s(?:href|src)=["'])\{(author|category|index|tag)\}/g, (name) => `{${name}}`],
  [/<([A-Z][\w.]*)[\s/>]/g, (name) => `<${name}>`],
];

/** Notes template syntax in a body; code is not searched. */
export function templateNote(body: string): Note[] {
  const text = withoutCode(body);
  const found = TEMPLATES.flatMap(([pattern, shown]) =>
    [...text.matchAll(pattern)].map((it) => shown(it[1] as string)),
  );
  if (found.length === 0) return [];
  const names = [...new Set(found)];
  const message = `the body has template syntax, which readers will see as it is; replace it: ${names.join(', ')}`;
  return [{ code: 'template', message, names }];
}
