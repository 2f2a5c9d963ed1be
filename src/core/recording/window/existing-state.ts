/** Remembers what exists at a time of a recording: the state with which a window of it begins. */
import type { ClusterObject } from '../../objects/cluster-object.ts';
import type { Microseconds } from '../../time/microseconds.ts';
import type { NodeAddedObservation, Observation } from '../observation.ts';
import type { PodCreatedObservation, PodObservation } from '../pod-observation.ts';

type Of<Kind extends Observation['kind']> = Extract<Observation, { kind: Kind }>;

interface ExistingPod {
  /** With its labels and template as they are now. */
  created: PodCreatedObservation;
  bound?: Of<'pod-bound'>;
  /** The node, as long as it exists. A pod whose node is gone holds nothing. */
  node?: ExistingNode | undefined;
  initialized?: Of<'pod-initialized'>;
  started?: Of<'pod-started'>;
  /** The first readiness. */
  ready?: Of<'pod-ready'>;
  isReady: boolean;
  message?: Of<'pod-unschedulable'>;
  nominated?: Of<'pod-nominated'>;
  /** All its resources as they are now. */
  usage?: Of<'pod-usage'>;
  disrupted?: Of<'pod-disrupted'>;
  terminating?: Of<'pod-terminating'>;
}

interface ExistingNode {
  added: NodeAddedObservation;
  isGone: boolean;
}

export interface ExistingState {
  take(observation: Observation): void;
  /** Observes everything that exists, at the times at which it was observed. Pods that are over, or whose node is gone, are left out. */
  pass(from: Microseconds, to: (observation: Observation) => void): void;
  /** Whether the pod was ready and is not. */
  lostReadiness(uid: string): boolean;
}

/** A disruption that nothing follows is withdrawn after 2 minutes (pkg/controller/disruption, stalePodDisruptionTimeout). */
const STALE: Microseconds = 120_000_000;

export function createExistingState(): ExistingState {
  const schedulerChanges: Of<'scheduler-changed'>[] = [];
  const objects = new Map<string | undefined, { at: Microseconds; object: ClusterObject }>();
  const nodes = new Map<string, ExistingNode>();
  const nodesByName = new Map<string, ExistingNode>();
  const pods = new Map<string, ExistingPod>();

  function takePod(observation: Exclude<PodObservation, { kind: 'pod-created' }>): void {
    const pod = pods.get(observation.uid);
    if (!pod) return;
    switch (observation.kind) {
      case 'pod-changed':
      case 'pod-resized':
        pod.created = changed(pod.created, observation);
        return;
      case 'pod-bound':
        if (pod.bound) return;
        pod.bound = observation;
        pod.node = observation.node === null ? undefined : nodesByName.get(observation.node);
        return;
      case 'pod-unschedulable':
        pod.message = observation;
        return;
      case 'pod-nominated':
        pod.nominated = observation;
        return;
      case 'pod-initialized':
        pod.initialized ??= observation;
        return;
      case 'pod-started':
        pod.started ??= observation;
        return;
      case 'pod-ready':
        pod.ready ??= observation;
        pod.isReady = true;
        return;
      case 'pod-readiness':
        pod.isReady = observation.ready;
        return;
      case 'pod-usage':
        pod.usage = { ...observation, used: { ...pod.usage?.used, ...observation.used } };
        return;
      case 'pod-disrupted':
        pod.disrupted = observation;
        return;
      case 'pod-terminating':
        pod.terminating ??= observation;
        return;
      case 'pod-finished':
      case 'pod-deleted':
        pods.delete(observation.uid);
        return;
      default:
        return;
    }
  }

  function addNode(added: NodeAddedObservation): void {
    const known = nodes.get(added.uid);
    if (known) {
      const { at, age } = known.added;
      known.added = { ...added, at, ...(age !== undefined && { age }) };
      return;
    }
    const node = { added, isGone: false };
    nodes.set(added.uid, node);
    nodesByName.set(added.name, node);
  }

  function removeNode(uid: string): void {
    const node = nodes.get(uid);
    if (!node) return;
    node.isGone = true;
    nodes.delete(uid);
  }

  return {
    lostReadiness: (uid) => {
      const pod = pods.get(uid);
      return pod?.ready !== undefined && !pod.isReady;
    },
    take(observation) {
      switch (observation.kind) {
        case 'scheduler-changed':
          schedulerChanges.push(observation);
          return;
        case 'object-set':
          objects.set(observation.object.metadata.uid, observation);
          return;
        case 'object-removed':
          objects.delete(observation.uid);
          return;
        case 'node-added':
          return addNode(observation);
        case 'node-changed': {
          const node = nodes.get(observation.uid);
          if (node) node.added = { ...node.added, ...observation, kind: 'node-added', at: node.added.at };
          return;
        }
        case 'node-removed':
          return removeNode(observation.uid);
        case 'pod-created':
          if (!pods.has(observation.uid)) pods.set(observation.uid, { created: observation, isReady: false });
          return;
        case 'template':
        case 'gap':
        case 'close':
          return;
        default:
          return takePod(observation);
      }
    },
    pass(from, to) {
      for (const change of schedulerChanges) to(change);
      for (const { at, object } of objects.values()) to({ at, kind: 'object-set', object });
      for (const { added } of nodes.values()) to({ ...added, age: ageAt(from, added) });
      for (const [uid, pod] of pods) {
        if (pod.node?.isGone) pods.delete(uid);
        else passPod(pod, from, to);
      }
    },
  };
}

function passPod(pod: ExistingPod, from: Microseconds, to: (observation: Observation) => void): void {
  const { created, bound, message, nominated, initialized, started, ready, isReady } = pod;
  const { usage, disrupted, terminating } = pod;
  const { intended: _late, ...rest } = created;
  to({ ...rest, age: ageAt(from, created) });
  if (!bound && message) to(message);
  if (!bound && nominated && nominated.node !== null) to(nominated);
  if (bound) to(bound);
  if (initialized) to(initialized);
  if (started) to(started);
  if (ready && isReady) to(ready);
  if (usage) to(usage);
  if (disrupted && (terminating || from - disrupted.at <= STALE)) to(disrupted);
  if (terminating) to(terminating);
}

function ageAt(
  from: Microseconds,
  { at, age = 0 }: { readonly at: Microseconds; readonly age?: Microseconds },
): Microseconds {
  return from - at + age;
}

/** A pod whose labels, gates or requests changed. */
function changed(
  created: PodCreatedObservation,
  { template = created.template, ...change }: Of<'pod-changed'> | Of<'pod-resized'>,
): PodCreatedObservation {
  const labels = 'labels' in change ? change.labels : undefined;
  return { ...created, template, ...(labels && { labels }) };
}
