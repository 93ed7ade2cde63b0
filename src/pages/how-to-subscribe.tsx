import { inLanguage } from '../language.ts';
import type { Site } from '../site.ts';

/** An explanation of feeds for people who have never heard of them. */
export function HowToSubscribe({ site }: { site: Site }) {
  return (
    <section aria-labelledby="subscribing">
      <h2 id="subscribing">How to subscribe</h2>
      <ol>
        <li>
          Get a feed reader. There are many, free ones too: NetNewsWire on Apple’s devices, Feeder on Android,
          Thunderbird on a computer, Feedly or Inoreader in the browser.
        </li>
        <li>Open a channel above, and press the button for your reader, or copy the channel’s address.</li>
        <li>If you copied it, paste it where your reader says “Add feed” or “Follow”. That is all.</li>
      </ol>
      <p>
        That address is called a feed (RSS, Atom and JSON Feed are kinds of it): a list of the newest stories that
        programs read. Your reader looks there now and then, and shows you what is new. To stop, remove it from your
        reader. <bdi {...inLanguage(site.language)}>{site.title}</bdi> also gives{' '}
        <a href="/feeds.opml">a list of all its feeds</a> (OPML) that readers import at once. Not all readers:
        Thunderbird, newsboat and Tiny Tiny RSS show a story in one feed only, so most of the others look empty there.
        Follow a combination of channels with them, or <a href="/channels/all">all stories</a>.
      </p>
    </section>
  );
}
