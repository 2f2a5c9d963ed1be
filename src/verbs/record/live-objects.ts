/** Sightings of a cluster's objects into observations: in one order of time, each pod on a node that was told of, each age as far as it is known. */

import type { ClusterEvent } from '../../core/observing/cluster-event.ts';
import type { NodeObject } from '../../core/observing/node-object.ts';
import { poolOf } from '../../core/observing/node-pool.ts';
import { createNodeTransitions } from '../../core/observing/node-transitions.ts';
import { createPodEvents } from '../../core/observing/pod-events.ts';
import type { PodObject } from '../../core/observing/pod-object.ts';
import { createPodTransitions } from '../../core/observing/pod-transitions.ts';
import {
  type SchedulingTemplateOptions,
  schedulingTemplate,
} from '../../core/observing/scheduling-template.ts';
import { createSharedTemplates } from '../../core/observing/shared-templates.ts';
import type { Observation, Stamp } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { KubernetesObject } from '../../kubernetes/list-pages.ts';
import type { Sighting } from '../../kubernetes/watch-loop.ts';
import type { CoverageMeter } from './coverage.ts';
import { createLateDelivery } from './late-delivery.ts';
import { type Controller, createOwners, type Owners } from './owners.ts';

export type LivePod = PodObject & KubernetesObject;
export type LiveNode = NodeObject & KubernetesObject;

export interface LiveObjectsOptions {
  readonly observer: Observer;
  readonly coverage: CoverageMeter;
  readonly templates: SchedulingTemplateOptions;
  /** Recording time of a moment on the transport's clock. */
  readonly timeOf: (wall: Microseconds) => Microseconds;
  readonly stampOf: (stamp: string) => Stamp | undefined;
}

export interface LiveObjects {
  pod(sighting: Sighting<LivePod>): void;
  node(sighting: Sighting<LiveNode>): void;
  controller(sighting: Sighting<Controller & KubernetesObject>): void;
  event(sighting: Sighting<ClusterEvent & KubernetesObject>): void;
  /** All that existed at the start was seen: from here on things are told as they happen, and what a resumed recording has besides is gone. */
  synced(wall: Microseconds): void;
  /** An observation of the recording that is gone on with. */
  restore(observation: Observation): void;
  /** A time that was not, or badly, seen. */
  gap(gap: { readonly from: Microseconds; readonly to: Microseconds; readonly reason: string } & Lost): void;
  /** Nothing was seen since `from`, in recording time. */
  pause(from: Microseconds, wall: Microseconds, reason: string): void;
  /** Says what was still coming late. */
  finish(wall: Microseconds): void;
  /** Time of what was told last. */
  readonly last: Microseconds;
  readonly pods: number;
  readonly nodes: number;
  readonly owners: Owners;
}

interface Lost {
  readonly lost: 'times' | 'events';
  readonly scope?: string;
}

/** A pod that a watch tells of later than this after its creation was there before: its age is told. Far more than deliveries take. */
const OLD: Microseconds = 5_000_000;

