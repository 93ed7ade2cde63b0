import { OWN_LANGUAGE, shortTime } from '../language.ts';
import type { Verdict } from '../partners/judge.ts';
import type { ReportedStory } from '../partners/report.ts';
import type { KeptReport, KeptTotals } from '../partners/reports.ts';
import type { Site } from '../site.ts';
import { Layout } from './layout.tsx';

/** Stories on a page of a report. */
const MAX_LISTED = 200;
export const PARTNERS_PATH = '/partners';

const KINDS: [Verdict['kind'], string][] = [
  ['withheld', 'withheld'],
  ['adapted', 'adapted'],
  ['passed', 'as they are'],
  ['gone', 'gone'],
];

/** The page of every partner that the newsroom feeds, for the newsroom. */
export function PartnersPage({ site, partners }: { site: Site; partners: KeptTotals[] }) {
  return (
    <Layout site={site} title="Partners" head={<meta name="robots" content="noindex" />}>
      <h1>Partners</h1>
      {partners.length === 0 ? (
        <p>
          The newsroom feeds no partner yet. Name one in <code>articles/partners.yaml</code>, and this page says what it
          gets of each story.
        </p>
      ) : (
        <div class="report">
          <table>
            <thead>
              <tr>
                <th scope="col">Partner</th>
                {KINDS.map(([, words]) => (
                  <th scope="col" class="number">
                    {words}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {partners.map((it) => (
                <tr>
                  <th scope="row">
                    <a href={`${PARTNERS_PATH}/${it.partner}`}>{it.title}</a>
                  </th>
                  {KINDS.map(([kind]) => (
                    <td class="number">{it[kind]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Layout>
  );
}

interface ReportPageProps {
  site: Site;
  report: KeptReport;
  /** The stories that are shown: those of one kind. */
  kind: Verdict['kind'];
  /** How many of them come before those on this page. */
  from: number;
}

/** The page of one partner: its stories of one kind, each with what is adapted or why it is withheld. */
export function PartnerPage({ site, report, kind, from }: ReportPageProps) {
  const path = `${PARTNERS_PATH}/${report.partner}`;
  const ofKind = report.stories.filter((it) => it.verdict === kind);
  const shown = ofKind.slice(from, from + MAX_LISTED);
  return (
    <Layout site={site} title={`${report.title}, a partner`} head={<meta name="robots" content="noindex" />}>
      <h1>{report.title}</h1>
      <p class="kinds">
        <a href={PARTNERS_PATH}>All partners</a>
        <a href={report.feed}>Its feed</a>
      </p>
      {report.isBeingMade && (
        <p>Some stories are still being judged by the settings as they are now: look again in a minute.</p>
      )}
      <nav class="kinds" aria-label="Stories">
        {KINDS.map(([it, words]) => (
          <a href={`${path}?show=${it}`} aria-current={it === kind ? 'page' : undefined}>
            {report[it]} {words}
          </a>
        ))}
      </nav>
      {shown.length === 0 ? (
        <p>No story.</p>
      ) : (
        <ul class="findings">
          {shown.map((it) => (
            <li>
              <a href={`/articles/${it.key}`}>
                <bdi>{kind === 'gone' ? it.key : it.title}</bdi>
              </a>{' '}
              <small>since {shortTime(it.since, OWN_LANGUAGE, site.timeZone)}</small>
              <Findings of={it} />
            </li>
          ))}
        </ul>
      )}
      {ofKind.length > from + MAX_LISTED && (
        <p>
          <a href={`${path}?show=${kind}&from=${from + MAX_LISTED}`} rel="next">
            Older stories
          </a>
        </p>
      )}
      {report.scheduled.length > 0 && from === 0 && (
        <section aria-labelledby="scheduled">
          <h2 id="scheduled">Not public yet</h2>
          <ul class="findings">
            {report.scheduled.slice(0, MAX_LISTED).map((it) => (
              <li>
                <bdi>{it.title}</bdi>{' '}
                <small>
                  {it.verdict}, appears {shortTime(it.appears, OWN_LANGUAGE, site.timeZone)}
                </small>
                <Findings of={it} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Layout>
  );
}

/** What was adapted of a story, or why it is withheld. */
function Findings({ of: { findings } }: { of: ReportedStory }) {
  if (findings.length === 0) return null;
  return (
    <ul>
      {findings.map(({ rule, message }) => (
        <li>
          <strong>{rule}</strong>: <bdi>{message}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** Returns the kind of stories that a page is asked for; without one, those that need somebody. */
export function kindIn(given: string | null, report: KeptReport): Verdict['kind'] {
  const asked = KINDS.find(([it]) => it === given)?.[0];
  return asked ?? (report.withheld > 0 ? 'withheld' : report.adapted > 0 ? 'adapted' : 'passed');
}
