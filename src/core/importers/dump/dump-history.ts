/** Derives the past from a dump's stamps: when its pods were created, bound, started, ready and finished. */
import { effectiveSpec } from '../../observing/effective-resources.ts';
import type { PodObject, PodStatus } from '../../observing/pod-object.ts';
import { finishedStamp, readyStamp, startedStamp } from '../../observing/pod-stamps.ts';
import { boundNodeOf, conditionOf, endOf, hasStarted, ranAndEnded } from '../../observing/pod-steps.ts';
import { MICROSECONDS_A_SECOND, parseMoment } from '../../time/moment.ts';
import type { ImportHistory } from '../history/import-history.ts';
import type { ObjectDump } from './object-lists.ts';

/**
 * Reports each step to the history at its stamp, from the oldest pod or node on, and the Events in between. It is a history of survivors: pods
 * that were gone when the dump was taken are missing, so all of it is a gap in which pods were lost.
 */
export function emitDumpHistory(
  dump: Pick<ObjectDump, 'pods' | 'nodes' | 'events' | 'objects'>,
  moment: number,
  history: ImportHistory,
): void {
  let start = moment;
  const notAfter = (stamp: unknown): number => Math.min(moment, parseMoment(stamp) ?? moment);
  for (const node of dump.nodes.values()) {
    const created = notAfter(node.metadata.creationTimestamp);
    start = Math.min(start, created);
    history.node(node, created);
  }
  // The state of now stands for the past: a dump does not contain how objects changed.
  const objects = [...dump.objects.values()];
  for (const pod of dump.pods.values()) {
    for (const { at, state } of livesOf(pod, moment)) {
      start = Math.min(start, at);
      history.pod(state, at);
    }
  }
  for (const { event, moment: at } of dump.events.values())
    if (dump.pods.has(event.involvedObject?.uid ?? '')) history.event(event, Math.min(moment, at));
  for (const { object, entry } of objects) history.object(object, entry, start);
  history.gap(start, moment, 'a dump does not contain pods that were gone when it was taken', 'pods');
  history.direct(moment + MICROSECONDS_A_SECOND, () => {});
}

interface StampedState {
  readonly at: number;
  readonly state: PodObject;
}

/**
 * The states that the pod must have been in, in order. No step comes before the one that it follows, even if the stamps contradict that: a
 * static pod is scheduled before it is created, and a kubelet that restarts stamps PodScheduled again, though never after it accepted the pod
 * (startTime). A container that ran earlier, as its last state says, ran on that node too, and a static pod is on its node from its creation
 * on: a kubelet that restarts stamps all its steps again. If containers of a pod were restarted, its first start and first readiness are unknown and left out; a restarted pod that has
 * ended counts as started when its kubelet accepted it.
 */
function livesOf(pod: PodObject, moment: number): StampedState[] {
  const { metadata, status } = pod;
  const spec = effectiveSpec(pod);
  const clamp = (stamp: number | undefined, from: number): number =>
    Math.min(moment, Math.max(from, stamp ?? from));
  const created = clamp(parseMoment(metadata.creationTimestamp) ?? moment, Number.NEGATIVE_INFINITY);
  const { nodeName: _node, ...unbound } = spec;
  const withStatus = (state: PodStatus): PodObject => ({ metadata, spec, status: state });
  const states: StampedState[] = [
    { at: created, state: { metadata, spec: unbound, status: { phase: 'Pending' } } },
  ];
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (boundNodeOf(pod) === undefined) {
    const end = endOf(pod) === undefined ? scheduled?.lastTransitionTime : lastStamp(pod);
    return [...states, { at: clamp(parseMoment(end), created), state: pod }];
  }
  const taken = parseMoment(status?.startTime);
  const first = parseMoment(startedStamp(pod));
  const stamps = [scheduled?.lastTransitionTime, status?.startTime, ...runStamps(pod)].flatMap(
    (stamp) => parseMoment(stamp) ?? [],
  );
  const isBoundAtOnce = stamps.length === 0 || isStatic(pod);
  const bound = clamp(isBoundAtOnce ? undefined : Math.min(...stamps), created);
  states.push({ at: bound, state: withStatus({ phase: 'Pending' }) });
  let last = bound;
  if (first !== undefined) {
    last = clamp(first, bound);
    states.push({ at: last, state: withStatus({ phase: 'Running' }) });
    const ready = parseMoment(readyStamp(pod));
    if (ready !== undefined) {
      const conditions = [{ type: 'Ready', status: 'True' }];
      states.push({ at: clamp(ready, last), state: withStatus({ phase: 'Running', conditions }) });
    }
  } else if (hasStarted(pod) && endOf(pod) !== undefined) {
    last = clamp(taken, bound);
    states.push({ at: last, state: withStatus({ phase: 'Running' }) });
  }
  if (endOf(pod) !== undefined) {
    states.push({
      at: clamp(parseMoment(finishedStamp(pod)) ?? parseMoment(lastStamp(pod)), last),
      state: pod,
    });
  }
  return states;
}

/** A kubelet makes the object of a static pod when it runs the pod already. */
function isStatic({ metadata }: PodObject): boolean {
  return metadata.ownerReferences?.some(({ kind }) => kind === 'Node') ?? false;
}

/** When its containers started and ended, as far as their states say. */
function runStamps({ status }: PodObject): unknown[] {
  return [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].flatMap((each) =>
    [each.state, each.lastState].flatMap((state) => [
      state?.running?.startedAt,
      ...(ranAndEnded(state?.terminated)
        ? [state?.terminated?.startedAt, state?.terminated?.finishedAt]
        : []),
    ]),
  );
}

/** The last change of a condition: when a pod ended whose containers have no end, as an evicted pod. */
function lastStamp({ status }: PodObject): string | undefined {
  const stamps = (status?.conditions ?? []).flatMap(({ lastTransitionTime }) => lastTransitionTime ?? []);
  return stamps.sort().at(-1);
}
