// What becomes of the elements of HTML (HTML Standard §4 and §16.2).

const names = (text: string) => new Set(text.trim().split(/\s+/));

/** Elements that stay. */
export const KEPT_BLOCKS = names(
  'blockquote caption dd div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre table tbody td tfoot th thead tr ul',
);
const KEPT_INLINE = names(
  `a abbr b bdi bdo br cite code del dfn em i img ins kbd mark picture q rp rt ruby s samp small source span strong sub sup
  time u var wbr`,
);
/** Every element that a story can have when it is served. */
export const KEPT = new Set([...KEPT_BLOCKS, ...KEPT_INLINE]);

/** Elements that have become others. */
export const RENAMED: Record<string, string> = {
  h1: 'h2',
  acronym: 'abbr',
  dir: 'ul',
  listing: 'pre',
  menu: 'ul',
  plaintext: 'pre',
  strike: 's',
  tt: 'code',
  xmp: 'pre',
};

/** Blocks that stand for nothing but their contents. */
export const BLOCKS = names(
  `address article aside center details dialog fieldset footer form header hgroup legend main marquee nav search section
  summary`,
);

/** Inline elements that stand for nothing but their contents. */
export const INLINE = names('applet big blink button data font label map meter nobr output progress rb rtc slot');

/** Elements that a browser does not show, or that are no part of a story. */
export const HIDDEN = names(
  `area audio base basefont bgsound canvas col colgroup command datalist embed frame frameset head iframe input keygen link
  meta noembed noframes noscript object optgroup option param script select style svg template textarea title track video`,
);

/** Hidden ones that say something nevertheless, as they are told of. */
export const FORM_FIELDS = names('input select textarea');

/** Elements in which there can be no blocks: a block in one of them becomes a line. */
export const LINES = names('p h2 h3 h4 h5 h6 pre dt caption');
/** Elements in which a single paragraph needs no element of its own. */
export const CELLS = names('li td th dd figcaption');

/** Elements that say something though nothing is in them. */
export const MAY_BE_EMPTY = names('br hr img li source td th tr wbr');

/** Elements that play, or show another document, as they are told of. */
export const PLAYERS: Record<string, string> = {
  audio: 'a sound (audio)',
  embed: 'an embedded file (embed)',
  iframe: 'a frame (iframe)',
  video: 'a video',
};

/** AMP's elements that are others of HTML (AMP HTML, "Tags"); what else is in them is shown where they are not known. */
export const AMP: Record<string, string> = {
  'amp-anim': 'img',
  'amp-audio': 'audio',
  'amp-iframe': 'iframe',
  'amp-img': 'img',
  'amp-video': 'video',
};

/** Classes of what Ghost draws around a sound or a video. */
export const CONTROLS = /(?:^|\s)kg-(?:audio-player|video-player|audio-hide|video-hide)(?:\s|$)/;

/** Attributes that stay besides `lang`, `dir` and those that are addresses. */
export const ATTRIBUTES: Record<string, string[]> = {
  a: ['title', 'hreflang', 'rel'],
  abbr: ['title'],
  blockquote: ['cite'],
  del: ['cite', 'datetime'],
  ins: ['cite', 'datetime'],
  img: ['sizes', 'alt', 'title', 'width', 'height'],
  li: ['value'],
  ol: ['start', 'reversed', 'type'],
  q: ['cite'],
  source: ['sizes', 'media', 'type'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  time: ['datetime'],
};
