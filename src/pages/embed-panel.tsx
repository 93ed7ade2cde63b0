import type { Child } from 'hono/jsx';

/** How a channel is shown on other sites. */
export interface Embedding {
  /** What an editor pastes, and what where no script is allowed. */
  snippet: string;
  frameSnippet: string;
  /** The address of the frame. */
  frame: string;
}

/** What to paste into another site to show a channel there, and how that looks. */
export function EmbedPanel({ snippet, frameSnippet, frame }: Embedding) {
  return (
    <section aria-labelledby="embed">
      <h2 id="embed">Show it on your site</h2>
      <SnippetField id="snippet" rows={6} value={snippet}>
        Paste this into your page, and the latest stories appear there:
      </SnippetField>
      <iframe
        src={frame}
        title="What it looks like"
        loading="lazy"
        width="600"
        height="400"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
      <SnippetField id="frame-snippet" rows={3} value={frameSnippet}>
        Or this, where scripts are not allowed:
      </SnippetField>
      <p>WordPress and other editors that know oEmbed take the address of this page alone.</p>
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
