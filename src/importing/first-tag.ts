const PROLOG = [
  ['<?', '?>'],
  ['<!--', '-->'],
] as const;

/** Returns the first tag of XML or HTML; undefined if the text begins with something else. */
export function firstTag(head: string): { name: string; attributes: string; doctype: string } | undefined {
  let at = head.startsWith('\uFEFF') ? 1 : 0;
  let doctype = '';
  for (;;) {
    while (/\s/.test(head[at] ?? '')) at++;
    const pair = PROLOG.find(([start]) => head.startsWith(start, at));
    if (pair) {
      const end = head.indexOf(pair[1], at + pair[0].length);
      if (end < 0) return undefined;
      at = end + pair[1].length;
    } else if (/^<!doctype/i.test(head.slice(at, at + 9))) {
      const end = endOfDoctype(head, at);
      if (end < 0) return undefined;
      doctype = head.slice(at, end);
      at = end;
    } else break;
  }
  const tag = /^<([A-Za-z_][\w:.-]*)((?:\s[^<>]*)?)\/?>/.exec(head.slice(at));
  return tag ? { name: tag[1] as string, attributes: tag[2] as string, doctype } : undefined;
}

function endOfDoctype(head: string, at: number): number {
  const close = head.indexOf('>', at);
  const subset = head.indexOf('[', at);
  if (close < 0 || subset < 0 || close < subset) return close + 1 || -1;
  const end = head.indexOf(']', subset);
  return end < 0 ? -1 : head.indexOf('>', end) + 1 || -1;
}
