/** A whole number above 0 in a query; undefined for anything else. */
export function positiveIn(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name) ?? '';
  return /^\d{1,9}$/.test(value) && Number(value) > 0 ? Number(value) : undefined;
}
