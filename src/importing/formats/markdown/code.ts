const CODE = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$|`[^`\n]+`/gm;

/** Changes the parts of Markdown that are no code. */
export function outsideCode(body: string, change: (text: string) => string): string {
  let changed = '';
  let at = 0;
  for (const code of body.matchAll(CODE)) {
    changed += change(body.slice(at, code.index)) + code[0];
    at = code.index + code[0].length;
  }
  return changed + change(body.slice(at));
}

/** Markdown without its code. */
export const withoutCode = (body: string) => body.replace(CODE, '');
