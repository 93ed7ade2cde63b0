import { HttpProblem, problemResponse } from './http/problem.ts';
import { type Bindings, cloudflare } from './platform/cloudflare/platform.ts';
import { fetchOf } from './routes.ts';
import type { Settings } from './settings.ts';
import { createWire, type Wire } from './wire.ts';

interface Running {
  wire: Wire;
  fetch: (request: Request) => Response | Promise<Response>;
}

let running: Running | undefined;

/** The wire of this process, built with the first event, which brings the bindings. */
function run(env: Bindings & Settings): Running {
  if (!running) {
    const wire = createWire(cloudflare(env), env, {
      clock: () => new Date(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      random: () => Math.random(),
      challenge: () => crypto.randomUUID(),
      log: (line) => (line.problem === undefined ? console.log : console.warn)(JSON.stringify(line)),
    });
    running = { wire, fetch: fetchOf(wire) };
  }
  return running;
}

/** Seconds before a failed job is tried again. If it keeps failing, the clock's next tick does its work. */
const RETRY_DELAY = 5;

export default {
  fetch(request, env) {
    try {
      return run(env).fetch(request);
    } catch (error) {
      // A setting that cannot be used: the log says which one.
      console.error(error);
      return problemResponse(
        new HttpProblem(500, 'Internal error. It has been logged.'),
        new URL(request.url).pathname,
      );
    }
  },
  async scheduled(_controller, env) {
    const released = await run(env).wire.tick();
    if (released > 0) console.log(`${released} stories appeared, disappeared or were filed anew`);
  },
  async queue(batch, env) {
    const { wire } = run(env);
    await Promise.all(
      batch.messages.map(async (message) => {
        try {
          await wire.work(message.body);
          message.ack();
        } catch (error) {
          console.error(error);
          message.retry({ delaySeconds: RETRY_DELAY });
        }
      }),
    );
  },
} satisfies ExportedHandler<Bindings & Settings, Parameters<Wire['work']>[0]>;
