import type { StoryParts } from '../articles/stories.ts';
import type { Site } from '../site.ts';
import type { ChannelResolver } from './resolver.ts';

/** The parts from which the handlers of public documents are made. */
export interface ReaderParts extends StoryParts {
  site: Site;
  resolver: ChannelResolver;
  clock: () => Date;
}
