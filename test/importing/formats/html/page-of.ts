/** A text that is long enough for Readability to find it. */
export const PARAGRAPHS = [
  'The town of Aldermoor opened its new reading room on Friday, after two years of building, and three hundred people came to see it.',
  'The mayor cut the ribbon, the choir of the school sang, and the first book was lent to a girl of nine, who had waited since the morning.',
  'The room has forty seats, a row of desks along the windows, and a corner for children; it is open every day, the council said, until nine.',
];

export const TEXT = PARAGRAPHS.map((it) => `<p>${it}</p>`).join('\n');

/** A page with this head and body. */
export const pageOf = (head: string, body = `<article>${TEXT}</article>`): string =>
  `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;

/** JSON-LD in a script. */
export const linked = (data: unknown): string => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
