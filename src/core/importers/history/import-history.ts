/** Where readers of foreign files tell what they found: states of pods and nodes at moments of the past, which become a recording's observations. */

import type { KubernetesEvent } from '../../observing/kubernetes-event.ts';
import type { NodeObject } from '../../observing/node-object.ts';
import { poolOf } from '../../observing/node-pool.ts';
import { createNodeTransitions, type NodeTransitions } from '../../observing/node-transitions.ts';
import { createPodEvents, type PodEvents } from '../../observing/pod-events.ts';
import type { PodObject } from '../../observing/pod-object.ts';
import { createPodTransitions, type PodTransitions } from '../../observing/pod-transitions.ts';
import type { Observer } from '../../recording/observer.ts';
import { createEventHeap } from '../../time/event-heap.ts';
import { parseMoment } from '../../time/moment.ts';
import { ageOf, type DescribeOptions, podDescriber } from './pod-description.ts';
import { createUidNumbers } from './uid-numbers.ts';

/** Moments are microseconds since the Unix epoch. They may be told a little out of order. */
export interface ImportHistory {
  pod(pod: PodObject, moment: number): void;
  podGone(uid: string, moment: number, last?: PodObject): void;
  /** An Event of a pod. */
  event(event: KubernetesEvent, moment: number): void;
  node(node: NodeObject, moment: number): void;
  nodeGone(uid: string, moment: number): void;
  /** Not seen between the two moments. */
  gap(from: number, to: number, reason: string, scope?: 'pods' | 'nodes'): void;
  /** The source says that nothing else was there at this moment: what was seen before and is not among these is gone. */
  only(uids: ReadonlySet<string>, moment: number): void;
  /** For sources that tell no states of objects: observes directly, with the recording's time. */
  direct(moment: number, tell: (at: number, observer: Observer) => void): void;
  /** All is told; the window ends at this moment, or with the last thing told. */
  end(moment?: number): ImportCounts;
}

export interface ImportCounts {
  /** What was told: states of objects and their ends. */
  readonly sightings: number;
  /** Told too late to take their place in the order of time, and so put after what was told before them. */
  readonly late: number;
  /** Length of the window in microseconds. */
  readonly window: number;
}

export interface HistoryOptions extends DescribeOptions {
  /** How many things told are held back to be put in the order of time; all of them where a source has no order. */
  readonly lookahead: number;
}

/**
 * @param begin asked once, as soon as the first moment is known: opens the recording that starts then.
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
      }
    | undefined;
  const numbers = createUidNumbers();
  let last = 0;
  let sightings = 0;
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
    recording = { start, observer, pods, events: createPodEvents(observer, pods), nodes };
    return recording;
  }

  function tell(moment: number, act: (at: number) => void): void {
    sightings += 1;
    waiting.push(moment, act);
    while (waiting.size > options.lookahead) carryOut();
  }

  function carryOut(): void {
    const { at: moment, value: act } = waiting.pop()!;
    const at = moment - opened(moment).start;
    if (at < last) late += 1;
    last = Math.max(last, at);
    act(last);
  }

  return {
    pod: (pod, moment) => tell(moment, (at) => recording!.pods.seen(numbers.of(pod), at)),
    podGone(uid, moment, state) {
      tell(moment, (at) => {
        recording!.pods.gone(numbers.take(uid), at, state && numbers.of(state));
        recording!.events.forget(uid);
      });
    },
    event: (event, moment) => tell(moment, (at) => recording!.events.seen(event, at)),
    node: (node, moment) => tell(moment, (at) => recording!.nodes.seen(numbers.of(node), at)),
    nodeGone: (uid, moment) => tell(moment, (at) => recording!.nodes.gone(numbers.take(uid), at)),
    gap(from, to, reason, scope) {
      tell(to, (at) => {
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
      tell(moment, (at) => {
        const { pods, nodes } = recording!;
        const there = new Set([...uids].map((uid) => numbers.uid(uid)));
        for (const uid of [...pods.uids()]) if (!there.has(uid)) pods.gone(uid, at);
        for (const uid of [...nodes.uids()]) if (!there.has(uid)) nodes.gone(uid, at);
      });
    },
    direct: (moment, act) => tell(moment, (at) => act(at, recording!.observer)),
    end(moment) {
      while (waiting.size > 0) carryOut();
      const { start, observer } = opened(moment ?? 0);
      const window = Math.max(last, moment === undefined ? 0 : moment - start);
      observer.observe({ at: window, kind: 'close' });
      return { sightings, late, window };
    },
  };
}
