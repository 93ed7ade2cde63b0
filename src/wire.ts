import { ChannelResolver } from './channels/resolver.ts';
import { FormerAddresses } from './discovery/former-addresses.ts';
import { DiscoveryHandlers } from './discovery/handlers.ts';
import { EmbedHandlers } from './embed/handlers.ts';
import { OEmbedHandlers } from './embed/oembed-handlers.ts';
import { faultNotes } from './faults/faults.ts';
import { FeedHandlers } from './feeds/answer.ts';
import { FeedDocuments } from './feeds/documents.ts';
import { Flights } from './feeds/flights.ts';
import { DocumentMaker } from './feeds/maker.ts';
import { Memory } from './feeds/memory.ts';
import { MissBudget } from './http/miss-budget.ts';
import { HubHandlers } from './hub/handlers.ts';
import { Hub } from './hub/hub.ts';
import type { HubJob } from './hub/jobs.ts';
import { hubSettingsOf } from './hub/settings.ts';
import { Topics } from './hub/topics.ts';
import { KeyHandlers } from './keys/handlers.ts';
import { KeyRing } from './keys/key-ring.ts';
import { KeyedFeeds } from './keys/keyed-feeds.ts';
import { PageHandlers } from './pages/handlers.tsx';
import { Profiles } from './partners/profiles.ts';
import { PartnerReports } from './partners/reports.ts';
import type { Platform, Surroundings } from './platform/platform.ts';
import { Announcement, type ReleaseJob } from './publishing/announcement.ts';
import { guards } from './publishing/auth.ts';
import { Doctor } from './publishing/doctor.ts';
import { DoctorHandlers } from './publishing/doctor-handlers.ts';
import { PublishingHandlers } from './publishing/handlers.ts';
import { Newsroom } from './publishing/newsroom.ts';
import { PartnerDesk } from './publishing/partner-desk.ts';
import { CachePurger } from './publishing/purging.ts';
import { TagDesk } from './publishing/tag-desk.ts';
import { CLOCK_NAME } from './publishing/tokens.ts';
import { Writer } from './publishing/writer.ts';
import type { Settings } from './settings.ts';
import { siteOf } from './site.ts';

/**
 * Builds the wire: every part, and who is handed to whom.
 * @throws {Error} naming the setting that cannot be used
 */
export function createWire(platform: Platform, settings: Settings, surroundings: Surroundings) {
  const {
    database: db,
    background,
    releases,
    verifications,
    deliveries,
    combinations,
    retries,
    resolveHost,
  } = platform;
  const { clock, sleep, log } = surroundings;
  const site = siteOf(settings);
  const memory = new Memory();
  const flights = new Flights({ sleep, clock, background });
  const noteFault = faultNotes(db, { clock, log, background });
  const resolver = new ChannelResolver({ db, site, memory, flights, noteFault });
  const maker = new DocumentMaker({ db, site, memory, resolver, noteFault });
  const profiles = new Profiles({ db, site, vocabulary: () => resolver.knownVocabulary(), noteFault });
  const documents = new FeedDocuments({ memory, flights, maker });
  const hub = new Hub({
    ...surroundings,
    db,
    site,
    topics: new Topics({ db, site, resolver, profiles }),
    maker,
    queues: { verifications, deliveries, combinations, retries },
    // Read when the hub needs them: a wrong one stops the hub alone.
    get settings() {
      return hubSettingsOf(settings);
    },
    resolve: resolveHost,
  });
  const announcement = new Announcement({
    db,
    releases,
    background,
    clock,
    purger: new CachePurger(platform.cache, { clock, sleep }),
    announce: (changed) => hub.announce(changed),
  });
  const writer = new Writer({ db, site, resolver, profiles, clock }, surroundings, (result) =>
    announcement.tell(result),
  );
  const tags = new TagDesk(writer, (slug) => hub.forget(slug));
  const newsroom = new Newsroom(writer, tags);
  const partners = new PartnerDesk(writer);
  const doctor = new Doctor(writer);
  const release = async (): Promise<number> => {
    const [released] = await Promise.all([
      newsroom.release({ by: CLOCK_NAME, now: clock() }),
      announcement.planRelease(),
    ]);
    return released;
  };
  const counting = {
    limiters: settings.RATE_LIMITS === 'off' ? undefined : platform.limiters,
    clientAddress: platform.clientAddress,
  };
  const reports = new PartnerReports({ db, site, resolver, profiles, clock });
  const readerParts = { db, site, resolver, clock, noteFault };
  const ring = new KeyRing({ db, resolver, clock, background });
  const feeds = new FeedHandlers({ ...readerParts, documents, memory, flights, profiles, log, gate: ring });
  return {
    site,
    log,
    /** The parts that count requests of clients. */
    counting,
    budget: new MissBudget({ ...counting, background, clock }),
    guarded: guards(settings.PUBLISH_TOKEN),
    /** The same for pages: browsers ask for the token. */
    guardedPage: guards(settings.PUBLISH_TOKEN, 'Basic'),
    feeds,
    keyed: new KeyedFeeds({ site, keys: ring, feeds }),
    keys: new KeyHandlers({
      db,
      site,
      resolver,
      profiles,
      clock,
      secret: () => surroundings.challenge().replaceAll('-', ''),
    }),
    pages: new PageHandlers({ ...readerParts, flights, reports }),
    discovery: new DiscoveryHandlers(readerParts),
    former: new FormerAddresses(readerParts),
    embeds: new EmbedHandlers(readerParts),
    oembed: new OEmbedHandlers(readerParts),
    publishing: new PublishingHandlers({ db, newsroom, tags, partners, reports, site, clock }),
    doctor: new DoctorHandlers({ doctor, clock }),
    hub: new HubHandlers({ db, site, hub, flights, clock, log, clientAddress: platform.clientAddress }),
    /**
     * The clock's tick: stories appear and disappear, what cannot be served is mended, leases end, deliveries go on.
     * @returns how many stories changed
     */
    tick: async (): Promise<number> => {
      const requester = { by: CLOCK_NAME, now: clock() };
      const [released, mended, hubbed, judged] = await Promise.allSettled([
        release(),
        doctor.examineNext(requester),
        hub.tick(),
        partners.judgeNext(requester),
      ]);
      // What fails must not keep the others from their work.
      for (const it of [released, mended, hubbed, judged]) if (it.status === 'rejected') throw it.reason;
      return (released as PromiseFulfilledResult<number>).value + (mended as PromiseFulfilledResult<number>).value;
    },
    /** Does a job that comes out of a queue. @throws whatever stopped it: it may be tried again */
    work: async (job: ReleaseJob | HubJob): Promise<void> => {
      if (job.kind === 'release') await release();
      else await hub.work(job);
    },
  };
}

/** Every part of the wire. */
export type Wire = ReturnType<typeof createWire>;
