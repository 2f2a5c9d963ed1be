/** Drives a headless Chromium over its DevTools protocol, to look at pages as a browser shows them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined where there is none. */
export const CHROMIUM = PLACES.find((path) => existsSync(path));

export interface Page {
  /** Calls a method of the protocol. */
  call(method: string, parameters?: object): Promise<Record<string, unknown>>;
  /** The value of an expression in the page; a promise is awaited. */
  evaluate<T>(expression: string): Promise<T>;
  /** Methods and parameters of all events so far. */
  readonly events: { readonly method: string; readonly params: Record<string, unknown> }[];
  /** Resolves with the next event of this method. */
  next(method: string): Promise<void>;
}

export interface Browser {
  readonly page: Page;
  close(): Promise<void>;
}

/** @param folder - of its profile. */
export async function startChromium(path: string, folder: string): Promise<Browser> {
  const browser = spawn(
    path,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const { port } = new URL(await listeningAt(browser));
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    readonly type: string;
    readonly webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets.find(({ type }) => type === 'page')!.webSocketDebuggerUrl);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const page = pageOver(socket);
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await page.call(`${domain}.enable`);
  return {
    page,
    async close() {
      socket.close();
      const ended = new Promise((resolve) => browser.once('exit', resolve));
      browser.kill();
      await ended;
    },
  };
}

function listeningAt(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    browser.once('exit', () => reject(new Error(`Chromium ended: ${said}`)));
    browser.stderr!.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const address = /listening on (ws:\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
  });
}

function pageOver(socket: WebSocket): Page {
  const events: Page['events'] = [];
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners = new Set<(method: string) => void>();
  let calls = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Answer;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else if (message.method !== undefined) {
      events.push({ method: message.method, params: message.params ?? {} });
      for (const listen of [...listeners]) listen(message.method);
    }
  });
  const call: Page['call'] = (method, parameters = {}) => {
    calls += 1;
    const id = calls;
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ result = {}, error }) => {
        waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      socket.send(JSON.stringify({ id, method, params: parameters }));
    });
  };
  return {
    call,
    events,
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await call('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { readonly value: T }).value;
    },
    next: (wanted) =>
      new Promise((resolve) => {
        const listen = (method: string): void => {
          if (method !== wanted) return;
          listeners.delete(listen);
          resolve();
        };
        listeners.add(listen);
      }),
  };
}

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: Record<string, unknown>;
}
