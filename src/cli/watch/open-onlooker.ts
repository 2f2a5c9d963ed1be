/** Opens what looks at a cluster while it is played or recorded: the metrics for Prometheus, and what a live view draws. */
import type { PlayFacts } from '../../core/metrics/keg-families.ts';
import { type PresentCluster, presentCluster } from '../../core/present/present-cluster.ts';
import type { RecordingSink } from '../../core/recording/recording-reader.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { printRemarks } from '../../render/terminal/print-problems.ts';
import { areLinesJson } from '../../render/terminal/stderr-line.ts';
import type { PlayMoment } from '../../targets/target.ts';
import type { WatchFlags } from './watch-flags.ts';

export interface Onlooker {
  /** Begins anew, and returns what gets the observations from here on: a recording may have several parts. */
  watcher(): RecordingSink;
  /** Looks at another cluster. */
  lookAt(cluster: PresentCluster): void;
  moment(moment: PlayMoment): void;
  cluster(): PresentCluster;
  /** What was known at the last moment. */
  facts(): PlayFacts & { readonly at?: Microseconds; readonly end?: Microseconds | undefined };
  /** Lets the last state be read. */
  end(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Whether a live view can be drawn: on a terminal, and where no program reads the lines. */
export function canWatch({ watch = false }: WatchFlags): boolean {
  return watch && process.stderr.isTTY === true && !areLinesJson();
}

/** @returns undefined where no flag asks for it. @throws {UserError} (usage) if the port is taken. */
export async function openOnlooker(flags: WatchFlags): Promise<Onlooker | undefined> {
  const port = flags['metrics-port'];
  if (port === undefined && !canWatch(flags)) return undefined;
  let cluster = presentCluster();
  let facts: ReturnType<Onlooker['facts']> = {};
  const server = port === undefined ? undefined : await openServer(port, () => [cluster.state, facts]);
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
    lookAt(other) {
      cluster = other;
    },
    moment({ scenarioTime: at, end, pace, wall }) {
      facts = { ...facts, at, end, ...wall, ...pace };
      cluster.advanceTo(at);
      const { speed } = facts;
      if (speed !== undefined) cluster.setWallShare(1 / speed);
    },
    cluster: () => cluster,
    facts: () => facts,
    end: async (signal) => server?.lastRead(signal),
    close: async () => server?.close(),
  };
}

type Metrics = readonly [PresentCluster['state'], PlayFacts];

async function openServer(
  port: number,
  read: () => Metrics,
): Promise<import('../../monitoring/serve-metrics.ts').MetricsServer> {
  const { serveMetrics } = await import('../../monitoring/serve-metrics.ts');
  const { metricFamilies } = await import('../../core/metrics/metric-families.ts');
  const { openMetricsText } = await import('../../core/metrics/openmetrics-text.ts');
  const server = await serveMetrics(port, () => openMetricsText(metricFamilies(...read())));
  printRemarks([`metrics: ${server.url}`]);
  return server;
}
