import type { Child } from 'hono/jsx';
import { SANDBOX } from '../embed/snippet.ts';

/** The ways to show a channel on other sites. */
export interface Embedding {
  snippet: string;
  /** The snippet for sites that allow no scripts. */
  frameSnippet: string;
  /** The address of the frame. */
  frame: string;
}

/** The snippets by which other sites show a channel, and a preview. */
export function EmbedPanel({ snippet, frameSnippet, frame }: Embedding) {
  return (
    <section aria-labelledby="embed">
      <h2 id="embed">Show it on your site</h2>
      <SnippetField id="snippet" rows={6} value={snippet}>
        Paste this into your page, and the latest stories appear there:
      </SnippetField>
      <iframe src={frame} title="What it looks like" loading="lazy" width="600" height="400" sandbox={SANDBOX} />
      <SnippetField id="frame-snippet" rows={3} value={frameSnippet}>
        Or this, where scripts are not allowed:
      </SnippetField>
      <p>In WordPress and other editors that support oEmbed, pasting the address of this page is enough.</p>
    </section>
  );
}

function SnippetField({ id, rows, value, children }: { id: string; rows: number; value: string; children: Child }) {
  return (
    <p class="copy">
      <label for={id}>{children}</label>
      <textarea id={id} rows={rows} readonly spellcheck={false} dir="ltr">
        {value}
      </textarea>
      <button type="button" data-copy={id}>
        Copy
      </button>
    </p>
  );
}
