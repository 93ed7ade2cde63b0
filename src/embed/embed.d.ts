/** The source of embed.js, imported as a text ([[rules]] in wrangler.toml): the worker serves it and never runs it. */
declare const source: string;
export default source;
