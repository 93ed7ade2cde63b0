const REFERENCES: Record<string, string> = { '&': '&#x26;', '<': '&#x3C;', '>': '&#x3E;' };
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Escapes plain text for XML content. Hexadecimal references, as the RSS Advisory Board's profile advises: readers do
 * not take what they stand for as HTML.
 */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => REFERENCES[character] as string);
}

/** Escapes text for a double-quoted XML attribute. Named entities: some parsers read no others there. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}
