/** Observes a cluster for a recording: adds owners, ages, Kubernetes' own stamps, Events and coverage to what the watches see. */

import type { ObjectKind } from '../../core/objects/object-kinds.ts';
import { decidingParts } from '../../core/observing/deciding-parts.ts';
import type { KubernetesEvent } from '../../core/observing/kubernetes-event.ts';
import { poolOf } from '../../core/observing/node-pool.ts';
import { createPodEvents } from '../../core/observing/pod-events.ts';
import { createSharedTemplates } from '../../core/observing/shared-templates.ts';
import type { Observation } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import type { Stamp } from '../../core/recording/pod-observation.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import type { KubernetesObject } from '../../kubernetes/list-pages.ts';
import type { WatchReport } from '../../kubernetes/watch-loop.ts';
import {
  type ClusterNode,
  type ClusterPod,
  createClusterObserver,
  gapOf,
  type ObservedGap,
} from '../../targets/live/observe/cluster-observer.ts';
import type { CoverageMeter } from './coverage.ts';
import { createLateDelivery } from './late-delivery.ts';
import { type Controller, createOwners, type Owners } from './owners.ts';
import { createUsageSamples, type UsageSample } from './usage-samples.ts';

export interface RecordedObjectsOptions {
  readonly observer: Observer;
  readonly coverage: CoverageMeter;
  /** Recording time of a moment on the transport's clock. */
  readonly timeOf: (wall: Microseconds) => Microseconds;
  readonly stampOf: (stamp: string) => Stamp | undefined;
  /** Whether nodes are never seen. */
  readonly isWithoutNodes: boolean;
}

export interface RecordedObjects {
  pod(report: WatchReport<ClusterPod>): void;
  node(report: WatchReport<ClusterNode>): void;
  /** An object that decides; of a kind that controls pods too, it is learned as an owner. */
  object(report: WatchReport<Controller & KubernetesObject>, entry: ObjectKind): void;
  event(report: WatchReport<KubernetesEvent & KubernetesObject>): void;
  /**
   * Everything that existed at the start was seen. From here on changes are seen as they happen, and what only a resumed recording contains
   * is gone.
   */
  synced(wall: Microseconds): void;
  /** What pods use at the moment. */
  usage(samples: readonly UsageSample[], wall: Microseconds): void;
  /** Takes an observation of the recording that is resumed. */
  restore(observation: Observation): void;
  /** A time in which the recorder saw nothing, or saw it late. */
  gap(gap: ObservedGap): void;
  /** Nothing was seen since `from`, in recording time. */
  pause(from: Microseconds, wall: Microseconds, reason: string): void;
  /** Ends the gap of late deliveries that is still open. */
  finish(wall: Microseconds): void;
  /** Recording time of the last observation. */
  readonly last: Microseconds;
  readonly pods: number;
  readonly nodes: number;
  readonly owners: Owners;
}

/** Controllers that may have a controller themselves. */
const OWNED: ReadonlySet<string> = new Set(['ReplicaSet', 'Job']);
/** An object first seen later than this after its creation existed before the watch; its age is recorded. Far more than a delivery takes. */
const OLD: Microseconds = 5_000_000;

