import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** How somebody looks at pages. */
export interface Look {
  viewport: { width: number; height: number };
  colorScheme: 'light' | 'dark';
}

/** Whole pixels, from the top left corner. */
export interface Place {
  x: number;
  y: number;
}

/** A window of some browser. Frames of its page are counted from 0, as they stand there. */
export interface Window {
  /** Opens an address, and waits until it is loaded. */
  visit(address: string): Promise<void>;
  /** The value of an expression, or of its promise, in the page or in one of its frames; it has to survive JSON. */
  evaluate<T>(expression: string, frame?: number): Promise<T>;
  /** Clicks somewhere in what is in sight of the page or of one of its frames. */
  click(place: Place, frame?: number): Promise<void>;
  /** Violations of the page's policy and errors of its scripts. Ask last: it may load parts of the page again. */
  complaints(): Promise<string[]>;
  close(): Promise<void>;
}

/** A click in the words of WebDriver, https://www.w3.org/TR/webdriver2/#actions */
export const clickAt = ({ x, y }: Place) => ({
  type: 'pointer',
  id: 'mouse',
  parameters: { pointerType: 'mouse' },
  actions: [
    { type: 'pointerMove', duration: 0, x, y },
    { type: 'pointerDown', button: 0 },
    { type: 'pointerUp', button: 0 },
  ],
});

/** Ends a process that was started here, and waits until it has ended. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
