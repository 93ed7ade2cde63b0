import { type Terms, termsHeaders } from '../terms.ts';

/** Whatever knows the terms of the publication, and where it is. */
export interface TermsOf {
  origin: string;
  terms: Terms | undefined;
}

/**
 * Says in the headers of a document what machines may do with it, if that is said at all.
 * @param own true of a story that has terms of its own: the license of the whole wire is not that of the story
 */
export function setTerms(headers: Headers, { origin, terms }: TermsOf, own = false): void {
  if (!terms) return;
  const { link = '', ...others } = termsHeaders(terms, origin);
  if (!own) headers.append('link', link);
  for (const [name, value] of Object.entries(others)) headers.set(name, value);
}
