/** Computes the figures of a measurement at the end of the window. */
import type { Problem } from '../errors/problem.ts';
import { RECORDING_API_VERSION } from '../recording/observation.ts';
import { compressionFigures } from './compression-distortion.ts';
import { countFigures, countSeries } from './count-over-time.ts';
import { summariseDurations } from './duration-percentiles.ts';
import type { DisruptionFigures, Figures, NeverBoundPod, PodFigures, SpeedFigures } from './figures.ts';
import { fragmentationFigures } from './fragmentation-figures.ts';
import { gapTotal } from './gap-union.ts';
import type { IgnoredFigures } from './ignored-figures.ts';
import type { MeasurementState } from './measurement-state.ts';
import { neverBoundFigures } from './never-bound.ts';
import { nodeFigures } from './node-figures.ts';
import { neverBoundPod } from './pod-ledger.ts';
import { scalingFigures } from './scaling-figures.ts';
import { resourceFigures, resourceSeries, type Scope } from './scope-figures.ts';

/** Figures over [0, the last observation]. `problems` are those of reading the recording. */
export function collectFigures(state: MeasurementState, problems: readonly Problem[]): Figures {
  const { header, capacity, pods } = state;
  const end = state.now;
  const neverBound = neverBoundFigures(neverBoundPods(state, end));
  const queue = countFigures(state.queue, end);
  const pending = countSeries(state.queue, end);
  const scopeFigures = (scope: Scope) => ({
    nodes: { seen: scope.nodesSeen, end: scope.nodesNow },
    resources: resourceFigures(capacity, scope, end),
  });
  const containers = state.containers.figures();
  const replicas = state.replicas.figures(end);
  const jobs = state.jobs.figures(end);
  const scaling = scalingFigures(state.scaled, end);
  const cluster = scopeFigures(capacity.cluster);
  const speed = speedFigures(state);
  const waiting = summariseDurations(pods.waits);
  const span = makespan(state, end);
  const held = (cluster.resources.pods?.requested.mean ?? 0) * end;
  // A table shows none of these by default, and they may take longer than all the rest.
  const podGroups = readLater(() => state.groups.figures());
  const nodes = readLater(() => nodeFigures(capacity, end));
  const fragmentation = readLater(() =>
    fragmentationFigures(
      { ...state, meanWaiting: waiting.mean },
      (pods.firstCreation ?? 0) + (span?.duration ?? 0),
    ),
  );
  const figures = {
    apiVersion: RECORDING_API_VERSION,
    kind: 'Report',
    recording: {
      name: header.name ?? null,
      source: header.source,
      start: header.start,
      tool: header.tool,
    },
    window: { from: 0, to: end, closed: state.close !== null },
    speed,
    pods: podFigures(state),
    makespan: span,
    neverBound,
    waiting: {
      ...waiting,
      neverBound: neverBound.count,
      leftTruncated: pods.counts.leftTruncated,
    },
    phases: {
      boundToStarted: summariseDurations(pods.startDelays),
      ...(pods.initDelays.length > 0 && { boundToInitialized: summariseDurations(pods.initDelays) }),
      startedToReady: summariseDurations(pods.readyDelays),
    },
    ...(containers && { containers }),
    get podGroups() {
      return podGroups();
    },
    ...(replicas.length > 0 && { replicas }),
    ...(jobs && { jobs }),
    disruptions: disruptionFigures(state.disruptions),
    compression: compressionFigures(header, speed.changes ? null : speed.planned, pods, held),
    queue,
    idleNodes: countFigures(state.idleNodes, end),
    cluster,
    pools: [...capacity.pools].map(([pool, scope]) => ({ pool, ...scopeFigures(scope) })),
    get nodes() {
      return nodes();
    },
    ...(scaling && { scaling }),
    get fragmentation() {
      return fragmentation();
    },
    series: {
      bucket: pending.width,
      resources: resourceSeries(capacity, capacity.cluster, end),
      pending: pending.means,
      idleNodes: countSeries(state.idleNodes, end).means,
    },
    gaps: { count: state.gaps.count, total: gapTotal(state.gaps) },
    ignored: ignoredFigures(state.ignored),
    problems: [...(header.problems ?? []), ...(state.close?.problems ?? []), ...problems],
  };
  if (pods.firstCreation === null || capacity.nodes.length === 0)
    Reflect.deleteProperty(figures, 'fragmentation');
  return figures as Figures;
}

/** Computes a value when it is read first. */
function readLater<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

function neverBoundPods(state: MeasurementState, end: number): NeverBoundPod[] {
  const pods = [...state.pods.withdrawn];
  for (const pod of state.pods.pods.values())
    if (pod.boundAt === null && !pod.terminal)
      pods.push(neverBoundPod(pod, pod.gated ? 'gated' : 'pending', end));
  return pods.sort((a, b) => a.created - b.created);
}

function podFigures(state: MeasurementState): PodFigures {
  const { created, older, bound, unplaced, started, ready, succeeded, failed, deleted } = state.pods.counts;
  const alive = { pending: 0, bound: 0, lost: 0 };
  for (const pod of state.pods.pods.values()) {
    if (pod.terminal) continue;
    if (pod.boundAt === null) alive.pending += 1;
    else if (pod.node !== null && pod.node.removed !== null) alive.lost += 1;
    else alive.bound += 1;
  }
  const counts = { bound, unplaced, started, ready, succeeded, failed, deleted };
  return { created, ...(older > 0 && { older }), ...counts, alive };
}

function disruptionFigures(byReason: ReadonlyMap<string, number>): DisruptionFigures {
  const reasons = Array.from(byReason, ([reason, count]) => ({ reason, count }));
  reasons.sort((one, other) => other.count - one.count);
  return { pods: reasons.reduce((sum, { count }) => sum + count, 0), reasons };
}

function makespan(state: MeasurementState, end: number): Figures['makespan'] {
  const { firstCreation, lastEnd, pods } = state.pods;
  if (firstCreation === null) return null;
  const complete = [...pods.values()].every((pod) => pod.terminal);
  return { duration: (complete ? (lastEnd ?? end) : end) - firstCreation, complete };
}

function speedFigures({ header, close }: MeasurementState): SpeedFigures {
  const hasSpeed = header.clock.kind !== 'virtual' || close?.speed?.isPaced === true;
  return {
    clock: header.clock.kind,
    planned: hasSpeed ? (close?.speed?.planned ?? header.source.speed ?? null) : null,
    achieved: hasSpeed ? (close?.speed?.achieved ?? null) : null,
    lag: close?.speed?.lag ?? null,
    limitedBy: close?.speed?.limitedBy ?? null,
    answers: close?.speed?.answers ?? null,
    jumps: close?.speed?.jumps ?? null,
    ...(close?.speed?.pauses && { pauses: close.speed.pauses }),
    ...(close?.speed?.changes && { changes: close.speed.changes }),
  };
}

function ignoredFigures(ignored: Omit<IgnoredFigures, 'total'>): IgnoredFigures {
  const total = Object.values(ignored).reduce((sum, count) => sum + count, 0);
  return { total, ...ignored };
}
