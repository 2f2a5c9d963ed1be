/** Measures a recording in one pass. Every recording, of a replay or of a cluster, is measured here. */
import type { Problem } from '../errors/problem.ts';
import type { ResourceList } from '../objects/pod.ts';
import type {
  NodeAddedObservation,
  NodeChangedObservation,
  Observation,
  RecordingHeader,
  TemplateObservation,
} from '../recording/observation.ts';
import {
  type PodBoundObservation,
  type PodCreatedObservation,
  type PodObservation,
  type PodResizedObservation,
  SCHEDULING_GATED,
} from '../recording/pod-observation.ts';
import { addNode, holdRequest, removeNode, setAllocatable } from './capacity-ledger.ts';
import { collectFigures } from './collect-figures.ts';
import { changeCount } from './count-over-time.ts';
import type { Figures } from './figures.ts';
import { sumRequest } from './fragmentation-figures.ts';
import type { ReferencePod } from './free-room.ts';
import { addGap } from './gap-union.ts';
import { changePods, idleFrom, idleUntil } from './idle-nodes.ts';
import { emptyMeasurementState, type MeasuredTemplate, type MeasurementState } from './measurement-state.ts';
import { priorityText } from './pod-groups.ts';
import {
  bindPod,
  countDisruption,
  createPod,
  deletePod,
  finishPod,
  initializePod,
  joinPool,
  type LedgerPod,
  readyPod,
  refusePod,
  startPod,
} from './pod-ledger.ts';
import { readableList, readableRequest } from './readable-amounts.ts';
import { type Amounts, indexAmounts } from './resource-index.ts';
import { requestOfUnknownTemplate } from './template-requests.ts';
import { changeUsage, endUsage, endUsageOf } from './usage-ledger.ts';

export interface Measurement {
  /** Takes the next observation. Never throws for its content. */
  observe(observation: Observation): void;
  /** Closes the window and returns the figures; call it once. `problems` are those of reading the recording. */
  finish(problems?: readonly Problem[]): Figures;
}

/**
 * Measures a stream in one pass. Memory grows with live objects and distinct values, and by a few numbers for each pod.
 *
 * @param reference - the pod that is fitted into free room; default: the mean of all pods.
 */
export function createMeasurement(header: RecordingHeader, reference?: ReferencePod): Measurement {
  const state = emptyMeasurementState(header, reference);
  return {
    observe(observation) {
      observe(state, observation);
      state.replicas.observe(observation, state.now);
      state.jobs.observe(observation, state.now);
    },
    finish: (problems = []) => collectFigures(state, problems),
  };
}

/** Measures a whole recording: its header and its observations in order of time. */
export function measure(header: RecordingHeader, observations: Iterable<Observation>): Figures {
  const measurement = createMeasurement(header);
  for (const observation of observations) measurement.observe(observation);
  return measurement.finish();
}

function observe(state: MeasurementState, observation: Observation): void {
  if (state.close) {
    state.ignored.afterClose += 1;
    return;
  }
  if (observation.at < state.now) state.ignored.unordered += 1;
  else state.now = observation.at;
  switch (observation.kind) {
    case 'template':
      learnTemplate(state, observation);
      break;
    case 'node-added':
      nodeAdded(state, observation);
      break;
    case 'node-changed':
      nodeChanged(state, observation);
      break;
    case 'node-removed':
      nodeRemoved(state, observation.uid);
      break;
    case 'pod-created':
      podCreated(state, observation);
      state.containers.observe(observation);
      break;
    case 'gap':
      addGap(state.gaps, observation.from, state.now);
      break;
    case 'close':
      state.close = observation;
      break;
    case 'scheduler-changed':
    case 'object-set':
    case 'object-removed':
    case 'pod-changed':
    case 'pod-nominated':
    case 'pod-explained':
      break;
    default:
      observePod(state, observation);
  }
}

function observePod(state: MeasurementState, observation: PodChange): void {
  const pod = state.pods.pods.get(observation.uid);
  if (!pod) {
    state.ignored.unknownPod += 1;
    return;
  }
  state.containers.observe(observation);
  switch (observation.kind) {
    case 'pod-bound':
      podBound(state, observation, pod);
      break;
    case 'pod-unschedulable':
      refusePod(pod, observation.message, observation.reason === SCHEDULING_GATED);
      break;
    case 'pod-started':
      if (expect(state, pod.boundAt !== null && !pod.terminal, pod.startedAt === null))
        startPod(state.pods, state.now, pod);
      break;
    case 'pod-ready':
      if (expect(state, pod.startedAt !== null && !pod.terminal, !pod.ready))
        readyPod(state.pods, state.now, pod);
      break;
    case 'pod-finished':
      if (!expect(state, true, !pod.terminal)) break;
      release(state, pod);
      finishPod(state.pods, state.now, pod, observation.phase);
      break;
    case 'pod-resized':
      podResized(state, observation, pod);
      break;
    case 'pod-initialized':
      initializePod(state.pods, state.now, pod);
      break;
    case 'pod-terminating':
      pod.terminating = true;
      break;
    case 'pod-restarted':
    case 'pod-container-ended':
    case 'pod-readiness':
      break;
    case 'pod-usage':
      if (expect(state, pod.boundAt !== null && !pod.terminal, true) && isHolding(pod))
        state.ignored.unreadable += changeUsage(
          state.usage,
          state.capacity,
          state.now,
          pod,
          observation.used,
        );
      break;
    case 'pod-disrupted':
      countDisruption(pod, observation.reason, state.disruptions);
      break;
    case 'pod-deleted':
      release(state, pod);
      deletePod(state.pods, state.now, observation.uid, pod);
      break;
  }
}

