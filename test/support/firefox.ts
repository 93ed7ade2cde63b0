import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clickAt, endProcess, type Look, type Place, type Window } from './window.ts';

type Parameters = Record<string, unknown>;

/** What Firefox says: the answer to a command, or an event. */
interface Message {
  id?: number;
  type: 'success' | 'error' | 'event';
  method?: string;
  message?: string;
  result?: Record<string, unknown>;
  params?: Record<string, unknown>;
}

/** A connection by WebDriver BiDi, which Firefox speaks without a driver. */
class Connection {
  readonly #socket: WebSocket;
  readonly #asked = new Map<number, { resolve: (it: Record<string, unknown>) => void; reject: (it: Error) => void }>();
  #number = 0;

  private constructor(socket: WebSocket, onEvent: (method: string, parameters: Parameters) => void) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.type === 'event') return onEvent(message.method ?? '', message.params ?? {});
      const waiting = this.#asked.get(message.id ?? 0);
      this.#asked.delete(message.id ?? 0);
      if (message.type === 'success') waiting?.resolve(message.result ?? {});
      else waiting?.reject(new Error(message.message));
    });
    socket.addEventListener('close', () => {
      for (const { reject } of this.#asked.values()) reject(new Error('Firefox has gone'));
    });
  }

  static async open(address: string, onEvent: (method: string, parameters: Parameters) => void): Promise<Connection> {
    const socket = new WebSocket(address);
    const connection = new Connection(socket, onEvent);
    await once(socket, 'open');
    return connection;
  }

  send(method: string, params: Parameters): Promise<Record<string, unknown>> {
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}

/** A window of Firefox, driven by WebDriver BiDi. */
export class FirefoxWindow implements Window {
  readonly #child: ChildProcess;
  readonly #profile: string;
  #connection!: Connection;
  #context = '';
  #complaints: string[] = [];

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    process.once('exit', () => child.kill('SIGKILL'));
  }

  static async open(program: string, look: Look): Promise<FirefoxWindow> {
    const profile = await mkdtemp(join(tmpdir(), 'tagwire-firefox-'));
    const scheme = look.colorScheme === 'dark' ? 0 : 1;
    await writeFile(
      join(profile, 'user.js'),
      `user_pref('layout.css.prefers-color-scheme.content-override', ${scheme});\n`,
    );
    const parameters = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
    const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
    const window = new FirefoxWindow(child, profile);
    try {
      await window.#begin(await addressOf(child), look);
    } catch (error) {
      await window.close();
      throw error;
    }
    return window;
  }

  async #begin(address: string, { viewport }: Look): Promise<void> {
    this.#connection = await Connection.open(`${address}/session`, (method, { level, text }) => {
      if (method === 'log.entryAdded' && level === 'error') this.#complaints.push(String(text));
    });
    await this.#send('session.new', { capabilities: {} });
    await this.#send('session.subscribe', { events: ['log.entryAdded'] });
    const { contexts } = await this.#send('browsingContext.getTree', {});
    this.#context = (contexts as { context: string }[])[0]?.context ?? '';
    await this.#send('browsingContext.setViewport', { context: this.#context, viewport });
  }

  #send(method: string, parameters: Parameters): Promise<Record<string, unknown>> {
    return this.#connection.send(method, parameters);
  }

  async visit(url: string): Promise<void> {
    this.#complaints = [];
    await this.#send('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  async evaluate<T>(expression: string, frame?: number): Promise<T> {
    const context = frame === undefined ? this.#context : await this.#frame(frame);
    // Text comes back as it is; other values would come in a notation of the protocol's own.
    const answer = await this.#send('script.evaluate', {
      expression: `Promise.resolve(${expression}).then((it) => JSON.stringify(it ?? null))`,
      // A world of its own also works where the page may run no script.
      target: { context, sandbox: 'tests' },
      awaitPromise: true,
    });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer.exceptionDetails));
    return JSON.parse((answer.result as { value: string }).value) as T;
  }

  async click(place: Place, frame?: number): Promise<void> {
    const context = frame === undefined ? this.#context : await this.#frame(frame);
    await this.#send('input.performActions', { context, actions: [clickAt(place)] });
  }

  async #frame(number: number): Promise<string> {
    const { contexts } = await this.#send('browsingContext.getTree', { root: this.#context });
    const [{ children }] = contexts as [{ children: { context: string }[] }];
    const frame = children[number];
    if (!frame) throw new Error(`no frame ${number}: there are ${children.length}`);
    return frame.context;
  }

  async complaints(): Promise<string[]> {
    return this.#complaints;
  }

  async close(): Promise<void> {
    await endProcess(this.#child, 'SIGKILL');
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Where it says that it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      output += chunk;
      const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(output) ?? [];
      if (address) resolve(address);
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`Firefox has ended: ${output}`)));
  });
}
