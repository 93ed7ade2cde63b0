/** What to paste into another site to show a channel there, and how that looks. */
export function EmbedPanel({ snippet, frame }: { snippet: string; frame: string }) {
  return (
    <section class="embed" aria-labelledby="embed">
      <h2 id="embed">Show it on your site</h2>
      <p class="copy">
        <label for="snippet">Paste this into your page:</label>
        <textarea id="snippet" rows={6} readonly spellcheck={false} dir="ltr">
          {snippet}
        </textarea>
        <button type="button" data-copy="snippet">
          Copy
        </button>
      </p>
      <iframe
        src={frame}
        title="What it looks like"
        loading="lazy"
        width="600"
        height="400"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
    </section>
  );
}
