import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type LaunchOptions, type Page } from 'playwright-core';
import { projectPath } from '../../src/cli/local.ts';

/**
 * A real browser: on Linux the Chromium that npm brings, elsewhere an installed Chrome; or the program that CHROME names.
 * Launch one per test file, and close it afterwards.
 */
export async function launchBrowser(): Promise<Browser> {
  if (process.env.CHROME) return chromium.launch({ executablePath: process.env.CHROME });
  const packaged = process.platform === 'linux' && process.arch === 'x64';
  return chromium.launch(packaged ? await packagedChromium() : { channel: 'chrome' });
}

async function packagedChromium(): Promise<LaunchOptions> {
  const folder = await unpackChromium();
  return {
    executablePath: join(folder, 'chromium'),
    // What it needs besides the C library is in the package, for machines that have none of it.
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      ...(!(await exists('/etc/fonts/fonts.conf')) && { FONTCONFIG_PATH: join(folder, 'fonts') }),
    },
  };
}

const PACKAGE = '@sparticuz/chromium';

/** @returns true if there is such a file or folder */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** By itself the package unpacks every version to one place, and two test files at once get in each other's way. */
async function unpackChromium(): Promise<string> {
  const { version } = JSON.parse(await readFile(projectPath('node_modules', PACKAGE, 'package.json'), 'utf8'));
  const folder = projectPath('node_modules', '.cache', `chromium-${version}`);
  if (await exists(folder)) return folder;
  const own = `${folder}-${process.pid}`;
  await mkdir(own, { recursive: true });
  // The environment of a Lambda function makes it unpack its libraries, too.
  await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', `import it from '${PACKAGE}'; await it.executablePath();`],
    { cwd: projectPath('.'), env: { ...process.env, TMPDIR: own, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' } },
  );
  await rename(own, folder).catch(() => rm(own, { recursive: true, force: true }));
  return folder;
}

/** Keeps a picture of a page in dist/screenshots, for a person to look at. It is taken at full length, which moves things. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const path = projectPath('dist', 'screenshots', `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  // Not by Playwright's own method, which never ends on a feed.
  const session = await page.context().newCDPSession(page);
  const { cssContentSize } = await session.send('Page.getLayoutMetrics');
  const clip = { ...cssContentSize, scale: 1 };
  const capture = () => session.send('Page.captureScreenshot', { captureBeyondViewport: true, clip });
  // On a busy machine, Chromium may have no frame to capture yet ("Unable to capture screenshot").
  const { data } = await capture().catch(async () => {
    await page.waitForTimeout(2000);
    return capture();
  });
  await session.detach();
  await writeFile(path, data, 'base64');
}

/** Collects a page's complaints from now on: errors in the console (violations of its policy are there) and exceptions. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A frame that may run no script does not run that which counts shifts either.
    const ours = /Blocked script execution in .* the document's frame is sandboxed/.test(message.text());
    if (message.type() === 'error' && !ours) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** Of https://web.dev/articles/cls, where 0.1 is called good. */
export const MAX_SHIFT = 0.01;

/** An expression of `it` to evaluate in a page, whose types are not those of a worker. */
export const inPage = (expression: string) => new Function('it', `return ${expression}`) as (it: unknown) => unknown;

/** The distance by which the page's contents have moved by themselves. */
export const shiftOf = (page: Page): Promise<number> =>
  page.evaluate('new Promise((done) => setTimeout(() => done(self.shift), 200))');

export interface Visit {
  page: Page;
  complaints: string[];
}

/** People who look at pages, each in a browser's profile of their own. */
export class Visitors {
  readonly #browser: Browser;
  readonly #pages: Page[] = [];

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Opens an address, and counts how the layout shifts from then on. */
  async visit(address: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.#browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Kyiv', ...options });
    const page = await context.newPage();
    this.#pages.push(page);
    const complaints = complaintsOf(page);
    await page.addInitScript(`
      self.shift = 0;
      new PerformanceObserver((list) => { for (const it of list.getEntries()) self.shift += it.value; })
        .observe({ type: 'layout-shift', buffered: true });`);
    await page.goto(address);
    return { page, complaints };
  }

  /** Everybody goes. */
  async leave(): Promise<void> {
    await Promise.all(this.#pages.splice(0).map((it) => it.context().close()));
  }
}

/** A page of another site. */
export interface ForeignPage {
  /** Another kind of file has its content-type in `headers`. */
  html: string | Buffer;
  headers?: Record<string, string>;
}

/** Another site than the wire's, on the loopback interface. */
export class ForeignSite {
  /** Of a name that browsers take for this machine, and that has nothing in common with the wire's. */
  readonly url: string;
  readonly #server: Server;
  readonly #pages: Map<string, ForeignPage>;

  private constructor(server: Server, pages: Map<string, ForeignPage>) {
    this.url = `http://newspaper.localhost:${(server.address() as AddressInfo).port}`;
    this.#server = server;
    this.#pages = pages;
  }

  static async open(): Promise<ForeignSite> {
    const pages = new Map<string, ForeignPage>();
    const server = createServer(({ url = '/' }: IncomingMessage, response: ServerResponse) => {
      const page = pages.get(url);
      if (!page) return response.writeHead(404).end();
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ForeignSite(server, pages);
  }

  /** Puts a page up. @returns its address */
  publish(path: string, page: ForeignPage): string {
    this.#pages.set(path, page);
    return this.url + path;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close').catch(() => undefined);
  }
}
