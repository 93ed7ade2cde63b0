import { glob } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { complaintsOf, exists, launchBrowser } from './browser.ts';
import { FirefoxWindow } from './firefox.ts';
import { WebKitWindow } from './webkit.ts';
import type { Look, Place, Window } from './window.ts';

/** A browser, as a machine has it. */
export interface InstalledBrowser {
  name: string;
  /** What is not installed; undefined if nothing is missing. */
  missing?: string | undefined;
  open(look: Look): Promise<Window>;
}

/**
 * Chromium, which is always there, and the other two if they are installed: the programs that FIREFOX and WEBKIT_DRIVER name, or
 * those of the PATH.
 */
export async function findBrowsers(): Promise<InstalledBrowser[]> {
  const firefox = process.env.FIREFOX ?? (await findProgram('firefox-esr', 'firefox'));
  const driver = process.env.WEBKIT_DRIVER ?? (await findProgram('WebKitWebDriver'));
  const display = await findProgram('Xvfb');
  const browser = await findMiniBrowser();
  return [
    { name: 'Chromium', open: (look) => ChromiumWindow.open(look) },
    {
      name: 'Firefox',
      missing: firefox ? undefined : 'Firefox',
      open: (look) => FirefoxWindow.open(firefox ?? '', look),
    },
    {
      name: 'WebKit',
      missing: driver && browser ? (display ? undefined : 'Xvfb') : 'WebKitWebDriver and its MiniBrowser',
      open: (look) => WebKitWindow.open({ driver: driver ?? '', browser: browser ?? '', display: display ?? '' }, look),
    },
  ];
}

/** The path of the first of some programs that is there. */
async function findProgram(...names: string[]): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const path of names.flatMap((name) => folders.map((it) => join(it, name)))) {
    if (await exists(path)) return path;
  }
  return undefined;
}

/** The browser that WebKitGTK brings for its driver stands on no PATH. */
async function findMiniBrowser(): Promise<string | undefined> {
  const found: string[] = [];
  const places = ['/usr/lib/*/webkit*gtk-*/MiniBrowser', '/usr/libexec/webkit*gtk-*/MiniBrowser'];
  for await (const path of glob(places)) found.push(path);
  return found.sort().at(-1);
}

/** A window of Chromium, driven by Playwright. */
class ChromiumWindow implements Window {
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #complaints: string[];

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
    this.#complaints = complaintsOf(page);
  }

  static async open(look: Look): Promise<ChromiumWindow> {
    const browser = await launchBrowser();
    return new ChromiumWindow(browser, await browser.newPage({ ...look }));
  }

  async visit(address: string): Promise<void> {
    this.#complaints.length = 0;
    await this.#page.goto(address);
  }

  evaluate<T>(expression: string, frame?: number): Promise<T> {
    return this.#frame(frame).evaluate<T>(expression);
  }

  async click({ x, y }: Place, number?: number): Promise<void> {
    const frame = number === undefined ? undefined : await this.#frame(number).frameElement();
    const box = await frame?.boundingBox();
    await this.#page.mouse.click(x + (box?.x ?? 0), y + (box?.y ?? 0));
  }

  #frame(number = -1) {
    const frame = this.#page.frames()[number + 1];
    if (!frame) throw new Error(`no frame ${number}: there are ${this.#page.frames().length - 1}`);
    return frame;
  }

  /** Only Chromium complains of a page that is not there. */
  async complaints(): Promise<string[]> {
    return this.#complaints.filter((it) => !/status of 4(04|10)/.test(it));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
