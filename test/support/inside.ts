/** The parts of src that tests in workerd reach into. All others are reached by requests to the app of wire.ts. */
export { findEntries } from '../../src/articles/entry-store.ts';
export { canonicalExpression, parseExpression } from '../../src/channels/expression.ts';
export { embedSnippet, frameSnippet } from '../../src/embed/snippet.ts';
export type { HubReport } from '../../src/hub/report-store.ts';
export { type ClaimedSubscription, claimPending, storeProgress } from '../../src/hub/subscription-claim-store.ts';
export { type Subscription, storeSubscription } from '../../src/hub/subscription-store.ts';
export { advanceTopics, findLaggingTopics } from '../../src/hub/topic-store.ts';
export { EmbedPanel } from '../../src/pages/embed-panel.tsx';
export { siteOf } from '../../src/site.ts';
