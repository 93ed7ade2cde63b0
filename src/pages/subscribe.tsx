import { plainPath } from '../feeds/address.ts';
import { DEFAULT_FORMAT, SERVED_FORMATS } from '../feeds/formats/index.ts';
import type { Site } from '../site.ts';
import { CopyField } from './copy-field.tsx';
import { readerLinks } from './readers.ts';

/** Advice on who should choose a format, by its id. */
const ADVICE: Record<string, string> = {
  rss: 'works in every reader: choose this one if in doubt',
  atom: 'the same stories, with more exact dates and languages: for readers and programs that support it',
  json: 'the same stories as JSON: for your own programs',
};

/** Instructions for subscribing to a channel: its address, links for readers, and its formats. */
export function Subscribe({ site, name }: { site: Site; name: string }) {
  const feed = site.origin + plainPath(name, DEFAULT_FORMAT);
  return (
    <section class="subscribe" aria-labelledby="subscribe">
      <h2 id="subscribe">Subscribe</h2>
      <p>
        New stories come to you, in a feed reader: an app that you choose. No account here, no e-mail address. If you
        have no reader yet, Feedly and Inoreader work in the browser, NetNewsWire on Apple’s devices, Feeder on Android.{' '}
        <a href="/#subscribing">How it works</a>
      </p>
      <CopyField id="address" label="Copy this address, and paste it into your reader:" value={feed} />
      <p id="readers">Or press the button of your reader:</p>
      <ul class="buttons" aria-labelledby="readers">
        {readerLinks(feed).map(({ name: reader, href }) => (
          <li>
            <a class="button quiet" href={href} rel="noopener noreferrer">
              {reader}
            </a>
          </li>
        ))}
        <li>
          <a class="button quiet" href={`feed:${feed}`}>
            An app on this device
          </a>
        </li>
      </ul>
      <dl class="formats">
        {SERVED_FORMATS.map((format) => (
          <div>
            <dt>
              <a href={plainPath(name, format)}>{format.title}</a>
            </dt>
            <dd>{ADVICE[format.id]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
