/** A shortcode of Hugo's, an include or a tag of Jekyll's: its name, and what it is given. */
export interface Shortcode {
  name: string;
  /** What has no name, in order. */
  values: string[];
  named: Map<string, string>;
}

const WORD = /([\w-]{1,50})=(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|'([^']*)'|(\S+)/g;

/** Reads the inside of a shortcode: `figure src="a.jpg" alt="A pier"`. */
export function shortcodeIn(inside: string): Shortcode {
  const values: string[] = [];
  const named = new Map<string, string>();
  for (const [, name, ...found] of inside.matchAll(WORD)) {
    const value = found.find((it) => it !== undefined) ?? '';
    if (name === undefined) values.push(value);
    else named.set(name.toLowerCase(), value);
  }
  const [name = '', ...rest] = values;
  return { name, values: rest, named };
}
