import { type Fields, isFields, listOf, textOf } from '../../json.ts';

/** ninjs 2 and 3: a list of {role, value}; the main one, else the first. */
export function mainValue(list: unknown): string | undefined {
  const values = listOf(list).filter(isFields);
  return textOf((values.find((it) => it.role === 'main') ?? values[0])?.value);
}

/** ninjs 1: `headline_main`, `headline_short`. */
export function suffixedValue(item: Fields, name: string): string | undefined {
  const all = Object.keys(item).filter((it) => it.startsWith(`${name}_`));
  return textOf(item[all.includes(`${name}_main`) ? `${name}_main` : (all[0] ?? '')]);
}
