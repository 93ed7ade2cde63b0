import { HUB_PATH, type Site } from '../site.ts';
import { call, describeFailure } from './callback-call.ts';
import type { DeliveryDocument } from './delivery-documents.ts';
import type { HubParts } from './parts.ts';
import { parseRetryAfter } from './retry-after.ts';
import { sign } from './signature.ts';
import type { ClaimedSubscription } from './subscription-claim-store.ts';

/** The result of an attempt to deliver. */
export type DeliveryResult =
  | { result: 'delivered'; status: number }
  /** 410: the subscriber wants no more. */
  | { result: 'gone'; status: number }
  | FailedDelivery;

export interface FailedDelivery {
  result: 'failed';
  status?: number;
  problem: string;
  /** True if there was no answer in time. */
  timedOut?: boolean;
  /** Seconds that the subscriber asked for. */
  retryAfter?: number | undefined;
}

/** Content distribution (WebSub §7): one attempt. Never throws. */
export async function attemptDelivery(
  parts: HubParts,
  subscription: ClaimedSubscription,
  document: DeliveryDocument,
  now: Date,
): Promise<DeliveryResult> {
  const { timeoutSeconds } = parts.settings;
  try {
    const response = await call(parts, subscription.callback, {
      method: 'POST',
      timeoutSeconds,
      headers: await headersOf(parts.site, subscription, document),
      body: document.bytes,
    });
    const { status } = response;
    const retryAfter = parseRetryAfter(response.headers.get('retry-after'), now);
    await response.body?.cancel();
    if (status >= 200 && status < 300) return { result: 'delivered', status };
    if (status === 410) return { result: 'gone', status };
    return { result: 'failed', status, problem: `expected a 2xx status, got ${status}`, retryAfter };
  } catch (error) {
    const timedOut = (error as Error).name === 'TimeoutError';
    return {
      result: 'failed',
      problem: describeFailure(error as Error, timeoutSeconds),
      ...(timedOut && { timedOut }),
    };
  }
}

async function headersOf(
  site: Site,
  { secret, algorithm, requestedTopic }: ClaimedSubscription,
  { bytes, mediaType }: DeliveryDocument,
): Promise<Record<string, string>> {
  return {
    'content-type': mediaType,
    link: `<${site.origin}${HUB_PATH}>; rel="hub", <${new URL(requestedTopic, site.origin).href}>; rel="self"`,
    ...(secret && { 'x-hub-signature': `${algorithm}=${await sign(bytes, secret, algorithm)}` }),
  };
}
