/** Watches the pods and nodes of a run into observations: what the cluster did, without the marks that keg put on its objects. */

import { decidingParts } from '../../../core/observing/deciding-parts.ts';
import { createSharedTemplates } from '../../../core/observing/shared-templates.ts';
import type { Observer } from '../../../core/recording/observer.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { WatchReport } from '../../../kubernetes/watch-loop.ts';
import type { Explained } from '../../target.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { nodeWithoutMarks, podWithoutMarks } from '../objects/run-marks.ts';
import { POOL_ANNOTATION, PROBE_LABEL, scenarioNamespace } from '../objects/run-names.ts';
import type { WantedChange } from '../scheduler-control.ts';
import { type ClusterNode, type ClusterPod, createClusterObserver } from './cluster-observer.ts';
import { createExplanations } from './explanations.ts';
import { createForeignNodes } from './foreign-nodes.ts';
import type { LivePods } from './live-pods.ts';
import { observeStorage } from './observe-storage.ts';
import { createWatchGroup } from './watch-group.ts';

export interface ObserveRunOptions {
  readonly transport: Transport;
  readonly run: string;
  readonly observer: Observer;
  readonly pods: Pick<LivePods, 'seen' | 'gone' | 'byUid'>;
  /** Where the scenario brings no nodes, all nodes of the cluster belong to the run. */
  readonly allNodes: boolean;
  /** Whether its pods are kept off the nodes of others. */
  readonly isConfined: boolean;
  /** Recording time of a moment on the wall; 0 before the start. */
  readonly timeOf: (wall: Microseconds) => Microseconds;
  readonly fail: (error: unknown) => void;
  /** Whether the run has claims and volumes, which are observed too. */
  readonly storage: boolean;
  /** Whether the scheduler writes into its pods why it decided so. */
  readonly explains?: boolean;
  /** Sees each report about a pod first. @returns whether it is about a pod that is no part of the play. */
  readonly tapPods?: ((report: WatchReport<ClusterPod>) => boolean) | undefined;
}

export interface RunObserver {
  /** Resolves when everything that exists was seen. */
  readonly synced: Promise<void>;
  /** Names of nodes that others added during the run, and that can take its pods. */
  readonly foreignNodes: readonly string[];
  /** Undefined where the scheduler does not explain itself. */
  readonly explained: Explained | undefined;
  /** Observes a change of the scheduler. */
  schedulerChanged(change: WantedChange, wall: Microseconds): void;
  end(): Promise<void>;
}

/** How long to wait for an API server that restarts. */
const PATIENCE: Microseconds = 120_000_000;

export function observeRun(options: ObserveRunOptions): RunObserver {
  const { transport, run, observer, pods, allNodes, isConfined, timeOf, fail, tapPods, explains } = options;
  const watches = createWatchGroup(transport, PATIENCE);
  const share = createSharedTemplates();
  const cluster = createClusterObserver({
    observer,
    timeOf,
    describePod(pod, seenAt) {
      const live = pods.byUid(pod.metadata.uid);
      const { namespace = '', name } = pod.metadata;
      const intended = live?.intended;
      const existed = live?.plan.age ?? live?.plan.pendingFor;
      return {
        namespace: scenarioNamespace(run, namespace),
        name,
        ...(live === undefined ? {} : { group: live.plan.group }),
        ...(existed === undefined ? {} : { age: existed + seenAt }),
        ...(intended === undefined || intended >= seenAt ? {} : { intended }),
        ...decidingParts(podWithoutMarks(pod, run), share),
      };
    },
    poolOf: ({ metadata }) => metadata.annotations?.[POOL_ANNOTATION],
    nodeAs: nodeWithoutMarks,
    podOptions: { observesIncidents: true },
    onPod: pods.seen,
    onPodGone: pods.gone,
  });
  /** What is still under way when the run ends is no part of it. */
  const unlessEnded =
    <T>(see: (report: T) => void) =>
    (report: T): void => {
      if (!watches.signal.aborted) see(report);
    };
  const explanations = explains ? createExplanations(observer) : undefined;
  const seePod = (report: WatchReport<ClusterPod>): void => {
    cluster.pod(report);
    if (report.type === 'added' || report.type === 'changed')
      explanations?.seen(report.object, cluster.timeAt(report.at));
    else if (report.type === 'deleted') explanations?.gone(report.uid);
  };
  const ofRun = `${RUN_LABEL}=${run},!${PROBE_LABEL}`;
  const foreign = allNodes || isConfined ? undefined : createForeignNodes(run);
  const labelSelector = isConfined ? ofRun : allNodes ? undefined : `!${PROBE_LABEL}`;
  const nodes = { path: '/api/v1/nodes', labelSelector };
  const seeNode = (report: WatchReport<ClusterNode>): void => {
    if (foreign?.concerns(report) !== false) cluster.node(report);
  };
  const ends = { onLost: fail };
  // Nodes first, so that the node of every pod is observed before it.
  const first = options.storage ? observeStorage(watches, cluster, run, fail) : Promise.resolve();
  const nodesSeen = first.then(() => watches.watch<ClusterNode>(nodes, unlessEnded(seeNode), ends));
  const synced = nodesSeen.then(() =>
    watches.watch<ClusterPod>(
      { path: '/api/v1/pods', labelSelector: ofRun },
      unlessEnded((report) => {
        if (tapPods?.(report) !== true) seePod(report);
      }),
      ends,
    ),
  );
  return {
    synced,
    get foreignNodes() {
      return foreign?.names ?? [];
    },
    get explained() {
      return explanations?.explained;
    },
    schedulerChanged: (change, wall) =>
      observer.observe({ at: cluster.timeAt(wall), kind: 'scheduler-changed', ...change }),
    end: () => watches.end(),
  };
}
