import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { type HttpProblem, problemResponse } from '../http/problem.ts';
import type { Site } from '../site.ts';
import { Layout } from './layout.tsx';
import { htmlPage, PAGE_HEADERS } from './response.ts';
import { sentence } from './words.ts';

const HEADINGS: Record<number, string> = {
  401: 'This asks for a password',
  404: 'There is nothing here',
  405: 'This address cannot do that',
  410: 'This story is gone',
};

/** Responds with a problem: a page for people, problem details (RFC 9457) for programs. */
export async function serveProblem(c: Context, site: Site, problem: HttpProblem): Promise<Response> {
  const { path } = c.req;
  const response = problemResponse(problem, path);
  if (path.startsWith('/api/')) return response;
  response.headers.append('vary', 'Accept');
  if (!wantsPage(c)) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) headers.set(name, value);
  const text = await htmlPage(<ProblemPage site={site} problem={problem} />);
  return new Response(text, { status: problem.status, headers });
}

function wantsPage(c: Context): boolean {
  const supports = ['application/problem+json', 'application/json', 'text/html'];
  return accepts(c, { header: 'Accept', supports, default: 'application/problem+json' }) === 'text/html';
}

function ProblemPage({ site, problem }: { site: Site; problem: HttpProblem }) {
  const heading = HEADINGS[problem.status] ?? 'Something went wrong';
  return (
    <Layout site={site} title={heading} head={<meta name="robots" content="noindex" />}>
      <h1>{heading}</h1>
      <p>
        <bdi>{sentence(problem.message)}</bdi>
      </p>
      <p>
        <a href="/">See all channels</a>, or search for it above.
      </p>
    </Layout>
  );
}
