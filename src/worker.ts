import { createApp } from './app.ts';
import type { Env } from './env.ts';
import type { Job } from './hub/jobs.ts';

const app = createApp({
  clock: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random(),
  challenge: () => crypto.randomUUID(),
  log: (line) => (line.problem === undefined ? console.log : console.warn)(JSON.stringify(line)),
});

/** Seconds until a job is tried again that something stopped. After the last time, the clock finds what it was about. */
const RETRY_DELAY = 5;

export default {
  fetch: app.fetch,
  async scheduled(_controller, env, context) {
    const released = await app.tick(env, context);
    if (released > 0) console.log(`${released} stories appeared or disappeared on time`);
  },
  async queue(batch, env, context) {
    await Promise.all(
      batch.messages.map(async (message) => {
        try {
          await app.work(message.body, env, context);
          message.ack();
        } catch (error) {
          console.error(error);
          message.retry({ delaySeconds: RETRY_DELAY });
        }
      }),
    );
  },
} satisfies ExportedHandler<Env, Job>;
