import { withoutCredentials } from '../addresses.ts';
import type { BodyNotes } from './notes.ts';
import { attribute, isElement, isText, type Node, walk } from './parse.ts';

/** A user name and a password in an address, from the sign that its scheme ends with. */
const PASSWORD = /:\/\/[^\s/?#@:]+:[^\s/?#@]+@/;

/**
 * Takes the password out of the text of a link that is its own address, as `<https://...>` in Markdown makes it. Tells of other
 * addresses with a password in the text: those are the author's words, and stay.
 */
export function tellPasswords(nodes: Node[], notes: BodyNotes): void {
  walk(nodes, (node) => {
    if (isElement(node) && node.tagName === 'a') {
      const [only, ...others] = node.childNodes;
      if (only && isText(only) && others.length === 0 && only.value.includes('@')) {
        // Markdown writes an address otherwise than it shows it.
        const address = URL.parse(only.value)?.href;
        const isItsOwn = address !== undefined && address === URL.parse(attribute(node, 'href') ?? '')?.href;
        if (isItsOwn) only.value = withoutCredentials(only.value.trim());
      }
    }
    if (isText(node) && PASSWORD.test(node.value))
      notes.add('an address in the text holds a password, which everybody would read: take it out');
    return true;
  });
}
