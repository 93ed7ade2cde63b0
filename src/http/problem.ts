import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Problem, Refused } from '../refusal.ts';
import { errorCacheControl } from './caching.ts';

/** An error with an HTTP status, told to the client. Only `problemResponse` makes a response of it. */
export class HttpProblem extends Error {
  readonly status: ContentfulStatusCode;
  readonly problems: Problem[] | undefined;
  readonly headers: Record<string, string>;

  /** @param detail what was expected and what came */
  constructor(
    status: ContentfulStatusCode,
    detail: string,
    { problems, headers = {} }: { problems?: Problem[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.status = status;
    this.problems = problems;
    this.headers = headers;
  }
}

const STATUSES = { 'not-found': 404, gone: 410, conflict: 409, invalid: 422, busy: 503 } as const;

/** Turns a refusal into an HTTP problem. @param status one that is not the usual one of its kind */
export function problemOf(refusal: Refused, status?: ContentfulStatusCode): HttpProblem {
  const { refusal: it } = refusal;
  return new HttpProblem(status ?? STATUSES[it.kind], refusal.message, {
    ...(it.kind === 'invalid' && { problems: it.problems }),
    ...(it.kind === 'busy' && { headers: { 'retry-after': String(it.retryAfterSeconds) } }),
  });
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'A valid token or key is needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Somebody else changed it',
  410: 'Gone',
  412: 'A precondition does not hold',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'It has problems',
  429: 'Too many requests',
  500: 'Something went wrong here',
  501: 'Not implemented',
  503: 'Too busy',
};

const MAX_INSTANCE_CHARACTERS = 300;

/** Responds with RFC 9457 problem details. @param path that was asked for; undefined if the request does not say */
export function problemResponse(problem: HttpProblem, path?: string): Response {
  const body = {
    type: 'about:blank',
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    ...(path !== undefined && { instance: path.slice(0, MAX_INSTANCE_CHARACTERS) }),
    ...(problem.problems && { problems: problem.problems }),
  };
  return Response.json(body, {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': errorCacheControl(problem.status),
      'x-content-type-options': 'nosniff',
      // An embedded list on another site has to see that a channel is gone.
      'access-control-allow-origin': '*',
      ...problem.headers,
    },
  });
}