/** Observations of a pod after its creation that change a figure. */
type PodChange = Exclude<PodObservation, { readonly kind: 'pod-created' | 'pod-changed' | 'pod-nominated' }>;

/** Counts an observation that is in the wrong order or repeated. True if it is neither. */
function expect(state: MeasurementState, inPlace: boolean, first: boolean): boolean {
  if (!inPlace) state.ignored.misplaced += 1;
  else if (!first) state.ignored.duplicate += 1;
  return inPlace && first;
}

function learnTemplate(state: MeasurementState, { hash, template }: TemplateObservation): void {
  const { amounts, unreadable } = readableRequest(template, state.header.source.kubernetes);
  state.ignored.unreadable += unreadable;
  const request = indexAmounts(state.capacity.index, amounts);
  state.templates.set(hash, { request, priority: priorityText(template.spec) });
}

function nodeAdded(state: MeasurementState, added: NodeAddedObservation): void {
  const known = state.nodesByUid.get(added.uid);
  if (known) {
    state.ignored.duplicate += 1;
    setAllocatable(state.capacity, state.now, known, readAllocatable(state, added.allocatable));
    return;
  }
  const identity = { name: added.name, pool: added.pool ?? null };
  const node = addNode(state.capacity, state.now, identity, readAllocatable(state, added.allocatable));
  const { ordered, price } = added;
  if (ordered || price !== undefined)
    state.scaled.push({ node, ordered, price, wasThere: added.age !== undefined });
  idleFrom(state.idleNodes, state.now);
  state.nodesByUid.set(added.uid, node);
  state.nodesByName.set(added.name, node);
}

function nodeChanged(state: MeasurementState, changed: NodeChangedObservation): void {
  const node = state.nodesByUid.get(changed.uid);
  if (!node) state.ignored.unknownNode += 1;
  else if (changed.allocatable)
    setAllocatable(state.capacity, state.now, node, readAllocatable(state, changed.allocatable));
}

function nodeRemoved(state: MeasurementState, uid: string): void {
  const node = state.nodesByUid.get(uid);
  if (!node) {
    state.ignored.unknownNode += 1;
    return;
  }
  endUsageOf(state.usage, state.capacity, state.now, node);
  removeNode(state.capacity, state.now, node);
  idleUntil(state.idleNodes, state.now, node);
  state.nodesByUid.delete(uid);
}

function readAllocatable(state: MeasurementState, list: ResourceList): Amounts {
  const { amounts, unreadable } = readableList(list);
  state.ignored.unreadable += unreadable;
  return indexAmounts(state.capacity.index, amounts);
}

function podCreated(state: MeasurementState, created: PodCreatedObservation): void {
  if (state.pods.pods.has(created.uid)) {
    state.ignored.duplicate += 1;
    return;
  }
  const known = templateOf(state, created.template);
  const request = known?.request ?? indexAmounts(state.capacity.index, requestOfUnknownTemplate());
  if (known) sumRequest(state.requests, known.request);
  const { namespace, group } = created;
  const groups = state.groups.ofCreated({ namespace, group, priority: known?.priority ?? 'unknown' });
  createPod(state.pods, state.now, created, request, groups);
  changeCount(state.queue, state.now, 1);
}

function templateOf(state: MeasurementState, template: string): MeasuredTemplate | undefined {
  const known = state.templates.get(template);
  if (!known) state.ignored.unknownTemplate += 1;
  return known;
}

/** Changes the request of a pod, and what it holds if it holds anything. */
function podResized(state: MeasurementState, { template }: PodResizedObservation, pod: LedgerPod): void {
  const request = templateOf(state, template)?.request;
  if (!request || !expect(state, !pod.terminal, true)) return;
  const holds = isHolding(pod);
  if (holds) holdRequest(state.capacity, state.now, pod.node, pod.request, -1);
  pod.request = request;
  if (holds) holdRequest(state.capacity, state.now, pod.node, request, 1);
}

function podBound(state: MeasurementState, bound: PodBoundObservation, pod: LedgerPod): void {
  if (!expect(state, !pod.terminal, pod.boundAt === null)) return;
  const node = bound.node === null ? null : (state.nodesByName.get(bound.node) ?? null);
  if (bound.node !== null && node === null) state.ignored.unknownNode += 1;
  const holding = node === null || node.removed === null;
  if (node) joinPool(pod, state.groups, node.pool);
  bindPod(state.pods, state.now, pod, node, holding);
  changeCount(state.queue, state.now, -1);
  if (holding) hold(state, pod, 1);
}

/** Holds or releases the request of a pod on its node. */
function hold(state: MeasurementState, { node, request, keepsBusy }: LedgerPod, sign: 1 | -1): void {
  holdRequest(state.capacity, state.now, node, request, sign);
  if (node && keepsBusy) changePods(state.idleNodes, state.now, node, sign);
}

/** Ends a pod: it releases its request, unless the node was removed with it, or it leaves the queue. */
function release(state: MeasurementState, pod: LedgerPod): void {
  if (pod.boundAt === null) {
    if (!pod.terminal) changeCount(state.queue, state.now, -1);
    return;
  }
  if (isHolding(pod)) hold(state, pod, -1);
  endUsage(state.usage, state.capacity, state.now, pod);
  pod.holding = false;
}

/** Whether the request counts on a node. A removed node removes the requests of its pods. */
function isHolding({ holding, node }: LedgerPod): boolean {
  return holding && (node === null || node.removed === null);
}
