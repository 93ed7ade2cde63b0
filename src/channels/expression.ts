import { notFound } from '../refusal.ts';

/** One alternative of an expression: stories with every tag of `every` and none of `none`. */
export interface Clause {
  every: string[];
  none: string[];
}

/** What a channel lists: the stories of any clause. */
export type Expression = Clause[];

export const MAX_TERMS = 8;
export const MAX_EXPRESSION_CHARACTERS = 1000;

/**
 * Reads `a+b,!c+d`: "," is either, "+" both and binds tighter, "!" not.
 * @param resolve gives the slug that a term stands for (a former slug's successor, a label's slug), or throws
 * @throws {Refused} `not-found` when it is too long, a term is empty, or a clause has no positive term
 */
export function parseExpression(text: string, resolve: (term: string) => string): Expression {
  if (text.length > MAX_EXPRESSION_CHARACTERS) {
    throw unreadable(`expected at most ${MAX_EXPRESSION_CHARACTERS} characters, got ${text.length}`);
  }
  const clauses = text.split(',').map((clause) => clause.split('+'));
  const terms = clauses.flat();
  if (terms.length > MAX_TERMS) throw unreadable(`expected at most ${MAX_TERMS} tags, got ${terms.length}`);
  const empty = terms.some((term) => term.replace('!', '').trim() === '');
  if (empty) throw unreadable('expected a tag around each "+" and ","');
  return clauses.map((clause) => {
    const every = clause.filter((term) => !term.startsWith('!')).map((term) => resolve(term));
    const none = clause.filter((term) => term.startsWith('!')).map((term) => resolve(term.slice(1)));
    if (every.length === 0) throw unreadable('expected at least one tag without "!" between commas');
    return { every, none };
  });
}

/**
 * The one form of all expressions that mean the same: terms and clauses sorted (what is wanted before what is not),
 * doubles and `all` dropped where they say nothing, clauses that another one contains dropped, and those that nothing
 * can match.
 * @throws {Refused} `not-found` when nothing is left that any story could match
 */
export function canonicalExpression(expression: Expression, all: string): Expression {
  const clauses = expression
    .map(({ every, none }) => {
      const wanted = sorted(every).filter((it) => it !== all);
      return { every: wanted.length > 0 ? wanted : [all], none: sorted(none) };
    })
    .filter(({ every, none }) => !none.includes(all) && !every.some((it) => none.includes(it)));
  if (clauses.length === 0) throw unreadable('no story can match it');
  const unique = clauses.filter(
    (it, index) => clauses.findIndex((other) => clauseName(other) === clauseName(it)) === index,
  );
  const contains = (wide: Clause, narrow: Clause) =>
    wide.every.every((it) => it === all || narrow.every.includes(it)) &&
    wide.none.every((it) => narrow.none.includes(it));
  return unique
    .filter((it) => !unique.some((other) => other !== it && contains(other, it)))
    .sort((a, b) => (clauseName(a) < clauseName(b) ? -1 : 1));
}

const unreadable = (reason: string) => notFound(`not a channel: ${reason}`);

const sorted = (slugs: string[]) => [...new Set(slugs)].sort();

const clauseName = ({ every, none }: Clause) => [...every, ...none.map((it) => `!${it}`)].join('+');

/** An expression as it stands in an address. */
export function expressionName(expression: Expression): string {
  return expression.map(clauseName).join(',');
}

/** Every slug that an expression names. */
export function slugsOf(expression: Expression): string[] {
  return [...new Set(expression.flatMap(({ every, none }) => [...every, ...none]))];
}

/** An expression in words: "Ukraine and Refugees, or Sport but not Football". */
export function expressionLabel(expression: Expression, labelOf: (slug: string) => string): string {
  return expression
    .map(({ every, none }) => {
      const wanted = every.map(labelOf).join(' and ');
      return none.length > 0 ? `${wanted} but not ${none.map(labelOf).join(' or ')}` : wanted;
    })
    .join(', or ');
}
