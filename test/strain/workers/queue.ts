/** The worker's other entries, as workerd's flag `service_binding_extra_handlers` gives them. */
interface Main {
  scheduled(event: { scheduledTime: Date; cron: string }): Promise<unknown>;
  queue(name: string, messages: (Message & { attempts: number })[]): Promise<Result>;
}

interface Result {
  outcome: string;
  retryBatch: { retry: boolean };
  retryMessages: { msgId: string; delaySeconds?: number }[];
}

interface Env {
  /** The worker whose queue() takes the messages. */
  MAIN: Main;
  QUEUE: string;
  /** The most messages of one batch. */
  BATCH: string;
}

interface Sent {
  body: string;
  delaySecs?: number;
}

let sent = 0;
let numbers = 0;

/** A queue for a bare workerd: it hands every message to the worker, after its delay, until the worker has taken it. */
export default {
  async fetch(request, env, context): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/count') return Response.json(sent);
    if (pathname === '/tick') {
      await env.MAIN.scheduled({ scheduledTime: new Date(), cron: '* * * * *' });
      return new Response();
    }
    const { messages } = await request.json<{ messages: Sent[] }>();
    sent += messages.length;
    const delays = Map.groupBy(messages, (it) => it.delaySecs ?? 0);
    for (const [delay, all] of delays) {
      for (let start = 0; start < all.length; start += Number(env.BATCH)) {
        context.waitUntil(deliver(env, all.slice(start, start + Number(env.BATCH)).map(messageOf), delay, 1));
      }
    }
    return Response.json({ metadata: { metrics: {} } });
  },
} satisfies ExportedHandler<Env>;

interface Message {
  id: string;
  timestamp: Date;
  body: unknown;
}

/** The worker sends JSON. */
const messageOf = ({ body }: Sent): Message => ({
  id: String(++numbers),
  timestamp: new Date(),
  body: JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(body), (it) => it.charCodeAt(0)))),
});

async function deliver(env: Env, messages: Message[], seconds: number, attempts: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const result = await env.MAIN.queue(
    env.QUEUE,
    messages.map((it) => ({ ...it, attempts })),
  );
  const again = new Map(result.retryMessages.map((it) => [it.msgId, it.delaySeconds ?? 0]));
  const left =
    result.retryBatch.retry || result.outcome !== 'ok' ? messages : messages.filter((it) => again.has(it.id));
  if (left.length > 0) await deliver(env, left, Math.max(1, ...again.values()), attempts + 1);
}
