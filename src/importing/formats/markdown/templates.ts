import type { Note } from '../../notes.ts';

const FENCED = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm;
const CODE = /`[^`\n]+`/g;

/** What only the generator that a text was written for can carry out, and how a note calls it. */
const TEMPLATES: [pattern: RegExp, shown: (name: string) => string][] = [
  [/\{\{[<%]\s*\/?\s*([\w./-]+)/g, (name) => `{{< ${name} >}}`],
  [/(?<!\{)\{%-?\s*([\w-]+)/g, (name) => `{% ${name} %}`],
  [/\{\{-?\s*([\w.]+)/g, (name) => `{{ ${name} }}`],
  [/^(import|export)\s[^\n]*(?:from\s+['"]|=|\{)/gm, (name) => name],
  [/<([A-Z][\w.]*)[\s/>]/g, (name) => `<${name}>`],
];

/** A note that names the template syntax in a body, outside of code; none where there is none. */
export function templateNote(body: string): Note[] {
  const text = body.replace(FENCED, '').replace(CODE, '');
  const names = TEMPLATES.flatMap(([pattern, shown]) =>
    [...text.matchAll(pattern)].map((it) => shown(it[1] as string)),
  );
  if (names.length === 0) return [];
  return [{ code: 'template', message: `the body has template syntax; replace it: ${[...new Set(names)].join(', ')}` }];
}
