/** Runs scheduling cycles: takes a pod from the queue, decides, and leads the pod to its binding or back to the queue (schedule_one.go). */
import { type Decision, decisionOf } from '../decision.ts';
import { type Engine, freeNode, nominate, releaseNomination, withdrawLowerNominations } from '../engine.ts';
import { fitErrorMessage } from '../framework/diagnosis.ts';
import type { PodState } from '../framework/pod-state.ts';
import type { Rejection } from '../framework/rejection.ts';
import { NO_PLUGINS, type QueuedPod } from '../queue/queued-pod.ts';
import type { Rejectors } from '../queue/scheduling-queue.ts';
import type { AssumedPod, Settled } from './assumed-pods.ts';
import type { CycleResult } from './cycle-result.ts';
import type { SearchOptions } from './find-feasible-nodes.ts';
import { createFixedVerdicts, type FixedVerdicts } from './fixed-verdicts.ts';
import { knownFailure } from './known-failure.ts';
import { createNodeMemories, type NodeMemories } from './node-memory.ts';
import { leaveOpen, noOpenCycle } from './open-cycle.ts';
import { createOpportunisticBatch, type OpportunisticBatch } from './opportunistic-batch.ts';
import { permit, preBindAndBind, reserve, takesNothing } from './reserve-and-bind.ts';
import { type CycleOptions, schedulePod, type TieBreaker } from './schedule-pod.ts';

export interface CycleSettings {
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly chooseNode?: TieBreaker | undefined;
  readonly explain: boolean;
  readonly drawVisits?: SearchOptions['drawVisits'];
  /** Whether the caller reports the end of each binding. If not, a binding succeeds at once. */
  readonly reportsBindings: boolean;
}

/** The methods of a scheduler that decide. */
export interface Cycles {
  /**
   * Takes the next pod and decides. Events before {@link endCycle} do not change the decision, but they can make a rejected pod ready again
   * soon. Ends a cycle that is still open. A pod that waits at Permit gets another decision when it may be bound, or is rejected.
   */
  beginCycle(now: number): Decision | undefined;
  endCycle(now: number): void;
  /** The binding of a pod is done: other pods may react to it. Only with `reportsBindings`. */
  podBound(uid: string, now: number): void;
  /** The binding of a pod failed: it gives its node back and is tried again after a backoff. Only with `reportsBindings`. */
  bindingFailed(uid: string, now: number): void;
  /** The time at which {@link beginCycle} finds a pod without further events: now, later, or undefined for never. */
  nextWakeAt(now: number): number | undefined;
}

type Mutable<Fields> = { -readonly [Key in keyof Fields]: Fields[Key] };

interface FrameworkMemory {
  readonly templates: NodeMemories;
  readonly fixedVerdicts: FixedVerdicts;
}

interface Restart {
  /** Forgets what depends on the frameworks. With a restart, the search begins at the first node, and pods at Permit return to the queue. */
  reset(now: number, restart: boolean): void;
}

