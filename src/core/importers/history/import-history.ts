/** Converts the states of pods and nodes that readers of foreign files report to observations of a recording. */

import { counted } from '../../errors/counted.ts';
import type { Problem } from '../../errors/problem.ts';
import type { ClusterObject } from '../../objects/cluster-object.ts';
import type { ObjectKind } from '../../objects/object-kinds.ts';
import type { KubernetesEvent } from '../../observing/kubernetes-event.ts';
import type { NodeObject } from '../../observing/node-object.ts';
import { poolOf } from '../../observing/node-pool.ts';
import { createNodeTransitions, type NodeTransitions } from '../../observing/node-transitions.ts';
import { createObjectTransitions, type ObjectTransitions } from '../../observing/object-transitions.ts';
import { createPodEvents, type PodEvents } from '../../observing/pod-events.ts';
import type { PodObject } from '../../observing/pod-object.ts';
import { createPodTransitions, type PodTransitions } from '../../observing/pod-transitions.ts';
import type { Observer } from '../../recording/observer.ts';
import { createEventHeap } from '../../time/event-heap.ts';
import { parseMoment } from '../../time/moment.ts';
import { ageOf, type DescribeOptions, podDescriber } from './pod-description.ts';
import { createUidNumbers } from './uid-numbers.ts';

/** Moments are microseconds since the Unix epoch. Reports may arrive a little out of order. */
export interface ImportHistory {
  /** A pod was in this state. */
  pod(pod: PodObject, moment: number): void;
  podGone(uid: string, moment: number, last?: PodObject): void;
  /** An Event of a pod. */
  event(event: KubernetesEvent, moment: number): void;
  /** A node was in this state. */
  node(node: NodeObject, moment: number): void;
  nodeGone(uid: string, moment: number): void;
  /** An object that decides was in this state; it has a uid. */
  object(object: ClusterObject, entry: ObjectKind, moment: number): void;
  objectGone(uid: string, moment: number): void;
  /** The source observed nothing between the two moments. */
  gap(from: number, to: number, reason: string, scope?: 'pods' | 'nodes'): void;
  /** The source lists all objects of this moment: every known object that is not among them is gone. */
  only(uids: ReadonlySet<string>, moment: number): void;
  /** Observes directly, with the recording's time: for sources that contain no states of objects. */
  direct(moment: number, observe: (at: number, observer: Observer) => void): void;
  /** Ends the recording at the last report; its close line holds these warnings and one about late reports. */
  end(problems?: readonly Problem[]): ImportCounts;
}

export interface ImportCounts {
  /** The number of reported states of objects and of ends of objects. */
  readonly states: number;
  /** Reports that arrived too late to be put in the order of time, and so follow those that arrived before them. */
  readonly late: number;
  /** Length of the window in microseconds. */
  readonly window: number;
  readonly problems: readonly Problem[];
}

export interface HistoryOptions extends DescribeOptions {
  /** How many reports are held back to be put in the order of time; all of them for a source without an order. */
  readonly lookahead: number;
}

/**
 * @param begin called once, as soon as the first moment is known: opens the recording that starts then.
 */
export function createImportHistory(
  begin: (start: number) => Observer,
  options: HistoryOptions,
): ImportHistory {
  const waiting = createEventHeap<(at: number) => void>();
  let recording:
    | {
        start: number;
        observer: Observer;
        pods: PodTransitions;
        events: PodEvents;
        nodes: NodeTransitions;
        objects: ObjectTransitions;
      }
    | undefined;
  const numbers = createUidNumbers();
  let last = 0;
  let states = 0;
  let late = 0;

  function opened(first: number) {
    if (recording) return recording;
    const start = first;
    const observer = begin(start);
    const stampOf = (stamp: string) => {
      const moment = parseMoment(stamp);
      return moment === undefined ? undefined : moment - start;
    };
    const pods = createPodTransitions(observer, podDescriber(start, options), {
      observesIncidents: true,
      stampOf,
    });
    const nodes = createNodeTransitions(observer, poolOf, {
      observesReady: true,
      ageOf: ({ metadata }, at) => ageOf(metadata.creationTimestamp, start, at),
    });
    const objects = createObjectTransitions(observer);
    recording = { start, observer, pods, events: createPodEvents(observer, pods), nodes, objects };
    return recording;
  }

  function report(moment: number, act: (at: number) => void): void {
    states += 1;
    waiting.push(moment, act);
    while (waiting.size() > options.lookahead) carryOut();
  }

  function carryOut(): void {
    const { at: moment, value: act } = waiting.pop()!;
    const at = moment - opened(moment).start;
    if (at < last) late += 1;
    last = Math.max(last, at);
    act(last);
  }

  return {
    pod: (pod, moment) => report(moment, (at) => recording!.pods.seen(numbers.of(pod), at)),
    podGone(uid, moment, state) {
      report(moment, (at) => {
        recording!.pods.gone(numbers.take(uid), at, state && numbers.of(state));
        recording!.events.forget(uid);
      });
    },
    event: (event, moment) => report(moment, (at) => recording!.events.seen(event, at)),
    node: (node, moment) => report(moment, (at) => recording!.nodes.seen(numbers.of(node), at)),
    nodeGone: (uid, moment) => report(moment, (at) => recording!.nodes.gone(numbers.take(uid), at)),
    object(object, entry, moment) {
      const { uid } = object.metadata;
      report(moment, (at) => {
        const numbered = { ...object, metadata: { ...object.metadata, uid: numbers.uid(uid!) } };
        recording!.objects.seen(numbered, entry, at);
      });
    },
    objectGone: (uid, moment) => report(moment, (at) => recording!.objects.gone(numbers.take(uid), at)),
    gap(from, to, reason, scope) {
      report(to, (at) => {
        const start = Math.min(at, Math.max(0, from - recording!.start));
        recording!.observer.observe({
          at,
          kind: 'gap',
          from: start,
          reason,
          ...(scope && { scope }),
          lost: 'events',
        });
      });
    },
    only(uids, moment) {
      report(moment, (at) => {
        const { pods, nodes } = recording!;
        const there = new Set([...uids].map((uid) => numbers.uid(uid)));
        for (const uid of [...pods.uids()]) if (!there.has(uid)) pods.gone(uid, at);
        for (const uid of [...nodes.uids()]) if (!there.has(uid)) nodes.gone(uid, at);
      });
    },
    direct: (moment, observe) => report(moment, (at) => observe(at, recording!.observer)),
    end(given = []) {
      while (waiting.size() > 0) carryOut();
      const problems = [...given, ...lateProblems(late)];
      opened(0).observer.observe({ at: last, kind: 'close', ...(problems.length > 0 && { problems }) });
      return { states, late, window: last, problems };
    },
  };
}

function lateProblems(late: number): readonly Problem[] {
  if (late === 0) return [];
  const message = `too late to be put in order: ${counted(late, 'record')}, counted when read`;
  return [{ code: 'late-record', severity: 'warning', message }];
}
