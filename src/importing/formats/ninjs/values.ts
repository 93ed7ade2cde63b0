import { type Fields, isFields, listOf, textOf } from '../../json.ts';

/** Returns the main value of a list of {role, value} (ninjs 2 and 3), else the first. */
export function mainValue(list: unknown): string | undefined {
  const values = listOf(list).filter(isFields);
  return textOf((values.find((it) => it.role === 'main') ?? values[0])?.value);
}

/** Returns a value of ninjs 1 whose name has an ending: `headline_main`, else any other, such as `headline_short`. */
export function suffixedValue(item: Fields, name: string): string | undefined {
  const all = Object.keys(item).filter((it) => it.startsWith(`${name}_`));
  return textOf(item[all.includes(`${name}_main`) ? `${name}_main` : (all[0] ?? '')]);
}
