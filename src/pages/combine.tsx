import { type Expression, MAX_TERMS } from '../channels/expression.ts';
import { ALL } from '../channels/slug.ts';
import type { ChannelRow } from '../channels/store.ts';

/** A channel that can be ticked. */
export type Choice = Pick<ChannelRow, 'slug' | 'label'>;

/** The id of the form: the boxes that belong to it stand elsewhere on the page. */
export const COMBINE_FORM = 'combine';

interface CombineFormProps {
  choices: Choice[];
  /** Whether it stands at "any of them". */
  any?: boolean;
  without?: string | undefined;
}

/** The box by which a channel is chosen for a combination. @param id if there is a label for it */
export function Tick({ slug, label, id, checked = false }: Choice & { id?: string; checked?: boolean }) {
  const name = id === undefined ? { 'aria-label': `Combine ${label}` } : { id };
  return <input type="checkbox" name="tag" value={slug} form={COMBINE_FORM} checked={checked} {...name} />;
}

/** How to combine what is ticked. The server answers with a redirect to the combination's page. */
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

/** The combination that the form asks for, as an expression; undefined if nothing is ticked. */
export function combinationOf(query: URLSearchParams): string | undefined {
  const without = query.getAll('without').filter((it) => it !== '');
  const tags = query.getAll('tag').filter((it) => it !== '');
  if (tags.length + without.length === 0) return undefined;
  const chosen = tags.length > 0 ? tags : [ALL];
  const clauses = query.get('join') === 'any' ? chosen.map((it) => [it]) : [chosen];
  return clauses.map((it) => [...it, ...without.map((slug) => `!${slug}`)].join('+')).join(',');
}

/** What of an expression the form can show: its tags, whether any will do, and what it leaves out if that is one tag. */
export function ticked(expression: Expression): { tags: string[]; any: boolean; without: string | undefined } {
  const [none = [], ...others] = expression.map((it) => it.none);
  const same = others.every((it) => it.join() === none.join());
  return {
    tags: [...new Set(expression.flatMap((it) => it.every))],
    any: expression.length > 1,
    without: same && none.length === 1 ? none[0] : undefined,
  };
}
