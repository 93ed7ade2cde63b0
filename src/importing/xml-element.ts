/** An element of XML. Names are as written, with their prefix. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

/** Returns a name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Removes the prefixes of an element and all in it: exports write the same namespace with a prefix or without. */
export function unprefixed(element: XmlElement): XmlElement {
  const children = element.children.map((it) => (typeof it === 'string' ? it : unprefixed(it)));
  return { ...element, name: localName(element.name), children };
}

/** Returns the children of an element with a name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return (element?.children ?? []).filter((it): it is XmlElement => typeof it !== 'string' && it.name === name);
}

/** Returns the first child of an element with a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

/** Returns all text in an element. */
export function textIn(element: XmlElement): string {
  return element.children.map((it) => (typeof it === 'string' ? it : textIn(it))).join('');
}

/** Returns the trimmed text of the first child with a name; undefined if there is none or it is blank. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const child = childOf(element, name);
  return child === undefined ? undefined : textIn(child).trim() || undefined;
}
