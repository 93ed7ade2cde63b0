/** Removes blank and repeated labels; undefined if none is left. */
export function uniqueLabels(values: (string | undefined)[]): string[] | undefined {
  const all = [...new Set(values.filter((it) => it !== undefined && it !== ''))] as string[];
  return all.length > 0 ? all : undefined;
}

/** Splits labels at commas. */
export function splitLabels(text: string | undefined): string[] {
  return text?.split(',').map((it) => it.trim()) ?? [];
}
