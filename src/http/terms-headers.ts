import { type Terms, termsHeaders } from '../terms.ts';

/** Whatever knows the terms of the publication, and where it is. */
export interface TermsOf {
  origin: string;
  terms: Terms | undefined;
}

/** Says in the headers of a document what machines may do with it, if that is said at all. */
export function setTerms(headers: Headers, { origin, terms }: TermsOf): void {
  if (!terms) return;
  const { link = '', ...others } = termsHeaders(terms, origin);
  headers.append('link', link);
  for (const [name, value] of Object.entries(others)) headers.set(name, value);
}
