/** The flags that let a person or a program look at a play while it runs. */
import * as Flags from '@oclif/core/flags';

export interface WatchFlags {
  readonly 'metrics-port'?: number | undefined;
}

const METRICS_PORT = {
  min: 0,
  max: 65_535,
  helpValue: 'PORT',
  description:
    'serve metrics for Prometheus (OpenMetrics) on http://127.0.0.1:PORT/metrics until the end; 0 takes a free port',
};

export const RECORD_WATCH_FLAGS = { 'metrics-port': Flags.integer(METRICS_PORT) };

export const REPLAY_WATCH_FLAGS = {
  'metrics-port': Flags.integer({ ...METRICS_PORT, exclusive: ['seeds'] }),
};
