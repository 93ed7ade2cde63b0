import type { Note } from '../../notes.ts';

const FENCED = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm;
const CODE = /`[^`\n]+`/g;

/** Template syntax of site generators, and its form in a note. */
const TEMPLATES: [pattern: RegExp, shown: (name: string) => string][] = [
  [/\{\{[<%]\s*\/?\s*([\w./-]+)/g, (name) => `{{< ${name} >}}`],
  [/(?<!\{)\{%-?\s*([\w-]+)/g, (name) => `{% ${name} %}`],
  [/\{\{-?\s*([\w.]+)/g, (name) => `{{ ${name} }}`],
  [/^(import|export)\s[^\n]*(?:from\s+['"]|=|\{)/gm, (name) => name],
  [/<([A-Z][\w.]*)[\s/>]/g, (name) => `<${name}>`],
];

/** Notes template syntax in a body; code is not searched. */
export function templateNote(body: string): Note[] {
  const text = body.replace(FENCED, '').replace(CODE, '');
  const names = TEMPLATES.flatMap(([pattern, shown]) =>
    [...text.matchAll(pattern)].map((it) => shown(it[1] as string)),
  );
  if (names.length === 0) return [];
  return [{ code: 'template', message: `the body has template syntax; replace it: ${[...new Set(names)].join(', ')}` }];
}
