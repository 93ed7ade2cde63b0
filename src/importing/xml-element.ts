/** An element without what HTML or namespaces make of it: names are as written, prefix and all. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

/** A name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The elements directly in one, of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return (element?.children ?? []).filter((it): it is XmlElement => typeof it !== 'string' && it.name === name);
}

/** The first element of a name, directly in one. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

/** All the text in an element. */
export function textIn(element: XmlElement): string {
  return element.children.map((it) => (typeof it === 'string' ? it : textIn(it))).join('');
}

/** The trimmed text of the first element of a name, or undefined where there is none. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const child = childOf(element, name);
  return child === undefined ? undefined : textIn(child).trim() || undefined;
}
