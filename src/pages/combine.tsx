import type { ChannelRow } from '../channels/channel-store.ts';
import { type Expression, MAX_TERMS } from '../channels/expression.ts';
import { ALL } from '../channels/slug.ts';

/** A channel that can be ticked. */
export type Choice = Pick<ChannelRow, 'slug' | 'label'>;

/** The id of the form, for its boxes elsewhere on the page. */
const COMBINE_FORM = 'combine';

interface CombineFormProps {
  choices: Choice[];
  /** True if "any of them" is selected. */
  any?: boolean;
  /** The channel that is selected to be left out. */
  without?: string | undefined;
}

/** The box that puts a channel into a combination. @param id if there is a label for it */
export function Tick({ slug, label, id, checked = false }: Choice & { id?: string; checked?: boolean }) {
  const name = id === undefined ? { 'aria-label': `Combine ${label}` } : { id };
  return <input type="checkbox" name="tag" value={slug} form={COMBINE_FORM} checked={checked} {...name} />;
}

/** The form that combines the ticked channels. The server redirects it to the combination's page. */
export function CombineForm({ choices, any = false, without }: CombineFormProps) {
  return (
    <form id={COMBINE_FORM} action="/channels" method="get">
      <p>
        <label>
          Stories in{' '}
          <select name="join">
            <option value="every">all of them</option>
            <option value="any" selected={any}>
              any of them
            </option>
          </select>
        </label>{' '}
        <label>
          but not in{' '}
          <select name="without">
            <option value="">(nothing left out)</option>
            {choices.map(({ slug, label }) => (
              <option value={slug} selected={slug === without}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </p>
      <p>
        <button type="submit">Show the combination</button>{' '}
        <output class="address" for={COMBINE_FORM} data-max={MAX_TERMS} hidden />
      </p>
    </form>
  );
}

/** Reads the form as an expression; undefined if nothing is ticked. */
export function combinationOf(query: URLSearchParams): string | undefined {
  const without = query.getAll('without').filter((it) => it !== '');
  const tags = query.getAll('tag').filter((it) => it !== '');
  if (tags.length + without.length === 0) return undefined;
  const chosen = tags.length > 0 ? tags : [ALL];
  const clauses = query.get('join') === 'any' ? chosen.map((it) => [it]) : [chosen];
  return clauses.map((it) => [...it, ...without.map((slug) => `!${slug}`)].join('+')).join(',');
}

/** Makes the state of the form from an expression; it can show only one tag that is left out. */
export function ticked(expression: Expression): { tags: string[]; any: boolean; without: string | undefined } {
  const [none = [], ...others] = expression.map((it) => it.none);
  const same = others.every((it) => it.join() === none.join());
  return {
    tags: [...new Set(expression.flatMap((it) => it.every))],
    any: expression.length > 1,
    without: same && none.length === 1 ? none[0] : undefined,
  };
}
