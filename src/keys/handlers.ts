import * as v from 'valibot';
import { dateProblem, parseDate } from '../articles/dates.ts';
import { toProblems } from '../articles/problems.ts';
import { decodeUtf8 } from '../articles/source.ts';
import type { ExpressionChannel } from '../channels/channel.ts';
import type { ChannelResolver } from '../channels/resolver.ts';
import { ALL } from '../channels/slug.ts';
import { plainPath } from '../feeds/address.ts';
import { SERVED_FORMATS } from '../feeds/formats/index.ts';
import type { Format, ProfileSource } from '../feeds/types.ts';
import { sha256 } from '../hash.ts';
import type { Handler } from '../http/add-routes.ts';
import { readBody } from '../http/body.ts';
import type { Database } from '../platform/database.ts';
import { invalid, notFound, type Problem } from '../refusal.ts';
import type { Site } from '../site.ts';
import { formatName } from './key-ring.ts';
import { listKeys, putKey, revokeKey } from './key-store.ts';

const MAX_REQUEST_BYTES = 10_000;
const NAME = /^[a-z0-9][\w.-]{0,39}$/i;

interface Parts {
  db: Database;
  site: Site;
  resolver: ChannelResolver;
  profiles: ProfileSource;
  clock: () => Date;
  /** Returns a text that cannot be guessed. */
  secret: () => string;
}

const RequestSchema = v.strictObject({
  name: v.pipe(
    v.string('expected text'),
    v.regex(NAME, 'expected 1 to 40 letters, digits, ".", "_" and "-", such as "acme"'),
  ),
  channel: v.pipe(v.string('expected a tag, or a combination such as "a+b"'), v.trim(), v.minLength(1, 'is empty')),
  formats: v.optional(
    v.pipe(v.array(v.string('expected text'), 'expected a list'), v.minLength(1, 'expected at least one')),
  ),
  until: v.optional(
    v.pipe(
      v.string('expected text'),
      v.transform((it) => (/^\d{4}-\d{2}-\d{2}$/.test(it) ? `${it}T00:00:00Z` : it)),
      v.check(
        (it) => dateProblem(it) === undefined,
        (it) => `expected a date such as 2027-01-01, got "${it.input}"`,
      ),
    ),
  ),
});

/** The handlers of /api/keys, behind the guards. */
export class KeyHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Every key, with its uses; never the key itself. */
  readonly getKeys: Handler = async (c) => {
    const keys = await listKeys(this.#parts.db).ask();
    return c.json(
      keys.map(({ made, ends, ...it }) => ({
        ...it,
        made: new Date(made).toISOString(),
        ...(ends !== undefined && { until: new Date(ends).toISOString() }),
      })),
    );
  };

  /** Makes a key, and tells it this once, with the addresses that it opens. */
  readonly postKey: Handler = async (c) => {
    const { db, site, resolver, profiles, clock, secret: newSecret } = this.#parts;
    const now = clock();
    const { name, channel: wanted, formats: given, until } = await this.#wanted(c.req.raw);
    const [channel] = await Promise.all([
      resolver.resolve(wanted, now).catch((error: Error) => {
        throw invalid([{ field: 'channel', message: error.message }]);
      }),
      profiles.read().ask(),
    ]);
    if (channel.kind === 'search')
      throw invalid([{ field: 'channel', message: 'expected a tag or a combination, got a search' }]);
    const all = [...SERVED_FORMATS, ...profiles.formats];
    const names = all.map(formatName);
    const unknown = given?.find((it) => !names.includes(it));
    if (unknown !== undefined)
      throw invalid([{ field: 'formats', message: `expected ${names.join(', ')}; got "${unknown}"` }]);
    const end = until === undefined ? undefined : parseDate(until).getTime();
    if (end !== undefined && end <= now.getTime()) throw invalid([{ field: 'until', message: 'is in the past' }]);
    const formats = given ?? SERVED_FORMATS.map(formatName);
    const secret = newSecret();
    const key = { name, channel: channel.name, formats, made: now.getTime(), ends: end };
    if (!(await putKey(db, key, await sha256(secret)).ask()))
      throw invalid([
        { field: 'name', message: `"${name}" is the name of another key, or was one: a name is used once` },
      ]);
    const opened = all.filter((it) => formats.includes(formatName(it)));
    const notes = channel.closed
      ? []
      : notesOnOpen(
          opened.map((it) => profiles.known.formatOf(it)),
          channel,
        );
    const addresses = opened.map((it) => site.origin + keyedPath(channel.name, it, secret));
    return c.json(
      { name, channel: channel.name, formats, key: secret, addresses, ...(until && { until }), notes },
      201,
    );
  };

  /** Ends a key at once. Its uses stay. */
  readonly deleteKey: Handler = async (c) => {
    const { db, clock } = this.#parts;
    const name = c.req.param('name') ?? '';
    if (!(await revokeKey(db, name, clock()).ask()))
      throw notFound(`there is no key "${name.slice(0, 100)}", or it has ended already`);
    return c.body(null, 204);
  };

  async #wanted(request: Request): Promise<v.InferOutput<typeof RequestSchema>> {
    const source = decodeUtf8(await readBody(request, MAX_REQUEST_BYTES)) ?? '';
    const result = v.safeParse(RequestSchema, jsonIn(source));
    if (!result.success) throw invalid(toProblems(result.issues));
    return result.output;
  }
}

function jsonIn(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    throw invalid([{ field: 'key', message: 'expected JSON such as {"name": "acme", "channel": "ukraine"}' }]);
  }
}

/** Says which of these feeds need no key, and how they are closed. */
function notesOnOpen(formats: Format[], { expression }: ExpressionChannel): Problem[] {
  const tags = [...new Set(expression.flatMap(({ every }) => every))].filter((it) => it !== ALL);
  const closing = (place: string, file: string) => `"key: required" ${place} in articles/${file} closes it`;
  const plain = formats.filter((it) => !it.profile).map((it) => it.title);
  const ofChannel = `the channel is open to everybody without a key, in ${plain.join(', ')}`;
  const partners = formats.flatMap(({ title, profile }) =>
    profile && !profile.closed
      ? [`${title} is open to everybody without a key: ${closing(`of ${profile.name}`, 'partners.yaml')}`]
      : [],
  );
  const place = tags.length > 0 ? `of ${tags.join(' or ')}` : 'above the tags';
  return [...(plain.length === 0 ? [] : [`${ofChannel}: ${closing(place, 'tags.yaml')}`]), ...partners].map(
    (message) => ({ field: 'formats', message }),
  );
}

/** The address of a channel's feed that holds a key, without the origin. */
function keyedPath(channel: string, format: Format, secret: string): string {
  const plain = plainPath(channel, format).replace(/\?.*$/, '');
  return plain.replace(/(\.[a-z]+)$/, `/key/${secret}$1`);
}
