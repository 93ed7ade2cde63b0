import { parseFragment, serialize, serializeOuter, defaultTreeAdapter as tree } from 'parse5';
import { HtmlError } from '../articles/html/html-error.ts';
import { attribute, type Element, isElement, type Node, refuseManyTags, textIn, walk } from '../articles/html/parse.ts';

/** An element of HTML that is changed. Selectors are `name`, `.class` or `name.class`, or several with `, ` between. */
export class EditedElement {
  readonly #element: Element;

  constructor(element: Element) {
    this.#element = element;
  }

  get innerHTML(): string {
    return serialize(this.#element);
  }

  set innerHTML(html: string) {
    for (const it of [...this.#element.childNodes]) tree.detachNode(it);
    for (const it of parseFragment(html).childNodes) tree.appendChild(this.#element, it);
  }

  get textContent(): string {
    return textIn(this.#element.childNodes);
  }

  getAttribute(name: string): string | undefined {
    return attribute(this.#element, name);
  }

  querySelector(selector: string): EditedElement | undefined {
    const [first] = elementsIn(this.#element.childNodes, selector);
    return first && new EditedElement(first);
  }

  closest(name: string): EditedElement | undefined {
    let at: unknown = this.#element;
    while (at !== null && typeof at === 'object' && 'tagName' in at) {
      if (at.tagName === name) return new EditedElement(at as Element);
      at = (at as Element).parentNode;
    }
    return undefined;
  }

  /** Puts HTML before the element, behind it, or at its end. */
  insertAdjacentHTML(position: 'beforebegin' | 'beforeend' | 'afterend', html: string): void {
    const parent = this.#element.parentNode;
    const nodes = [...parseFragment(html).childNodes];
    if (position === 'beforeend') for (const it of nodes) tree.appendChild(this.#element, it);
    else if (parent) {
      const at = parent.childNodes.indexOf(this.#element) + (position === 'afterend' ? 1 : 0);
      const next = parent.childNodes[at];
      for (const it of nodes) next ? tree.insertBefore(parent, it, next) : tree.appendChild(parent, it);
    }
  }

  remove(): void {
    tree.detachNode(this.#element);
  }
}

/**
 * Changes elements of HTML that is not sanitised yet. HTML with more tags than any story stays as it is: the sanitiser will refuse
 * it.
 */
export function editHtml(html: string, selector: string, edit: (element: EditedElement) => void): string {
  if (hasManyTags(html)) return html;
  const fragment = parseFragment(html);
  for (const element of elementsIn(fragment.childNodes, selector)) edit(new EditedElement(element));
  return fragment.childNodes.map((it) => serializeOuter(it)).join('');
}

/** The elements in nodes that a selector finds, in their order. */
function elementsIn(nodes: Node[], selector: string): Element[] {
  const wanted = selector.split(', ').map((it) => it.split('.'));
  const found: Element[] = [];
  walk(nodes, (node) => {
    if (!isElement(node)) return true;
    const classes = (attribute(node, 'class') ?? '').split(/\s+/);
    const isFound = wanted.some(
      ([name = '', className]) =>
        (name === '' || node.tagName === name) && (className === undefined || classes.includes(className)),
    );
    if (isFound) found.push(node);
    return true;
  });
  return found;
}

function hasManyTags(html: string): boolean {
  try {
    refuseManyTags(html);
    return false;
  } catch (error) {
    if (error instanceof HtmlError) return true;
    throw error;
  }
}