export function createRecordedObjects(options: RecordedObjectsOptions): RecordedObjects {
  const { coverage, timeOf, stampOf } = options;
  let isLive = false;
  const late = createLateDelivery(options.observer);
  const observer: Observer = {
    observe(observation) {
      const delay = coverage.observe(observation, isLive);
      usage.note(observation);
      options.observer.observe(observation);
      const gap = late.note(observation, delay);
      if (gap) coverage.observe(gap, false);
    },
    templateHash: (template, when) => options.observer.templateHash(template, when),
  };
  const usage = createUsageSamples(observer.observe);
  const ageOf = (created: string | null | undefined, seenAt: Microseconds): Microseconds | undefined => {
    const stamp = created ? stampOf(created) : undefined;
    if (stamp === undefined) return undefined;
    if (isLive && coverage.lateness(seenAt, stamp) <= OLD) return undefined;
    return Math.max(0, seenAt - stamp);
  };
  const share = createSharedTemplates();
  const owners = createOwners();
  const cluster = createClusterObserver({
    observer,
    timeOf,
    describePod(pod, seenAt) {
      const { namespace, name, creationTimestamp } = pod.metadata;
      const chain = owners.of(pod);
      const top = chain.at(-1);
      const age = ageOf(creationTimestamp, seenAt);
      return {
        namespace,
        name,
        ...(top === undefined ? {} : { group: `${top.kind}/${top.name}`, owners: chain }),
        ...(age === undefined ? {} : { age }),
        ...decidingParts(pod, share),
      };
    },
    isWithoutNodes: options.isWithoutNodes,
    podOptions: { observesIncidents: true, stampOf },
    poolOf,
    nodeOptions: {
      observesReady: true,
      ageOf: ({ metadata }, seenAt) => ageOf(metadata.creationTimestamp, seenAt),
    },
  });
  /** What a resumed recording contains and was not seen since. */
  const unseen = { pods: new Set<string>(), nodes: new Set<string>(), objects: new Set<string>() };
  const events = createPodEvents(observer, cluster.pods);

  function gap(observed: ObservedGap): void {
    late.excuse(cluster.timeAt(observed.to));
    cluster.gap(observed);
  }

  /** Counts what a watch sees; its gaps end here. */
  function isChange<T>(
    report: WatchReport<T>,
    scope: string,
  ): report is Extract<WatchReport<T>, { type: 'added' | 'changed' | 'deleted' }> {
    if (report.type === 'gap') gap({ ...gapOf(report), scope });
    if (report.type === 'gap' || report.type === 'synced') return false;
    coverage.count();
    return true;
  }

  function podGone(uid: string, wall: Microseconds): void {
    cluster.podGone(uid, wall);
    events.forget(uid);
  }

  return {
    pod(report) {
      if (!isChange(report, 'pods')) return;
      if (report.type !== 'deleted') usage.named(report.object.metadata);
      cluster.pod(report);
      if (report.type === 'deleted') events.forget(report.uid);
      else unseen.pods.delete(report.object.metadata.uid);
    },
    node(report) {
      if (!isChange(report, 'nodes')) return;
      if (report.type !== 'deleted') unseen.nodes.delete(report.object.metadata.uid);
      cluster.node(report);
    },
    event(report) {
      if (isChange(report, 'events') && report.type !== 'deleted')
        events.seen(report.object, cluster.timeAt(report.at));
    },
    object(report, entry) {
      const isController = OWNED.has(entry.kind);
      if (report.type === 'added' || report.type === 'changed') {
        if (isController) owners.learn(report.object);
        unseen.objects.delete(report.object.metadata.uid);
      } else if (report.type === 'deleted' && isController) owners.forget(report.uid);
      if (report.type === 'gap') gap({ ...gapOf(report), scope: entry.plural });
      else if (cluster.object(report, entry)) coverage.count();
    },
    usage: (samples, wall) => usage.take(samples, cluster.timeAt(wall)),
    synced(wall) {
      for (const uid of unseen.pods) podGone(uid, wall);
      for (const uid of unseen.nodes) cluster.nodeGone(uid, wall);
      for (const uid of unseen.objects) cluster.objectGone(uid, wall);
      isLive = true;
      late.excuse(cluster.timeAt(wall));
    },
    restore(observation) {
      coverage.count();
      if (observation.kind === 'gap') coverage.observe(observation, false);
      cluster.restore(observation);
      usage.note(observation);
      if (observation.kind === 'pod-created') unseen.pods.add(observation.uid);
      else if (observation.kind === 'pod-deleted') unseen.pods.delete(observation.uid);
      else if (observation.kind === 'node-added') unseen.nodes.add(observation.uid);
      else if (observation.kind === 'node-removed') unseen.nodes.delete(observation.uid);
      else if (observation.kind === 'object-set') unseen.objects.add(observation.object.metadata.uid!);
      else if (observation.kind === 'object-removed') unseen.objects.delete(observation.uid);
    },
    gap,
    pause(from, wall, reason) {
      observer.observe({ at: cluster.timeAt(wall), kind: 'gap', from, reason, lost: 'events' });
    },
    finish(wall) {
      const rest = late.finish(cluster.timeAt(wall));
      if (rest) coverage.observe(rest, false);
    },
    get last() {
      return cluster.last;
    },
    get pods() {
      return cluster.pods.size;
    },
    get nodes() {
      return cluster.nodeCount;
    },
    owners,
  };
}
