/** Hosts whose bare addresses blog systems show as what they lead to. */
const EMBED_HOST =
  /(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|dai\.ly|videopress\.com|twitch\.tv|ted\.com|soundcloud\.com|spotify\.com|mixcloud\.com|twitter\.com|x\.com|bsky\.app|facebook\.com|instagram\.com|threads\.net|tiktok\.com|reddit\.com|flickr\.com|flic\.kr|imgur\.com|giphy\.com|scribd\.com|slideshare\.net|speakerdeck\.com|issuu\.com|datawrapper\.dwcdn\.net)$/;
const BARE = /(<figure>\s*)?<p>\s*(https?:\/\/[^\s<>"]+)\s*<\/p>/g;
/** One word with a dot or a slash inside: an address, a host or the name of a file. */
const ADDRESS_ALONE = /^(?:[a-z][a-z\d+.-]*:\/\/|[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?:$|[/?#]))\S*$/iu;

/**
 * Makes links of addresses that are a paragraph of sanitised HTML by themselves. That of an embed has its host for words where
 * its title is not known.
 */
export function linkBareAddresses(html: string): string {
  return html.replace(BARE, (_, figure: string | undefined, address: string) => {
    const host = hostOf(address.replaceAll('&amp;', '&'));
    const isEmbed = host !== undefined && (figure !== undefined || EMBED_HOST.test(host));
    return `${figure ?? ''}<p><a href="${address}">${isEmbed ? host : address}</a></p>`;
  });
}

/** Tells whether an address is that of a service whose bare addresses blog systems show as what they lead to. */
export function isEmbedHost(address: string): boolean {
  const host = hostOf(address);
  return host !== undefined && EMBED_HOST.test(host);
}

/** The host of an address, without "www."; undefined if it is none. */
export function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host.replace(/^www\./, '') : undefined;
}

/** Tells whether a paragraph is the words of a link to something else, and no sentence. */
export function isAddressAlone(paragraph: string): boolean {
  return ADDRESS_ALONE.test(paragraph);
}
