import type { Expression } from '../channels/expression.ts';
import { ALL } from '../channels/slug.ts';
import type { ChannelRow } from '../channels/store.ts';

/** A channel that can be ticked. */
export type Choice = Pick<ChannelRow, 'slug' | 'label'>;

/** The id of the form: the boxes that belong to it stand elsewhere on the page. */
export const COMBINE_FORM = 'combine';

/** The box by which a channel is chosen for a combination. @param id if there is a label for it */
export function Tick({ slug, label, id, checked = false }: Choice & { id?: string; checked?: boolean }) {
  const name = id === undefined ? { 'aria-label': `Combine ${label}` } : { id };
  return <input type="checkbox" name="tag" value={slug} form={COMBINE_FORM} checked={checked} {...name} />;
}

/** The buttons that combine what is ticked. The server answers with a redirect to the combination's page. */
export function CombineForm({ choices, without }: { choices: Choice[]; without?: string | undefined }) {
  return (
    <form id={COMBINE_FORM} class="combine" action="/channels" method="get">
      <p>
        <label>
          but not{' '}
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
      <p class="buttons">
        <button type="submit" name="join" value="every">
          Stories in all that I ticked
        </button>
        <button type="submit" name="join" value="any">
          Stories in any of them
        </button>
      </p>
      <output class="address" for={COMBINE_FORM} hidden />
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

/** What of an expression the form can show: its tags, and what it leaves out if that is one tag. */
export function ticked(expression: Expression): { tags: string[]; without: string | undefined } {
  const [none = [], ...others] = expression.map((it) => it.none);
  const same = others.every((it) => it.join() === none.join());
  return {
    tags: [...new Set(expression.flatMap((it) => it.every))],
    without: same && none.length === 1 ? none[0] : undefined,
  };
}
