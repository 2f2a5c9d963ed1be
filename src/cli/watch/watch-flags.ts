/** The flags that let a person or a program look at a cluster while it is played or recorded. */
import * as Flags from '@oclif/core/flags';

export interface WatchFlags {
  readonly watch?: boolean | undefined;
  readonly 'metrics-port'?: number | undefined;
}

const METRICS_PORT = {
  min: 0,
  max: 65_535,
  helpValue: 'PORT',
  description:
    'serve metrics for Prometheus (OpenMetrics) on http://127.0.0.1:PORT/metrics until the end; 0 takes a free port',
};
const WATCH = {
  description: 'show the cluster in the whole terminal: the clock, nodes as bars, pods that wait and why',
};

export const METRICS_FLAGS = { 'metrics-port': Flags.integer(METRICS_PORT) };

export const WATCH_FLAGS = { watch: Flags.boolean(WATCH), ...METRICS_FLAGS };

/** Whether one of them is given. */
export function isLookedAt({ watch = false, 'metrics-port': port }: WatchFlags): boolean {
  return watch || port !== undefined;
}
