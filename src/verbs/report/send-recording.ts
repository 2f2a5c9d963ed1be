/** Sends the series of a recording to a server with Prometheus remote write, at their own times. */
import { UserError } from '../../core/errors/user-error.ts';
import { recordedSeries } from '../../core/metrics/recorded-series.ts';
import type { AskedWindow } from '../../core/recording/window/window-bounds.ts';
import { windowSink } from '../../core/recording/window/window-sink.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { readAddress, seriesSender } from '../../monitoring/send-series.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';

export interface SendRequest {
  readonly file: string;
  /** The part of the recording that is sent. */
  readonly window: AskedWindow;
  readonly url: string;
  /** Time of the recording between two samples. */
  readonly step: Microseconds | undefined;
  /** How keg names itself to the server. */
  readonly agent: string;
  /** Milliseconds before each new try. */
  readonly delays?: readonly number[];
}

export interface SentSeries {
  readonly samples: number;
  readonly series: number;
}

const DEFAULT_STEP: Microseconds = 60_000_000;

/** @throws {UserError} if the file cannot be read again, and as {@link seriesSender}. What was sent before stays there. */
export async function sendRecording(request: SendRequest): Promise<SentSeries> {
  const { file, window, url, step = DEFAULT_STEP, agent, delays } = request;
  refuseWrongSending(request);
  const sender = await seriesSender(url, { agent, ...(delays && { delays }) });
  const bodies: Uint8Array[] = [];
  const series = recordedSeries(step, (batch) => bodies.push(sender.encode(batch)));
  const sink = windowSink(window, series);
  const sendAll = async (): Promise<void> => {
    for (let body = bodies.shift(); body; body = bodies.shift()) await sender.send(body);
  };
  await readRecordingFile(file, sink, sendAll);
  sink.end(file);
  series.end();
  await sendAll();
  const { samples, series: all } = series;
  return { samples, series: all };
}

/** @throws {UserError} (usage) for what can be seen to be wrong before anything is read. */
export function refuseWrongSending({
  file,
  url,
  step = DEFAULT_STEP,
}: Pick<SendRequest, 'file' | 'url' | 'step'>): void {
  if (file === '-') {
    throw new UserError('--remote-write reads the recording once more, and standard input can be read once', {
      next: 'give the recording as a file',
    });
  }
  if (step < 1000) {
    throw new UserError('--remote-write-step is below 1ms, the resolution of Prometheus', {
      next: 'write for example --remote-write-step 15s',
    });
  }
  readAddress(url);
}
