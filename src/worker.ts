import { createApp } from './app.ts';
import type { Env } from './env.ts';

const app = createApp({
  clock: () => new Date(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});

export default {
  fetch: app.fetch,
  async scheduled(_controller, env, context) {
    const released = await app.tick(env, context);
    if (released > 0) console.log(`${released} stories appeared or disappeared on time`);
  },
} satisfies ExportedHandler<Env>;
