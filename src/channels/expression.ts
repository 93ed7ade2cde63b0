import { notFound } from '../refusal.ts';
import { ALL } from './slug.ts';

/** One alternative of an expression: stories with every tag of `every` and none of `none`. */
export interface Clause {
  every: string[];
  none: string[];
}

/** A channel's choice of stories by their tags: those of any clause. */
export type Expression = Clause[];

export const MAX_TERMS = 8;
const MAX_EXPRESSION_CHARACTERS = 1000;

/**
 * Parses an expression such as `a+b,!c+d`: `+` is "and", `,` is "or" and binds less tightly, `!` is "not".
 * @param resolve returns the slug of a term (a slug, a former slug or a label), or throws
 * @throws {Refused} `not-found` if it is too long, a term is empty, or a clause has no term without `!`
 */
export function parseExpression(text: string, resolve: (term: string) => string): Expression {
  if (text.length > MAX_EXPRESSION_CHARACTERS) {
    throw unreadable(`expected at most ${MAX_EXPRESSION_CHARACTERS} characters, got ${text.length}`);
  }
  const clauses = text.split(',').map((clause) => clause.split('+'));
  const terms = clauses.flat();
  if (terms.length > MAX_TERMS) throw unreadable(`expected at most ${MAX_TERMS} tags, got ${terms.length}`);
  const empty = terms.some((term) => term.replace('!', '').trim() === '');
  if (empty) throw unreadable('expected a tag before and after each "+" and ","');
  return clauses.map((clause) => {
    const every = clause.filter((term) => !term.startsWith('!')).map((term) => resolve(term));
    const none = clause.filter((term) => term.startsWith('!')).map((term) => resolve(term.slice(1)));
    if (every.length === 0) throw unreadable('expected at least one tag without "!" between commas');
    return { every, none };
  });
}

/**
 * Returns the one form of all expressions with the same meaning. Terms and clauses are sorted, those with `!` last.
 * Left out are doubles, `all` beside another tag, clauses that a wider one includes, and clauses that no story can
 * match.
 * @throws {Refused} `not-found` if no clause is left
 */
export function canonicalExpression(expression: Expression): Expression {
  const clauses = expression
    .map(({ every, none }) => {
      const wanted = sorted(every).filter((it) => it !== ALL);
      return { every: wanted.length > 0 ? wanted : [ALL], none: sorted(none) };
    })
    .filter(({ every, none }) => !none.includes(ALL) && !every.some((it) => none.includes(it)));
  if (clauses.length === 0) throw unreadable('no story can match it');
  const unique = clauses.filter(
    (it, index) => clauses.findIndex((other) => clauseName(other) === clauseName(it)) === index,
  );
  const contains = (wide: Clause, narrow: Clause) =>
    wide.every.every((it) => it === ALL || narrow.every.includes(it)) &&
    wide.none.every((it) => narrow.none.includes(it));
  return unique
    .filter((it) => !unique.some((other) => other !== it && contains(other, it)))
    .sort((a, b) => (clauseName(a) < clauseName(b) ? -1 : 1));
}

const unreadable = (reason: string) => notFound(`not a channel: ${reason}`);

const sorted = (slugs: string[]) => [...new Set(slugs)].sort();

const clauseName = ({ every, none }: Clause) => [...every, ...none.map((it) => `!${it}`)].join('+');

/** True if an expression lists a story. @param slugs of the channels that list the story, `all` among them */
export function matches(expression: Expression, slugs: ReadonlySet<string>): boolean {
  return expression.some(({ every, none }) => every.every((it) => slugs.has(it)) && !none.some((it) => slugs.has(it)));
}

/** Writes an expression as it stands in addresses. */
export function expressionName(expression: Expression): string {
  return expression.map(clauseName).join(',');
}

/** Returns every slug in an expression, once. */
export function expressionSlugs(expression: Expression): string[] {
  return [...new Set(expression.flatMap(({ every, none }) => [...every, ...none]))];
}

/** Writes an expression for people: "Ukraine and Refugees, or Sport but not Football". */
export function expressionLabel(expression: Expression, labelOf: (slug: string) => string): string {
  return expression
    .map(({ every, none }) => {
      const wanted = every.map(labelOf).join(' and ');
      return none.length > 0 ? `${wanted} but not ${none.map(labelOf).join(' or ')}` : wanted;
    })
    .join(', or ');
}