export function createLiveObjects(options: LiveObjectsOptions): LiveObjects {
  const { coverage, templates, timeOf, stampOf } = options;
  let isLive = false;
  let last = 0;
  /** Several watches, one order of time. */
  const at = (wall: Microseconds): Microseconds => {
    last = Math.max(last, timeOf(wall));
    return last;
  };
  const late = createLateDelivery(options.observer);
  const observer: Observer = {
    observe(observation) {
      const delay = coverage.observe(observation, isLive);
      options.observer.observe(observation);
      const gap = late.note(observation, delay);
      if (gap) coverage.observe(gap, false);
    },
    templateHash: (template, when) => options.observer.templateHash(template, when),
  };
  const ageOf = (created: string | null | undefined, seenAt: Microseconds): Microseconds | undefined => {
    const stamp = created ? stampOf(created) : undefined;
    if (stamp === undefined) return undefined;
    if (isLive && coverage.lateness(seenAt, stamp) <= OLD) return undefined;
    return Math.max(0, seenAt - stamp);
  };
  const share = createSharedTemplates();
  const owners = createOwners();
  const nodeTransitions = createNodeTransitions(observer, poolOf, {
    tellsReady: true,
    ageOf: ({ metadata }, seenAt) => ageOf(metadata.creationTimestamp, seenAt),
  });
  const podTransitions = createPodTransitions(
    observer,
    (pod, seenAt) => {
      const { namespace, name, creationTimestamp } = pod.metadata;
      const chain = owners.of(pod);
      const top = chain.at(-1);
      const age = ageOf(creationTimestamp, seenAt);
      return {
        namespace,
        name,
        ...(top === undefined ? {} : { group: `${top.kind}/${top.name}`, owners: chain }),
        ...(age === undefined ? {} : { age }),
        template: share(schedulingTemplate(pod, templates)),
      };
    },
    { tellsIncidents: true, stampOf },
  );
  const nodeNames = new Map<string, string>();
  const namesThere = new Set<string>();
  /** Bound to a node that was not seen yet, by uid, in their last state. */
  const early = new Map<string, LivePod>();
  /** Of a resumed recording, and not seen since. */
  const unseen = { pods: new Set<string>(), nodes: new Set<string>() };
  const events = createPodEvents(observer, podTransitions);

  function podSeen(object: LivePod, wall: Microseconds): void {
    const { uid } = object.metadata;
    unseen.pods.delete(uid);
    const node = object.spec.nodeName;
    // The watch of nodes may be behind; a pod is not told to be on a node that was not told of, unless it runs there.
    if (node && !namesThere.has(node) && (object.status?.phase ?? 'Pending') === 'Pending') {
      const { nodeName: _later, ...spec } = object.spec;
      early.set(uid, object);
      podTransitions.seen({ ...object, spec }, at(wall));
      return;
    }
    if (early.size > 0) early.delete(uid);
    podTransitions.seen(object, at(wall));
  }

  function nodeSeen(object: LiveNode, wall: Microseconds): void {
    const { uid, name } = object.metadata;
    unseen.nodes.delete(uid);
    nodeTransitions.seen(object, at(wall));
    nodeNames.set(uid, name);
    namesThere.add(name);
    for (const [pod, state] of early) {
      if (state.spec.nodeName !== name) continue;
      early.delete(pod);
      podSeen(state, wall);
    }
  }

  function nodeGone(uid: string, wall: Microseconds): void {
    namesThere.delete(nodeNames.get(uid) ?? '');
    nodeNames.delete(uid);
    nodeTransitions.gone(uid, at(wall));
  }

  function podGone(uid: string, wall: Microseconds, object?: LivePod): void {
    const isEarly = early.delete(uid);
    podTransitions.gone(uid, at(wall), isEarly ? undefined : object);
    events.forget(uid);
  }

  function gap({ from, to, reason, lost, scope }: Parameters<LiveObjects['gap']>[0]): void {
    const until = at(to);
    late.excuse(until);
    const start = Math.min(timeOf(from), until);
    observer.observe({
      at: until,
      kind: 'gap',
      from: start,
      reason,
      ...(scope === undefined ? {} : { scope }),
      lost,
    });
  }

  /** What every watch tells alike. */
  function see<T extends KubernetesObject>(
    sighting: Sighting<T>,
    scope: string,
    exists: (object: T, wall: Microseconds) => void,
    gone: (uid: string, wall: Microseconds, object: T | undefined) => void,
  ): void {
    if (sighting.type === 'gap') {
      gap({ from: sighting.from, to: sighting.to, reason: sighting.reason, lost: sighting.lost, scope });
    } else if (sighting.type === 'deleted') {
      coverage.count();
      gone(sighting.uid, sighting.at, sighting.object);
    } else if (sighting.type !== 'synced') {
      coverage.count();
      exists(sighting.object, sighting.at);
    }
  }

  return {
    pod: (sighting) => see(sighting, 'pods', podSeen, podGone),
    node: (sighting) => see(sighting, 'nodes', nodeSeen, nodeGone),
    event: (sighting) =>
      see(
        sighting,
        'events',
        (event, wall) => events.seen(event, at(wall)),
        () => {},
      ),
    controller(sighting) {
      if (sighting.type === 'added' || sighting.type === 'changed') owners.learn(sighting.object);
      else if (sighting.type === 'deleted') owners.forget(sighting.uid);
    },
    synced(wall) {
      for (const uid of unseen.pods) podGone(uid, wall);
      for (const uid of unseen.nodes) nodeGone(uid, wall);
      isLive = true;
      late.excuse(at(wall));
    },
    restore(observation) {
      last = Math.max(last, observation.at);
      coverage.count();
      if (observation.kind === 'gap') coverage.observe(observation, false);
      podTransitions.restore(observation);
      nodeTransitions.restore(observation);
      if (observation.kind === 'pod-created') unseen.pods.add(observation.uid);
      else if (observation.kind === 'pod-deleted') unseen.pods.delete(observation.uid);
      else if (observation.kind === 'node-added') unseen.nodes.add(observation.uid);
      else if (observation.kind === 'node-removed') unseen.nodes.delete(observation.uid);
    },
    gap,
    pause(from, wall, reason) {
      observer.observe({ at: at(wall), kind: 'gap', from, reason, lost: 'events' });
    },
    finish(wall) {
      const rest = late.finish(at(wall));
      if (rest) coverage.observe(rest, false);
    },
    get last() {
      return last;
    },
    get pods() {
      return podTransitions.size;
    },
    get nodes() {
      return nodeTransitions.size;
    },
    owners,
  };
}
