/** Media types of what is served besides feeds, as `content-type` gives them. */
export const MEDIA_TYPES = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  javascript: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  opml: 'text/x-opml; charset=utf-8',
  plain: 'text/plain; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
} as const;

/** A media type without its parameters, such as the charset. */
export function withoutParameters(mediaType: string): string {
  return mediaType.replace(/;.*/, '');
}
