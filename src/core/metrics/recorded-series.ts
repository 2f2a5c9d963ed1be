/** Reads the series of a recording at regular times of its own, in batches: what remote write sends. */
import { presentCluster } from '../present/present-cluster.ts';
import type { RecordingSink } from '../recording/recording-reader.ts';
import type { Microseconds } from '../time/microseconds.ts';
import { parseMoment } from '../time/moment.ts';
import { metricFamilies } from './metric-families.ts';
import { type MetricLabels, sampleName } from './metric-family.ts';
import type { WrittenSample, WrittenSeries } from './write-request.ts';

interface OpenSeries {
  readonly labels: MetricLabels;
  samples: WrittenSample[];
  /** Number of the last time at which it had a sample. */
  seen: number;
}

export interface RecordedSeries extends RecordingSink {
  /** Adds the samples of the end of the window, and passes on the last batch. */
  end(): void;
  /** So far. */
  readonly samples: number;
  readonly series: number;
}

/** Samples after which a batch is passed on: about as many as a few requests of Prometheus have. */
const BATCH = 10_000;

/**
 * @param step time of the recording between two samples. A series that ends gets an end mark at the next time.
 * @param onBatch gets each batch; a series of it has its samples in order of time.
 */
export function recordedSeries(
  step: Microseconds,
  onBatch: (batch: readonly WrittenSeries[]) => void,
): RecordedSeries {
  const cluster = presentCluster();
  const open = new Map<string, OpenSeries>();
  let start = 0;
  let next = 0;
  let round = 0;
  let waiting = 0;
  let samples = 0;
  let series = 0;

  function sample(at: Microseconds): void {
    cluster.advanceTo(at);
    round += 1;
    const timestamp = Math.round((start + at) / 1000);
    for (const family of metricFamilies(cluster.state)) {
      for (const each of family.samples) {
        const labels = { __name__: sampleName(family, each), ...each.labels };
        const key = Object.values(labels).join('\u0000');
        const known = open.get(key) ?? begin(key, labels);
        known.samples.push({ timestamp, value: each.value });
        known.seen = round;
        waiting += 1;
      }
    }
    for (const known of open.values()) {
      if (known.seen !== round - 1) continue;
      known.samples.push({ timestamp, value: undefined });
      waiting += 1;
    }
    if (waiting >= BATCH) passOn();
  }

  function passOn(): void {
    const batch = [...open.values()].filter((each) => each.samples.length > 0);
    samples += waiting;
    waiting = 0;
    onBatch(batch.map((each) => ({ labels: withoutEmpty(each.labels), samples: each.samples })));
    for (const each of batch) each.samples = [];
    for (const [key, { seen }] of open) if (seen < round) open.delete(key);
  }

  function begin(key: string, labels: MetricLabels): OpenSeries {
    const created: OpenSeries = { labels, samples: [], seen: 0 };
    open.set(key, created);
    series += 1;
    return created;
  }

  return {
    header(header) {
      start = parseMoment(header.start) ?? 0;
      cluster.header(header);
    },
    observe(observation) {
      for (; next < observation.at; next += step) sample(next);
      cluster.observe(observation);
    },
    end() {
      sample(cluster.state.at);
      if (waiting > 0) passOn();
    },
    get samples() {
      return samples;
    },
    get series() {
      return series;
    },
  };
}

/** A label without a value is no label. */
function withoutEmpty(labels: MetricLabels): MetricLabels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}
