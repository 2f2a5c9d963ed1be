/** Reads the usage of pods again and again while a recorder runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { Transport } from '../../kubernetes/transport.ts';
import type { WallClock } from '../../kubernetes/wall-clock.ts';
import type { RecordedObjects } from './recorded-objects.ts';
import type { Selection } from './selection.ts';
import { findUsageSource, type UsageSource } from './usage-source.ts';
import type { ClusterWatch } from './watch-cluster.ts';

export interface UsageRecorder {
  readonly header: RecordingHeader['source']['usage'];
  /** Samples at once and then at each interval until the signal. A sample that fails leaves the last usage as it was. */
  sample(to: SampleTo): Promise<void>;
}

interface SampleTo {
  readonly objects: Pick<RecordedObjects, 'usage'>;
  readonly watch: Pick<ClusterWatch, 'inOrder'>;
  readonly clock: WallClock;
  /** Gets one warning when samples begin to fail. */
  readonly warn: (problem: Problem) => void;
  readonly signal: AbortSignal;
}

/** Undefined where no interval is asked for. Where usage cannot be read, there is no header, and sampling is one warning. */
export async function openUsage(
  transport: Transport,
  selection: Selection,
  interval: Microseconds | undefined,
): Promise<UsageRecorder | undefined> {
  if (interval === undefined) return undefined;
  const source = await findUsageSource(transport, selection);
  if (!('read' in source)) return { header: undefined, sample: async ({ warn }) => warn(source) };
  return { header: { from: source.from, interval }, sample: (to) => sampleUsage(source, interval, to) };
}

async function sampleUsage(
  source: UsageSource,
  interval: Microseconds,
  { objects, watch, clock, warn, signal }: SampleTo,
): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    const begun = performance.now();
    try {
      const samples = await source.read(signal);
      const at = clock.now();
      watch.inOrder(at, () => objects.usage(samples, at));
      isFailing = false;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof UserError)) throw error;
      if (!isFailing)
        warn({
          code: 'watch-lost',
          severity: 'warning',
          message: `a sample of the usage of pods failed, so the last one holds: ${error.message}`,
        });
      isFailing = true;
    }
    const left = interval / 1000 - (performance.now() - begun);
    await sleep(Math.max(0, left), undefined, { signal }).catch(() => {});
  }
}
