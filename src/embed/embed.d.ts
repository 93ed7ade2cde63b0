/** The source of embed.js, which the worker serves and never runs: see [[rules]] in wrangler.toml. */
declare const source: string;
export default source;