/** The cycles of an engine. */
export function runCycles(engine: Engine, settings: CycleSettings): Cycles & Restart {
  const { cluster, queue, nominator, assumed } = engine;
  const { explain, reportsBindings } = settings;
  let memories = new WeakMap<object, FrameworkMemory>();
  /** Most pods have the profile of the pod before. */
  let last: { readonly framework: object; readonly memory: FrameworkMemory } | undefined;
  let batches = new WeakMap<object, OpportunisticBatch>();
  let count = 0;
  let start = 0;
  const open = noOpenCycle();
  /** Each search uses both again. */
  const batch: Mutable<NonNullable<CycleOptions['batch']>> = {
    ...{ of: createOpportunisticBatch(engine.behaviour), signature: undefined, count: 0, now: 0 },
  };
  const options: Mutable<CycleOptions> = {
    start: 0,
    batch: undefined,
    random: settings.random,
    chooseNode: settings.chooseNode,
    explain,
    memory: undefined,
    fixedVerdicts: undefined,
    drawVisits: settings.drawVisits,
    nominations: nominator,
  };

  const memoryOf = (framework: object): FrameworkMemory => {
    if (last?.framework === framework) return last.memory;
    const { columns } = cluster;
    const memory = memories.get(framework) ?? {
      templates: createNodeMemories(columns),
      fixedVerdicts: createFixedVerdicts(columns),
    };
    memories.set(framework, memory);
    last = { framework, memory };
    return memory;
  };
  const batchOf = ({ framework, pod }: QueuedPod, now: number): CycleOptions['batch'] => {
    if (!engine.behaviour.batches) return undefined;
    let of = batches.get(framework);
    if (!of) {
      of = createOpportunisticBatch(engine.behaviour);
      batches.set(framework, of);
    }
    batch.of = of;
    batch.signature = framework.sign(pod);
    batch.count = count;
    batch.now = now;
    return batch;
  };
  const requeue = (queued: QueuedPod, by: Rejectors, nominated: string | null | undefined, now: number) => {
    const { nominatedNode } = queued.pod;
    // Most pods have no nomination before and after, and a copy of each would make all code that reads pods slower.
    if (nominated !== undefined && nominated !== (nominatedNode ?? null)) {
      queued.pod = { ...queued.pod, nominatedNode: nominated ?? undefined };
      queued.failure = undefined;
    }
    queue.reject(queued, by, now);
    nominate(engine, queued.pod, now);
  };
  /** Marks the victims. Those that wait at Permit lose their node at once; the caller deletes the others. */
  const preempt = ({ victims = [], preemptor = '' }: CycleResult): PodState[] =>
    victims.filter(({ uid }) => {
      if (assumed.preempt(uid, preemptor)) return false;
      const pod = cluster.pod(uid);
      if (pod) cluster.updatePod({ ...pod, preempted: true });
      return true;
    });
  /** The pod could not be placed on the chosen node, in the cycle itself. */
  const refuse = (chosen: AssumedPod, rejection: Rejection): Decision => {
    const { queued, result } = chosen;
    freeNode(engine, queued.pod.uid);
    const failed = { ...result, ...refused(rejection) };
    leaveOpen(open, queued, rejectorsOf(rejection), failed, false);
    return decide(queued, failed);
  };
  /** The pod gives up its node after its cycle. Other pods can use the room. */
  const giveBack = ({ queued }: AssumedPod, by: Rejectors, now: number) => {
    const { uid } = queued.pod;
    freeNode(engine, uid);
    const event = { kind: 'pod-removed', pod: queued.pod } as const;
    const isFailure = by.rejectors.size === 0;
    if (isFailure) queue.notify(event, now);
    requeue(queued, by, null, now);
    if (!isFailure) queue.notify(event, now, ({ pod }) => pod.uid !== uid);
  };
  const bound = ({ queued: { pod }, framework, node }: AssumedPod, now: number) => {
    for (const plugin of framework.postBinds) plugin.postBind?.(pod, node);
    queue.notify({ kind: 'pod-assigned', pod }, now);
    const wasNominated = pod.nominatedNode !== undefined;
    if (wasNominated && engine.behaviour.bindingReleasesNomination) releaseNomination(engine, pod, now);
  };
  const bind = (chosen: AssumedPod, now: number): Decision => {
    const { queued, result } = chosen;
    queue.done(queued);
    const rejection = preBindAndBind(queued.pod, chosen);
    if (rejection) {
      giveBack(chosen, { rejectors: NO_PLUGINS }, now);
      const message = rejection.reasons.join(', ');
      return decide(queued, { ...result, node: undefined, message });
    }
    if (!reportsBindings) bound(assumed.take(queued.pod.uid) ?? chosen, now);
    return decide(queued, result);
  };
  const settle = ({ assumed: chosen, rejection, failed }: Settled, now: number): Decision => {
    if (!rejection) return bind(chosen, now);
    const { queued, result } = chosen;
    giveBack(chosen, failed ? { rejectors: NO_PLUGINS } : rejectorsOf(rejection), now);
    const reasons = failed ? { message: `waiting on permit for pod: ${rejection.reasons.join(', ')}` } : {};
    return decide(queued, { ...result, ...refused(rejection), ...reasons });
  };

  const search = (queued: QueuedPod, now: number): CycleResult => {
    const { pod, framework } = queued;
    const { templates, fixedVerdicts } = memoryOf(framework);
    const memory = templates.of(pod.info);
    options.start = start;
    options.batch = batchOf(queued, now);
    options.memory = memory;
    options.fixedVerdicts = fixedVerdicts;
    const result = schedulePod(framework, cluster, pod, engine.behaviour, options);
    // It holds for this pod as long as the pod is the same. An explanation lists all nodes each time.
    const isKept = !result.node && !explain && pod.nominatedNode === undefined;
    queued.failure = isKept ? memory.failure : undefined;
    return result;
  };

  const cycles: Cycles & Restart = {
    beginCycle(now) {
      cycles.endCycle(now);
      queue.advance(now);
      const settled = assumed.settle(now);
      if (settled) return settle(settled, now);
      const queued = queue.pop();
      if (!queued) return undefined;
      cluster.refresh();
      count += 1;
      const { pod, framework } = queued;
      const result = knownFailure(cluster, queued.failure, nominator, start) ?? search(queued, now);
      start = result.nextStart;
      const { node, made } = result;
      if (!node) {
        const preempts = (result.victims?.length ?? 0) > 0;
        const failed = preempts ? { ...result, victims: preempt(result) } : result;
        leaveOpen(open, queued, failed, failed, preempts);
        return decide(queued, failed);
      }
      const chosen: AssumedPod = { queued, node, framework, made, result };
      nominator.remove(pod.uid);
      cluster.assign(pod, node.name);
      if (!reportsBindings && takesNothing(chosen)) return bind(chosen, now);
      assumed.hold(chosen);
      const refusal = reserve(chosen);
      if (refusal) return refuse(chosen, refusal);
      const permission = permit(pod, chosen);
      if ('code' in permission) return refuse(chosen, permission);
      if (permission.size === 0) return bind(chosen, now);
      assumed.wait(chosen, permission, now);
      return { ...decide(queued, result), outcome: 'waiting' };
    },
    endCycle(now) {
      const { queued, by, result, preempts } = open;
      if (!queued || !result) return;
      open.queued = undefined;
      queue.advance(now);
      if (queued.isOut) return;
      requeue(queued, by, result.nominated, now);
      if (preempts && result.nominated) withdrawLowerNominations(engine, queued.pod, result.nominated, now);
    },
    podBound(uid, now) {
      queue.advance(now);
      const chosen = assumed.take(uid);
      if (chosen) bound(chosen, now);
    },
    bindingFailed(uid, now) {
      queue.advance(now);
      const chosen = assumed.take(uid);
      if (!chosen) return;
      assumed.hold(chosen);
      giveBack(chosen, { rejectors: NO_PLUGINS }, now);
    },
    nextWakeAt(now) {
      queue.advance(now);
      const ready = queue.nextWakeAt(now);
      const settled = assumed.nextAt(now);
      return ready === undefined || settled === undefined ? (ready ?? settled) : Math.min(ready, settled);
    },
    reset(now, restart) {
      memories = new WeakMap();
      last = undefined;
      batches = new WeakMap();
      if (!restart) return;
      start = 0;
      for (const chosen of assumed.takeWaiting()) {
        assumed.hold(chosen);
        freeNode(engine, chosen.queued.pod.uid);
        queue.reject(chosen.queued, { rejectors: NO_PLUGINS }, now);
      }
    },
  };
  return cycles;
}

/** The decision that follows, which says whether it is the same refusal again. */
function decide(queued: QueuedPod, result: CycleResult): Decision {
  const { repeated } = queued;
  if (repeated?.result === result && queued.message === result.message) return repeated.decision;
  const decision = decisionOf(queued.pod.uid, result);
  const message = decision.outcome === 'unschedulable' ? decision.message : undefined;
  queued.repeated = undefined;
  if (message !== undefined && message === queued.message) {
    decision.again = true;
    queued.repeated = { decision, result };
  }
  queued.message = message;
  return decision;
}

function rejectorsOf({ plugin, code }: Rejection): Rejectors {
  const rejectors = plugin === '' ? NO_PLUGINS : new Set([plugin]);
  return code === 'Pending' ? { rejectors: NO_PLUGINS, pending: rejectors } : { rejectors };
}

/** A rejection of the chosen node is written as if there were no other node. */
function refused(rejection: Rejection): Pick<CycleResult, 'node' | 'message' | 'nominated'> {
  const isError = rejection.code === 'Error';
  const message = isError ? rejection.reasons.join(', ') : fitErrorMessage(1, new Map([[rejection, 1]]));
  return { node: undefined, message, nominated: null };
}
