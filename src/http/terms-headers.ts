import { type Permissions, type Terms, termsHeaders, termsOf } from '../terms.ts';

/** Whatever knows the terms of the publication, and where it is. */
export interface TermsOf {
  origin: string;
  terms: Terms | undefined;
}

/**
 * Says in the headers of a document what machines may do with it, if that is said at all.
 * @param own of a story or channel that has terms of its own: the license of the whole wire is not that of these
 */
export function setTerms(headers: Headers, site: TermsOf, own?: Permissions): void {
  const terms = termsOf(own, site);
  if (!terms) return;
  const { link = '', ...others } = termsHeaders(terms, site.origin);
  if (!own) headers.append('link', link);
  for (const [name, value] of Object.entries(others)) headers.set(name, value);
}
