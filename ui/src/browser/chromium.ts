/// <reference types="node" />
/** Drives a Chromium without a window over its debugging pipe, for what only a browser can show. */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome.exe',
  'msedge.exe',
];
const places = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  'C:\\Program Files\\Google\\Chrome\\Application',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application',
];
const whole = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function findProgram(): string {
  const candidates = [...places.flatMap((place) => names.map((name) => join(place, name))), ...whole];
  for (const candidate of candidates) {
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  throw new Error('These tests need Chromium, Chrome or Edge, and none was found. On Debian: apt-get install chromium');
}

interface Answer {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  sessionId?: string;
  result?: Record<string, unknown>;
  error?: { message: string };
}

export interface Look {
  width: number;
  height: number;
  dark?: boolean;
  forcedColours?: boolean;
}

export class Chromium {
  #process: ChildProcess;
  #profile: string;
  #write: Writable;
  #waiting = new Map<number, { done: (result: Record<string, unknown>) => void; failed: (error: Error) => void }>();
  #events = new Map<string, (() => void)[]>();
  #next = 0;
  #session: string | undefined;
  /** What the page complained about: errors, and whatever its policy refused. */
  complaints: string[] = [];

  private constructor() {
    this.#profile = mkdtempSync(join(tmpdir(), 'mailbox-steward-look-'));
    this.#process = spawn(
      findProgram(),
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--hide-scrollbars',
        '--no-first-run',
        '--remote-debugging-pipe',
        `--user-data-dir=${this.#profile}`,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    this.#write = this.#process.stdio[3] as Writable;
    let rest = '';
    (this.#process.stdio[4] as Readable).on('data', (chunk: Buffer) => {
      const messages = (rest + chunk.toString('utf8')).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#hear(JSON.parse(message) as Answer);
    });
    this.#process.on('exit', () => {
      for (const { failed } of this.#waiting.values()) failed(new Error('Chromium ended'));
      this.#waiting.clear();
    });
  }

  static async start(): Promise<Chromium> {
    const chromium = new Chromium();
    const { targetInfos } = (await chromium.#ask('Target.getTargets')) as {
      targetInfos: { type: string; targetId: string }[];
    };
    const target =
      targetInfos.find((info) => info.type === 'page') ??
      (await chromium.#ask('Target.createTarget', { url: 'about:blank' }));
    const attached = await chromium.#ask('Target.attachToTarget', { targetId: target['targetId'], flatten: true });
    chromium.#session = attached['sessionId'] as string;
    for (const domain of ['Page', 'Runtime', 'Log']) await chromium.#ask(`${domain}.enable`);
    await chromium.#ask('Emulation.setFocusEmulationEnabled', { enabled: true });
    return chromium;
  }

  #hear(answer: Answer): void {
    if (answer.id !== undefined) {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.error) waiting?.failed(new Error(answer.error.message));
      else waiting?.done(answer.result ?? {});
      return;
    }
    const params = answer.params ?? {};
    if (answer.method === 'Runtime.exceptionThrown') this.complaints.push(JSON.stringify(params['exceptionDetails']));
    if (answer.method === 'Log.entryAdded') {
      const entry = params['entry'] as { level: string; text: string; url?: string };
      // The page has no icon of its own in a browser tab.
      if (entry.level === 'error' && !entry.url?.endsWith('/favicon.ico')) this.complaints.push(entry.text);
    }
    for (const heard of this.#events.get(answer.method ?? '')?.splice(0) ?? []) heard();
  }

  #ask(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = ++this.#next;
    const message = { id, method, params, ...(this.#session ? { sessionId: this.#session } : {}) };
    this.#write.write(`${JSON.stringify(message)}\0`);
    return new Promise((done, failed) => this.#waiting.set(id, { done, failed }));
  }

  #event(method: string): Promise<void> {
    return new Promise((heard) => {
      this.#events.set(method, [...(this.#events.get(method) ?? []), heard]);
    });
  }

  /** Sets how wide the window is and what the person prefers. */
  async look({ width, height, dark = false, forcedColours = false }: Look): Promise<void> {
    await this.#ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await this.#ask('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'forced-colors', value: forcedColours ? 'active' : 'none' },
      ],
    });
  }

  /** Opens an address and waits until its heading is there. */
  async open(address: string): Promise<void> {
    // A change after the # alone would not load the page again.
    await this.#load('about:blank');
    await this.#load(address);
    const there = `new Promise((done) => {
      const look = () => (document.querySelector('main h1') ? done(true) : setTimeout(look, 10));
      look();
    })`;
    await this.run(there);
    // Answers of the invented home come within a few turns of the page.
    await this.run('new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(true)), 60))');
  }

  async #load(url: string): Promise<void> {
    const loaded = this.#event('Page.loadEventFired');
    await this.#ask('Page.navigate', { url });
    await loaded;
  }

  /** Runs a piece of script in the page and answers its value. */
  async run<T>(expression: string): Promise<T> {
    const answer = await this.#ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (answer['exceptionDetails']) throw new Error(JSON.stringify(answer['exceptionDetails']));
    return (answer['result'] as { value: T }).value;
  }

  /** A key, as the keyboard sends it. */
  async press(key: string, code = key, keyCode = 0): Promise<void> {
    for (const type of ['keyDown', 'keyUp']) {
      await this.#ask('Input.dispatchKeyEvent', { type, key, code, windowsVirtualKeyCode: keyCode });
    }
  }

  /** A picture of the window as PNG. */
  async picture(): Promise<Buffer> {
    const { data } = await this.#ask('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data as string, 'base64');
  }

  async end(): Promise<void> {
    const ended = new Promise((done) => this.#process.once('exit', done));
    this.#session = undefined;
    void this.#ask('Browser.close').catch(() => undefined);
    await ended;
    try {
      // Its helpers may write a last file after it has ended.
      rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    } catch {
      // A folder of its own in the system's temporary folder: nothing depends on it.
    }
  }
}
