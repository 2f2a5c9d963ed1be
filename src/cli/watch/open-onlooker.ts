/** Opens what looks at a cluster while it is played or recorded: the metrics for Prometheus. */
import type { PlayFacts } from '../../core/metrics/keg-families.ts';
import { presentCluster } from '../../core/present/present-cluster.ts';
import type { RecordingSink } from '../../core/recording/recording-reader.ts';
import { printRemarks } from '../../render/terminal/print-problems.ts';
import type { PlayMoment } from '../../targets/target.ts';
import type { WatchFlags } from './watch-flags.ts';

export interface Onlooker {
  /** Begins anew, and returns what gets the observations from here on: a recording may have several parts. */
  watcher(): RecordingSink;
  moment(moment: PlayMoment): void;
  /** Lets the last state be read. */
  end(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** @returns undefined where no flag asks for it. @throws {UserError} (usage) if the port is taken. */
export async function openOnlooker({ 'metrics-port': port }: WatchFlags): Promise<Onlooker | undefined> {
  if (port === undefined) return undefined;
  const { serveMetrics } = await import('../../metrics/serve-metrics.ts');
  const { metricFamilies } = await import('../../core/metrics/metric-families.ts');
  const { openMetricsText } = await import('../../core/metrics/openmetrics-text.ts');
  let cluster = presentCluster();
  let facts: PlayFacts = {};
  const server = await serveMetrics(port, () => openMetricsText(metricFamilies(cluster.state, facts)));
  printRemarks([`metrics: ${server.url}`]);
  return {
    watcher() {
      const own = presentCluster();
      cluster = own;
      return {
        header(header) {
          const { speed } = header.source;
          own.header(header);
          if (speed === undefined) return;
          own.setWallShare(1 / speed);
          facts = { ...facts, speed };
        },
        observe: own.observe,
      };
    },
    moment({ scenarioTime, pace, wall }) {
      facts = { ...facts, ...wall, ...pace };
      if (!pace) return;
      cluster.advanceTo(scenarioTime);
      cluster.setWallShare(1 / pace.speed);
    },
    end: (signal) => server.lastRead(signal),
    close: () => server.close(),
  };
}
