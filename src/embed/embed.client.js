// <tagwire-feed src="https://.../feeds/ukraine.json" limit="5">: a list of stories in the pages of other sites. It replaces
// the plain links inside it, which stay if the feed cannot be loaded. Everything from the feed is shown as text.
(() => {
  const NAME = 'tagwire-feed';
  // A strict style-src allows only constructed style sheets. Browsers that have none keep the links.
  if (customElements.get(NAME) || !('adoptedStyleSheets' in document)) return;

  const TIMEOUT = 15_000;
  const DEFAULT_LIMIT = 5;
  const MAX_LIMIT = 50;
  /** Seconds after which the feed is loaded again. */
  const DEFAULT_INTERVAL = 900;
  const MIN_INTERVAL = 60;
  const MAX_INTERVAL = 86_400;
  /** Loaded besides those that are shown: withdrawn stories count in a feed, and are left out here. */
  const SPARE_STORIES = 5;
  /** WCAG 2.2 §1.4.3. */
  const READABLE = 4.5;
  const DIM = 0.78;
  /** With less than this share of the room that it needs, the box grows, even where people see things move. */
  const LEAST_ROOM = 0.5;
  const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|iw|ji|ks|nqo|ps|sd|syr|ug|ur|yi)\b|-(adlm|arab|hebr|nkoo|syrc|thaa)\b/i;

  const sheet = new CSSStyleSheet();
  // With !important, since a page's own reset would otherwise win over :host.
  sheet.replaceSync(`
    :host { display: block !important; text-align: start !important }
    :host([hidden]) { display: none !important }
    [hidden] { display: none !important }
    slot { background-color: Canvas }
    section {
      box-sizing: border-box; overflow: auto; overflow-wrap: anywhere; scrollbar-width: thin;
      color: var(--tagwire-color, inherit); background: var(--tagwire-background, none);
      font-family: var(--tagwire-font, inherit); font-size: var(--tagwire-size, inherit); line-height: 1.4;
      padding: var(--tagwire-padding, 2px); border-radius: var(--tagwire-radius, 0)
    }
    :host([theme]) section { color: var(--tagwire-color, CanvasText); background: var(--tagwire-background, Canvas); padding: var(--tagwire-padding, .8em) }
    :host([theme=auto]) section { color-scheme: light dark }
    :host([theme=light]) section { color-scheme: light }
    :host([theme=dark]) section { color-scheme: dark }
    .title, .headline { margin: 0; font-size: 1em; font-weight: 600; line-height: 1.3 }
    .title { font-size: 1.15em; margin-block-end: .5em }
    ol { list-style: none; margin: 0; padding: 0 }
    li { text-align: start }
    li + li { margin-block-start: var(--tagwire-gap, .55em); padding-block-start: var(--tagwire-gap, .55em); border-block-start: 1px solid var(--tagwire-line, color-mix(in srgb, currentColor 20%, transparent)) }
    .snug li + li { margin-block-start: .25em; padding-block-start: .25em }
    .tight li + li { margin: 0; padding-block-start: .1em; border: 0 }
    .tight { line-height: 1.2 }
    .tight .title, .tight .headline { margin: 0; line-height: inherit }
    p { margin: 0 }
    .summary { font-size: .9em; margin-block-start: .15em }
    .meta { font-size: .82em }
    .dim .meta { opacity: ${DIM} }
    a { color: var(--tagwire-link, inherit); text-decoration: none; border-radius: 2px }
    a:hover { text-decoration: underline }
    a:focus-visible { outline: 2px solid; outline-offset: -1px }
    .skeleton { color: transparent; user-select: none }
    .skeleton span { background: var(--tagwire-line, #8884); border-radius: 3px; box-decoration-break: clone; -webkit-box-decoration-break: clone }
  `);

  /** @param {unknown} value */
  const textOf = (value) => (typeof value === 'string' ? value.trim() : '');

  /**
   * An element for a part of the list.
   * @param {string} tag @param {string} part @param {(Node | string)[]} children
   */
  function make(tag, part, ...children) {
    const element = document.createElement(tag);
    element.className = part;
    element.setAttribute('part', part);
    element.append(...children);
    return element;
  }

  /**
   * A link, or only its text where the address is no web page's.
   * @param {unknown} address @param {string} text @param {Look} look
   */
  function link(address, text, { target, base }) {
    const url = URL.canParse(textOf(address), base) ? new URL(textOf(address), base) : undefined;
    if (!url || !/^https?:$/.test(url.protocol)) return document.createTextNode(text);
    const anchor = /** @type {HTMLAnchorElement} */ (make('a', 'link', text));
    anchor.href = url.href;
    if (target) anchor.target = target;
    anchor.rel = 'noopener';
    return anchor;
  }

  /** @param {string} iso @param {string} language */
  function time(iso, language) {
    const date = new Date(iso);
    if (Number.isNaN(date.getTime())) return undefined;
    /** @param {string | undefined} locale */
    const format = (locale) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
    let text;
    try {
      text = format(language || undefined);
    } catch {
      text = format(undefined);
    }
    const element = /** @type {HTMLTimeElement} */ (make('time', 'time', text));
    element.dateTime = date.toISOString();
    return element;
  }

  /** @param {HTMLElement} element @param {string} language */
  function speak(element, language) {
    if (language) element.lang = language;
    element.dir = RIGHT_TO_LEFT.test(language) ? 'rtl' : 'auto';
  }

  /** @param {Record<string, any>} item @param {Look} look */
  function story(item, look) {
    const language = textOf(item.language) || look.language;
    const headline = textOf(item.title) || textOf(item.summary) || textOf(item.content_text).slice(0, 100);
    const entry = make('li', 'story', make(look.heading(1), 'headline', link(item.url, headline || '…', look)));
    speak(entry, language);
    const summary = textOf(item.summary) || textOf(item.content_text);
    if (look.summaries && summary) entry.append(make('p', 'summary', summary));
    const people = Array.isArray(item.authors) ? item.authors : [];
    const names = people.map((it) => textOf(it?.name)).filter((it) => it);
    const when = time(textOf(item.date_published), language);
    const meta = [...(names.length > 0 ? [make('span', 'author', names.join(', '))] : []), ...(when ? [when] : [])];
    if (meta.length > 0)
      entry.append(make('p', 'meta', ...meta.flatMap((it, index) => (index > 0 ? [' · ', it] : [it]))));
    return entry;
  }

  /** A placeholder, about as high as the stories will be. @param {Look} look */
  function skeleton(look) {
    const filler = (/** @type {number} */ words) => make('span', 'filler', 'headline '.repeat(words).trim());
    const row = () =>
      make(
        'li',
        'story',
        make('p', 'headline', filler(8)),
        ...(look.summaries ? [make('p', 'summary', filler(16))] : []),
        make('p', 'meta', filler(4)),
      );
    const list = make('ol', 'list', ...Array.from({ length: look.limit }, row));
    const whole = make('div', 'skeleton', make('p', 'title', filler(3)), list);
    whole.ariaHidden = 'true';
    return whole;
  }

  /** @param {string} color as computed @returns {number[] | undefined} undefined if it is transparent */
  function rgbOf(color) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = color.match(/[\d.]+/g)?.map(Number) ?? [];
    return !/^rgb/.test(color) || alpha < 0.5 ? undefined : [red, green, blue];
  }

  /** WCAG 2.2's contrast ratio. @param {number[]} one @param {number[]} other */
  function contrast(one, other) {
    const [light, dark] = [one, other].map(luminance).sort((a, b) => b - a);
    return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
  }

  /** @param {number[]} rgb */
  function luminance(rgb) {
    const [red = 0, green = 0, blue = 0] = rgb.map((it) =>
      it <= 10 ? it / 3294 : ((it / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  /** Changes a list in as few moves as possible, so that what stays keeps the focus. @param {Element} list @param {Element[]} entries */
  function arrange(list, entries) {
    const old = [...list.children];
    const wanted = entries.map((entry) => old.find((it) => it.isEqualNode(entry)) ?? entry);
    for (const it of old) if (!wanted.includes(it)) it.remove();
    for (const [index, it] of wanted.entries()) {
      const there = list.children[index];
      if (there !== it) list.insertBefore(it, there ?? null);
    }
  }

  /** The element around another one, also across shadow trees. @param {Element} element @returns {Element | null} */
  const outside = ({ assignedSlot, parentElement, parentNode }) =>
    assignedSlot ?? parentElement ?? (parentNode instanceof ShadowRoot ? parentNode.host : null);

  /**
   * How an element shows its feed, as its attributes say.
   * @typedef {{ limit: number, summaries: boolean, target: string, language: string, base: string, heading: (below: number) => string }} Look
   */

  class TagwireFeed extends HTMLElement {
    static observedAttributes = ['src', 'limit', 'heading', 'summaries', 'target', 'theme', 'interval'];

    #section = make('section', 'feed');
    #heading = make('p', 'title');
    #list = make('ol', 'list');
    #slot = document.createElement('slot');
    #etag = '';
    #shown = false;
    /** Counts the loads of a feed: only the last one is shown. */
    #turn = 0;
    #asked = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;
    #width = 0;
    #widths = new ResizeObserver(() => {
      // It was made to fit another width.
      if (this.offsetWidth !== this.#width) this.#spread();
      this.#width = this.offsetWidth;
    });
    #dark = matchMedia('(prefers-color-scheme: dark)');
    #onDark = () => this.#follow();
    #onVisible = () => this.#schedule();

    connectedCallback() {
      if (!this.shadowRoot) this.#steadily(() => this.#build());
      this.#width = this.offsetWidth;
      this.#widths.observe(this);
      this.#dark.addEventListener('change', this.#onDark);
      document.addEventListener('visibilitychange', this.#onVisible);
      this.#follow();
      void this.refresh();
    }

    disconnectedCallback() {
      this.#turn++;
      clearTimeout(this.#timer);
      this.#widths.disconnect();
      this.#dark.removeEventListener('change', this.#onDark);
      document.removeEventListener('visibilitychange', this.#onVisible);
    }

    /** @param {string} name @param {string | null} before @param {string | null} now */
    attributeChangedCallback(name, before, now) {
      if (!this.isConnected || !this.shadowRoot || before === now) return;
      if (name === 'theme') return this.#follow();
      if (name === 'interval') return this.#schedule();
      this.#etag = '';
      void this.refresh();
    }

    /** Loads the feed, and shows it if it has changed. Never throws: after an error, what was shown stays. */
    async refresh() {
      const turn = ++this.#turn;
      this.#asked = Date.now();
      try {
        const address = this.#address();
        const response = await fetch(address, {
          credentials: 'omit',
          // "no-cache" makes the browser send a conditional request from its own cache, without a preflight.
          cache: this.#shown ? 'no-cache' : 'default',
          signal: AbortSignal.timeout(TIMEOUT),
        });
        if (!response.ok) throw new Error(`${address}: ${response.status}`);
        const etag = response.headers.get('etag') ?? '';
        if (!etag || etag !== this.#etag) {
          const feed = await response.json();
          if (turn !== this.#turn) return;
          this.#steadily(() => this.#show(feed, address));
          this.#etag = etag;
        }
        this.dispatchEvent(new Event('load'));
      } catch (error) {
        if (turn !== this.#turn) return;
        if (!this.#shown) this.#steadily(() => this.#fall());
        this.dispatchEvent(new ErrorEvent('error', { message: String(error) }));
      }
      this.#schedule();
    }

    /** Keeps the links in sight until the feed is there; without links, a placeholder. */
    #build() {
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      root.append(this.#section, this.#slot);
      this.#section.setAttribute('aria-busy', 'true');
      // Safari does not take a list without bullets for a list.
      this.#list.setAttribute('role', 'list');
      const visible = this.childElementCount > 0;
      this.#section.hidden = visible;
      this.#slot.hidden = !visible;
      if (!visible) this.#section.append(skeleton(this.#look({}, '')));
    }

    /** @param {any} feed @param {string} address */
    #show(feed, address) {
      const section = this.#section;
      const look = this.#look(feed, address);
      const items = /** @type {Record<string, any>[]} */ (feed.items).filter((it) => it && !it._tagwire?.withdrawn);
      const title = textOf(feed.title);
      const heading = make(look.heading(0), 'title', link(feed.home_page_url, title, look));
      speak(heading, look.language);
      const stories = items.slice(0, look.limit).map((it) => story(it, look));
      arrange(this.#list, stories);
      if (!this.#shown || !heading.isEqualNode(this.#heading)) {
        this.#heading = heading;
        section.replaceChildren(...(title ? [heading] : []), this.#list);
      }
      section.lang = look.language;
      section.dir = RIGHT_TO_LEFT.test(look.language) ? 'rtl' : 'ltr';
      section.setAttribute('aria-label', title);
      section.setAttribute('aria-busy', 'false');
      section.hidden = false;
      this.#slot.hidden = true;
      this.#shown = true;
      this.#follow();
    }

    /** Goes back to the links: they are better than nothing. */
    #fall() {
      this.#section.hidden = true;
      this.#section.setAttribute('aria-busy', 'false');
      this.#slot.hidden = false;
    }

    /**
     * Makes a change without moving what is below it on the screen. If there is too little room, stories move closer
     * together, and the last ones are left out. If there is next to none, what is below does move.
     * @param {() => void} change
     */
    #steadily(change) {
      const section = this.#section;
      const before = this.#ends();
      this.#spread();
      change();
      if (section.hidden || this.getBoundingClientRect().top >= innerHeight) return;
      const after = this.#ends();
      const { height } = section.getBoundingClientRect();
      const room = height - (after[0] - before[0] || after[1] - before[1]);
      if (room < height * LEAST_ROOM) return;
      section.style.height = `${room}px`;
      for (const degree of ['snug', 'tight']) {
        if (section.scrollHeight > room + 1) section.classList.add(degree);
      }
      for (const it of [...this.#list.children].slice(1).reverse()) {
        if (section.scrollHeight > room + 1) it.setAttribute('hidden', '');
      }
    }

    /** Lets the box take the room that all stories need. */
    #spread() {
      for (const it of this.#list.children) it.removeAttribute('hidden');
      this.#section.classList.remove('snug', 'tight');
      this.#section.style.height = '';
    }

    /** Where the next element begins, and where the element around this one ends. @returns {[number, number]} */
    #ends() {
      let next = this.nextElementSibling;
      while (next && next.getClientRects().length === 0) next = next.nextElementSibling;
      return [next?.getBoundingClientRect().top ?? 0, outside(this)?.getBoundingClientRect().bottom ?? 0];
    }

    /** Takes the page's text colour, or black or white if that cannot be read on the background. */
    #follow() {
      const { style, classList } = this.#section;
      style.color = style.colorScheme = '';
      classList.remove('dim');
      const behind = this.#behind();
      if (!behind) return;
      const color = () => rgbOf(getComputedStyle(this.#section).color);
      if (!this.hasAttribute('theme')) {
        const dark = contrast(behind, [0, 0, 0]) < contrast(behind, [255, 255, 255]);
        style.colorScheme = dark ? 'dark' : 'light';
        const chosen = getComputedStyle(this).getPropertyValue('--tagwire-color');
        const text = color();
        if (text && !chosen && contrast(text, behind) < READABLE) style.color = dark ? '#fff' : '#000';
      }
      const dimmed = color()?.map((it, index) => it * DIM + (behind[index] ?? 0) * (1 - DIM));
      classList.toggle('dim', !!dimmed && contrast(dimmed, behind) >= READABLE);
    }

    /** The colour of the background; undefined if it is a picture, or in a colour space that contrast() cannot use. */
    #behind() {
      for (let it = /** @type {Element | null} */ (this.#section); it; it = outside(it)) {
        const { backgroundColor, backgroundImage } = getComputedStyle(it);
        if (backgroundImage !== 'none' || !/^rgb/.test(backgroundColor)) return undefined;
        const color = rgbOf(backgroundColor);
        if (color) return color;
      }
      return rgbOf(getComputedStyle(this.#slot).backgroundColor) ?? [255, 255, 255];
    }

    /** Loads the feed again after the interval, while the page is visible. */
    #schedule() {
      clearTimeout(this.#timer);
      const asked = Number(this.getAttribute('interval') ?? DEFAULT_INTERVAL);
      if (document.hidden || !this.isConnected || !(asked > 0)) return;
      const interval = Math.min(Math.max(asked, MIN_INTERVAL), MAX_INTERVAL) * 1000;
      this.#timer = setTimeout(() => this.refresh(), Math.max(0, this.#asked + interval - Date.now()));
    }

    #limit() {
      const asked = Math.trunc(Number(this.getAttribute('limit')));
      return asked > 0 ? Math.min(asked, MAX_LIMIT) : DEFAULT_LIMIT;
    }

    #address() {
      const source = this.getAttribute('src');
      if (!source) throw new Error('src: expected the address of a JSON Feed, found none');
      const url = new URL(source, document.baseURI);
      url.searchParams.set('content', 'summary');
      url.searchParams.set('limit', String(this.#limit() + SPARE_STORIES));
      url.searchParams.sort();
      return url.href;
    }

    /** @param {any} feed @param {string} base @returns {Look} */
    #look(feed, base) {
      const level = Number(this.getAttribute('heading') ?? 2);
      return {
        limit: this.#limit(),
        summaries: this.hasAttribute('summaries'),
        target: this.getAttribute('target') ?? '',
        language: textOf(feed.language) || this.closest('[lang]')?.getAttribute('lang') || '',
        base,
        heading: (below) => (level > 0 ? `h${Math.min(Math.trunc(level) + below, 6)}` : 'p'),
      };
    }
  }

  customElements.define(NAME, TagwireFeed);
})();
