/** The address of what a service's shortcode names by a number or a code. */
const ADDRESSES: Record<string, (id: string) => string | undefined> = {
  archiveorg: (id) => `https://archive.org/details/${id}`,
  dailymotion: (id) => `https://www.dailymotion.com/video/${id}`,
  gist: (id) => `https://gist.github.com/${id}`,
  scribd: (id) => `https://www.scribd.com/document/${id}`,
  tweet: (id) => (/^\d+$/.test(id) ? `https://twitter.com/i/status/${id}` : undefined),
  videopress: (id) => `https://videopress.com/v/${id}`,
  vimeo: (id) => (/^\d+$/.test(id) ? `https://vimeo.com/${id}` : undefined),
  wpvideo: (id) => `https://videopress.com/v/${id}`,
  youtube: (id) => `https://www.youtube.com/watch?v=${id}`,
};

/** The services whose shortcodes name a video, a text or a document by a number or a code. */
export const SERVICES = Object.keys(ADDRESSES);

/** The address of what a shortcode of a service names; undefined of another service, and of what cannot be its name. */
export function serviceAddress(service: string, id: string): string | undefined {
  return Object.hasOwn(ADDRESSES, service) ? ADDRESSES[service]?.(id) : undefined;
}
