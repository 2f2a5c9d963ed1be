/** Sends series by Prometheus remote write 1.0: Protocol Buffers in Snappy, with a new try where the server is busy. */
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../core/errors/user-error.ts';
import { type WrittenSeries, writeRequest } from '../core/metrics/write-request.ts';

export interface SeriesSender {
  /** The content of a request. */
  encode(series: readonly WrittenSeries[]): Uint8Array;
  /** @param body what `encode` made. @throws {UserError} (exit code 3) if the server refuses them, or does not take them after several tries. */
  send(body: Uint8Array): Promise<void>;
}

export interface SendOptions {
  /** Wall time before each new try, in milliseconds. */
  readonly delays?: readonly number[];
  readonly agent: string;
}

const DELAYS_MS = [250, 500, 1000, 2000, 4000, 8000];
const TIMEOUT_MS = 30_000;

/** @throws {UserError} (usage) unless it is an address of HTTP. A name and a password in it are sent as such. */
export async function seriesSender(
  address: string,
  { delays = DELAYS_MS, agent }: SendOptions,
): Promise<SeriesSender> {
  const { url, authorization } = readAddress(address);
  const { snappyCompress } = await import('hyparquet-writer/src/snappy.js');
  const headers = {
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
    'user-agent': agent,
    ...(authorization !== undefined && { authorization }),
  };
  async function post(body: Uint8Array): Promise<Answer> {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body), signal });
      return { status: response.status, text: (await response.text()).trim() };
    } catch (error) {
      const { cause } = error as { readonly cause?: unknown };
      const why = cause instanceof Error ? cause.message || String(cause) : String((error as Error).message);
      return { status: undefined, text: why };
    }
  }
  return {
    encode: (series) => snappyCompress(writeRequest(series)),
    async send(body) {
      let answer = await post(body);
      for (const delay of delays) {
        if (!isPassing(answer)) break;
        await pause(delay);
        answer = await post(body);
      }
      if (answer.status === undefined || answer.status >= 300) throw refused(url, answer, delays.length);
    },
  };
}

interface Answer {
  /** Undefined where there was none. */
  readonly status: number | undefined;
  readonly text: string;
}

function isPassing({ status }: Answer): boolean {
  return status === undefined || status >= 500 || status === 429;
}

/** @throws {UserError} (usage) unless it is an address of HTTP. */
export function readAddress(text: string): {
  readonly url: string;
  readonly authorization: string | undefined;
} {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UserError(`--remote-write ${text} is not an address`, {
      next: 'write for example --remote-write http://localhost:9090/api/v1/write',
    });
  }
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const user = `${decoded(username)}:${decoded(password)}`;
  return {
    url: url.href,
    authorization: username === '' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

/** A percent sign that begins no escape stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refused(url: string, { status, text }: Answer, tries: number): UserError {
  const [line = ''] = text.split('\n');
  const words = line === '' ? '' : `: ${line.slice(0, 300)}`;
  if (status === undefined || status >= 500 || status === 429) {
    const what = status === undefined ? 'does not answer' : `answers ${status}`;
    return new UserError(`${url} ${what} after ${tries + 1} tries${words}`, {
      exitCode: 3,
      next: 'check that it runs and takes remote write (Prometheus: --web.enable-remote-write-receiver)',
    });
  }
  return new UserError(`${url} refuses the samples with ${status}${words}`, {
    exitCode: 3,
    next: nextStep(status, line),
  });
}

function nextStep(status: number, words: string): string {
  if (/out of (bounds|order)|too old/.test(words))
    return "give the recording a later date (replay --start), or set the server's out_of_order_time_window";
  if (status === 404) return 'give the whole address; that of Prometheus ends in /api/v1/write';
  if (status === 401 || status === 403)
    return 'write the name and the password into the address: https://NAME:PASSWORD@HOST/…';
  return 'see the log of the server';
}
