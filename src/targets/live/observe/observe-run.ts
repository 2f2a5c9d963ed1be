/** Watches the pods and nodes of a run into observations: what the cluster did, never what was meant. */

import type { NodeObject } from '../../../core/observing/node-object.ts';
import { createNodeTransitions } from '../../../core/observing/node-transitions.ts';
import type { PodObject } from '../../../core/observing/pod-object.ts';
import { createPodTransitions } from '../../../core/observing/pod-transitions.ts';
import { schedulingTemplate } from '../../../core/observing/scheduling-template.ts';
import { createSharedTemplates } from '../../../core/observing/shared-templates.ts';
import type { Observer } from '../../../core/recording/observer.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { type Sighting, type WatchGap, watchCollection } from '../../../kubernetes/watch-loop.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { nodeWithoutMarks, podWithoutMarks } from '../objects/run-marks.ts';
import { POOL_ANNOTATION, PROBE_LABEL, scenarioNamespace } from '../objects/run-names.ts';
import type { LivePods } from './live-pods.ts';

export interface ObserveOptions {
  readonly transport: Transport;
  readonly run: string;
  readonly observer: Observer;
  readonly pods: LivePods;
  /** Where the scenario brings no nodes, all nodes of the cluster are the run's. */
  readonly allNodes: boolean;
  /** Recording time of a moment on the wall; 0 before the start. */
  readonly timeOf: (wall: Microseconds) => Microseconds;
  readonly fail: (error: Error) => void;
}

export interface Observing {
  /** Resolves when all that exists has been seen. */
  readonly synced: Promise<void>;
  end(): Promise<void>;
}

/** An API server that restarts is waited for this long. */
const PATIENCE: Microseconds = 120_000_000;

export function observeRun({
  transport,
  run,
  observer,
  pods,
  allNodes,
  timeOf,
  fail,
}: ObserveOptions): Observing {
  const ending = new AbortController();
  let last = 0;
  /** Two watches, one order of time. */
  const at = (wall: Microseconds): Microseconds => {
    last = Math.max(last, timeOf(wall));
    return last;
  };
  const share = createSharedTemplates();
  const nodeNames = new Set<string>();
  const nodeOf = new Map<string, string>();
  /** Bound to a node that was not seen yet, by uid, in their last state. */
  const early = new Map<string, { readonly node: string; readonly object: PodObject }>();
  const nodeTransitions = createNodeTransitions(
    observer,
    ({ metadata }) => metadata.annotations?.[POOL_ANNOTATION],
  );
  const podTransitions = createPodTransitions(observer, (pod, seenAt) => {
    const live = pods.byUid(pod.metadata.uid);
    const { namespace = '', name } = pod.metadata;
    const intended = live?.intended;
    return {
      namespace: scenarioNamespace(run, namespace),
      name,
      ...(live === undefined ? {} : { group: live.plan.group }),
      ...(intended === undefined || intended >= seenAt ? {} : { intended }),
      template: share(schedulingTemplate(podWithoutMarks(pod, run))),
    };
  });

  function tellGap(gap: WatchGap & { readonly at: Microseconds }, scope: 'pods' | 'nodes'): void {
    const seenAt = at(gap.at);
    observer.observe({
      at: seenAt,
      kind: 'gap',
      from: Math.min(timeOf(gap.from), seenAt),
      reason: gap.reason,
      scope,
    });
  }

  function podSeen(sighting: Sighting<PodObject>): void {
    switch (sighting.type) {
      case 'added':
      case 'changed': {
        const { object } = sighting;
        const node = object.spec.nodeName;
        // The watch of nodes may be behind; a pod is never told to be on a node that was not told of.
        if (node && !nodeNames.has(node) && hasNodeStill(object)) {
          const { nodeName: _later, ...spec } = object.spec;
          early.set(object.metadata.uid, { node, object });
          podTransitions.seen({ ...object, spec }, at(sighting.at));
          return;
        }
        pods.seen(object, sighting.at);
        podTransitions.seen(object, at(sighting.at));
        return;
      }
      case 'deleted':
        pods.gone(sighting.uid, sighting.at);
        podTransitions.gone(
          sighting.uid,
          at(sighting.at),
          early.has(sighting.uid) ? undefined : sighting.object,
        );
        early.delete(sighting.uid);
        return;
      case 'gap':
        return tellGap(sighting, 'pods');
      case 'synced':
    }
  }

  function nodeSeen(sighting: Sighting<NodeObject>): void {
    switch (sighting.type) {
      case 'added':
      case 'changed': {
        const { metadata } = sighting.object;
        nodeTransitions.seen(nodeWithoutMarks(sighting.object), at(sighting.at));
        nodeNames.add(metadata.name);
        nodeOf.set(metadata.uid, metadata.name);
        for (const [uid, { node, object }] of early) {
          if (node !== metadata.name) continue;
          early.delete(uid);
          podSeen({ type: 'changed', object, at: sighting.at });
        }
        return;
      }
      case 'deleted':
        nodeNames.delete(nodeOf.get(sighting.uid) ?? '');
        nodeOf.delete(sighting.uid);
        nodeTransitions.gone(sighting.uid, at(sighting.at));
        return;
      case 'gap':
        return tellGap(sighting, 'nodes');
      case 'synced':
    }
  }

  /** A pod whose node is gone is seen as it is. */
  const hasNodeStill = (pod: PodObject): boolean =>
    pod.status?.phase === 'Pending' || pod.status?.phase === undefined;

  const watching = async <T extends KubernetesObject>(
    path: string,
    labelSelector: string | undefined,
    see: (sighting: Sighting<T>) => void,
    synced: () => void,
  ): Promise<void> => {
    const options = { signal: ending.signal, patience: PATIENCE };
    for await (const sighting of watchCollection<T>(transport, { path, labelSelector }, options)) {
      if (sighting.type === 'synced') synced();
      if (!ending.signal.aborted) see(sighting);
    }
  };
  const ofRun = `${RUN_LABEL}=${run},!${PROBE_LABEL}`;
  const loops: Promise<void>[] = [];
  const begin = <T extends KubernetesObject>(
    path: string,
    selector: string | undefined,
    see: (sighting: Sighting<T>) => void,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const loop = watching<T>(path, selector, see, resolve);
      loops.push(loop.catch(() => {}));
      loop.then(resolve, (error: Error) => {
        reject(error);
        fail(error);
      });
    });
  // Nodes first, so that every pod's node is there.
  const synced = begin<NodeObject & KubernetesObject>(
    '/api/v1/nodes',
    allNodes ? undefined : ofRun,
    nodeSeen,
  ).then(() => begin<PodObject & KubernetesObject>('/api/v1/pods', ofRun, podSeen));
  return {
    synced,
    async end() {
      ending.abort();
      await Promise.all(loops);
    },
  };
}
