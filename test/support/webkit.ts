import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort, until } from './tagwire.ts';
import { clickAt, endProcess, type Look, type Place, type Window } from './window.ts';

/** The programs that a window of WebKit needs. */
export interface WebKitPrograms {
  driver: string;
  browser: string;
  display: string;
}

/**
 * Lays a page again and runs its scripts again, with somebody there who listens: the driver tells neither of violations of a
 * policy nor of errors.
 */
const LAY_AGAIN = `(async () => {
  if (!(document instanceof HTMLDocument)) return [];
  const complaints = [];
  addEventListener('securitypolicyviolation', (it) => complaints.push('refused by ' + it.effectiveDirective + ': ' + it.blockedURI));
  addEventListener('error', ({ message }) => complaints.push(message));
  addEventListener('unhandledrejection', ({ reason }) => complaints.push(String(reason)));
  document.documentElement.innerHTML = document.documentElement.innerHTML;
  // As modules: a script that declares something cannot run twice in a page.
  for (const { src } of document.scripts) if (src) await import(src).catch((it) => complaints.push(String(it)));
  await new Promise((done) => setTimeout(done, 50));
  return complaints;
})()`;

/** A window of WebKitGTK's MiniBrowser on a screen of its own, driven by WebDriver. */
export class WebKitWindow implements Window {
  readonly #screen: ChildProcess;
  #driver: ChildProcess | undefined;
  #url = '';

  private constructor(screen: ChildProcess) {
    this.#screen = screen;
    process.once('exit', () => {
      for (const child of this.#children()) child.kill('SIGKILL');
    });
  }

  static async open({ driver, browser, display }: WebKitPrograms, look: Look): Promise<WebKitWindow> {
    const options = ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
    const window = new WebKitWindow(spawn(display, options, { stdio: ['ignore', 'pipe', 'ignore'] }));
    try {
      await window.#begin(driver, browser, look);
    } catch (error) {
      await window.close();
      throw error;
    }
    return window;
  }

  async #begin(driver: string, binary: string, { viewport, colorScheme }: Look): Promise<void> {
    const [display] = await once(this.#screen.stdout as NodeJS.ReadableStream, 'data');
    const port = await freePort();
    this.#driver = spawn(driver, [`--port=${port}`], {
      stdio: 'ignore',
      env: { ...process.env, DISPLAY: `:${String(display).trim()}`, GDK_BACKEND: 'x11' },
    });
    this.#url = `http://127.0.0.1:${port}`;
    await until(
      () =>
        fetch(`${this.#url}/status`).then(
          ({ ok }) => ok,
          () => false,
        ),
      () => `${driver} does not answer`,
    );
    // A window with a bar of buttons cannot be narrow.
    const args = ['--automation', '--full-screen', ...(colorScheme === 'dark' ? ['--dark-mode'] : [])];
    const alwaysMatch = { 'webkitgtk:browserOptions': { binary, args } };
    const { sessionId } = await this.#send<{ sessionId: string }>('/session', { capabilities: { alwaysMatch } });
    this.#url += `/session/${sessionId}`;
    await this.#send('/window/rect', viewport);
  }

  /** https://www.w3.org/TR/webdriver2/#endpoints, but for those that are asked with GET. */
  async #send<T>(path: string, parameters: Record<string, unknown>): Promise<T> {
    const response = await fetch(this.#url + path, { method: 'POST', body: JSON.stringify(parameters) });
    const { value } = (await response.json()) as { value: T & { message?: string } };
    if (!response.ok) throw new Error(`${path}: ${value.message}`);
    return value;
  }

  async visit(url: string): Promise<void> {
    await this.#send('/url', { url });
  }

  evaluate<T>(expression: string, frame?: number): Promise<T> {
    return this.#within(frame, () => this.#send('/execute/sync', { script: `return ${expression}`, args: [] }));
  }

  async click({ x, y }: Place, frame?: number): Promise<void> {
    // In a frame, the driver clicks beside the place.
    const box = `document.querySelectorAll('iframe')[${frame}].getBoundingClientRect()`;
    const around = frame === undefined ? { x: 0, y: 0 } : await this.evaluate<Place>(`({ x: ${box}.x, y: ${box}.y })`);
    await this.#send('/actions', { actions: [clickAt({ x: x + around.x, y: y + around.y })] });
  }

  /** Does something in a frame, and goes back to the page. */
  async #within<T>(frame: number | undefined, act: () => Promise<T>): Promise<T> {
    if (frame === undefined) return act();
    await this.#send('/frame', { id: frame });
    try {
      return await act();
    } finally {
      await this.#send('/frame', { id: null });
    }
  }

  complaints(): Promise<string[]> {
    return this.evaluate(LAY_AGAIN);
  }

  async close(): Promise<void> {
    // Only the driver knows the browser's processes.
    await fetch(this.#url, { method: 'DELETE' }).catch(() => undefined);
    for (const child of this.#children()) await endProcess(child);
  }

  #children(): ChildProcess[] {
    return this.#driver ? [this.#driver, this.#screen] : [this.#screen];
  }
}
