import { call, describeFailure } from './callback-call.ts';
import { hostOf } from './callback-check.ts';
import type { HubParts } from './parts.ts';
import type { ClaimedSubscription } from './subscription-claim-store.ts';

/**
 * Tells a subscriber that its subscription has ended (WebSub §5.2, `hub.mode=denied`). Once: whoever does not answer now finds out
 * when the lease ends.
 */
export async function tellDenied(
  parts: HubParts,
  { callback, requestedTopic }: ClaimedSubscription,
  reason: string,
): Promise<void> {
  const { timeoutSeconds } = parts.settings;
  const query = new URLSearchParams({ 'hub.mode': 'denied', 'hub.topic': requestedTopic, 'hub.reason': reason });
  try {
    const response = await call(parts, callback, { method: 'GET', query, timeoutSeconds });
    await response.body?.cancel();
  } catch (error) {
    const problem = describeFailure(error as Error, timeoutSeconds);
    parts.log({ event: 'denied', host: hostOf(callback), topic: requestedTopic, problem });
  }
}
