/** Finds the workloads of a recording: by the owners of the pods, or, where a recording has no owners, by the shape of their history. */

import type { PodOwner } from '../../recording/pod-observation.ts';
import type { Watch } from '../pods/group-samples.ts';
import { namePattern } from '../pods/name-pattern.ts';
import type { ClusterHistory, PodHistory } from '../pods/pod-history.ts';
import { asName, templateShape } from '../pods/workload-group.ts';
import type { ControlledPod, ControllerClues, WantedSize } from './controller-clues.ts';
import { daemonWorkload, targetOf } from './daemon-workload.ts';
import type { ControlledGroup, ControllerKind } from './found-workload.ts';
import { jobSeries, jobsByOwner } from './jobs-by-owner.ts';
import { nameWorkloads } from './name-workloads.ts';
import { replicaWorkload } from './replica-workload.ts';
import { jobsByHistory, replicasByHistory, requestsText } from './shape-of-history.ts';

export interface FoundControllers {
  readonly controlled: readonly ControlledGroup[];
  /** The pods that no controller explains. */
  readonly others: readonly PodHistory[];
}

/** The controller of some pods, as their owners name it. */
interface Controller {
  readonly kind: ControllerKind;
  /** The topmost owner that a scenario knows. */
  readonly owner: PodOwner;
}

/** Every pod is in exactly one of both lists. Groups are in the order of their first pods. */
export function findWorkloads(
  { nodes }: Pick<ClusterHistory, 'nodes'>,
  clues: ControllerClues,
  watch: Watch,
): FoundControllers {
  const controlled: ControlledGroup[] = [];
  const others: PodHistory[] = [];
  const namesOwners = clues.pods.some(({ owners }) => owners.length > 0);
  const buckets = withoutSeries(bucketsOf(clues.pods));
  if (!namesOwners) controlled.push(...groupsAsJobs(buckets, clues, watch));
  const asJobs = podsOf(controlled);
  for (const { controller, pods: all } of buckets) {
    const pods = all.filter((pod) => !asJobs.has(pod.uid));
    if (pods.length === 0) continue;
    const found = controller
      ? byOwner(controller, pods, clues, nodes, watch)
      : isBare(pods, namesOwners)
        ? undefined
        : byHistory(pods, watch);
    if (found) controlled.push(...found);
    const inGroups = podsOf(found ?? []);
    others.push(...pods.filter(({ uid }) => !inGroups.has(uid)));
  }
  return { controlled: nameWorkloads(controlled), others: inOrder(others, clues.pods) };
}

function podsOf(groups: readonly ControlledGroup[]): Set<string> {
  return new Set(groups.flatMap(({ group }) => group.pods.map(({ uid }) => uid)));
}

/** Where a recording names owners, a pod without one has no controller. Kubelets own static pods, and nothing replaces those. */
function isBare(pods: readonly ControlledPod[], namesOwners: boolean): boolean {
  const isOwned = pods.some(({ owners }) => owners.length > 0);
  return (namesOwners && !isOwned) || pods.every(({ owners }) => owners[0]?.kind === 'Node');
}

interface Bucket {
  readonly controller: Controller | undefined;
  readonly pods: ControlledPod[];
}

/** Pods without a known controller are together where the recording groups them. */
function bucketsOf(pods: readonly ControlledPod[]): Bucket[] {
  const buckets = new Map<string, Bucket>();
  for (const pod of pods) {
    const controller = controllerOf(pod);
    const key = JSON.stringify(
      controller
        ? [controller.kind, pod.namespace, controller.owner.name]
        : [pod.group ?? `${pod.uid} alone`, pod.namespace],
    );
    const known = buckets.get(key);
    if (known) known.pods.push(pod);
    else buckets.set(key, { controller, pods: [pod] });
  }
  return [...buckets.values()];
}

/** Many Jobs of one series are one bucket: they may be the runs of one schedule, or arrivals. */
function withoutSeries(buckets: readonly Bucket[]): Bucket[] {
  const jobs = buckets.flatMap((bucket) =>
    bucket.controller?.kind === 'Job'
      ? [{ name: bucket.controller.owner.name, pods: bucket.pods, bucket }]
      : [],
  );
  const series = jobSeries(jobs);
  const joined = new Set(series.flat().map(({ bucket }) => bucket));
  return [
    ...buckets.filter((bucket) => !joined.has(bucket)),
    ...series.map((each): Bucket => {
      const { stem } = namePattern(each[0]!.name);
      const kind = 'CronJob';
      return {
        controller: { kind, owner: { kind, name: stem || 'jobs' } },
        pods: each.flatMap(({ pods }) => pods),
      };
    }),
  ];
}

/** Groups without a controller may be Jobs too, one each: `train-1`, `train-2`, …. The history of all of them decides. */
function groupsAsJobs(buckets: readonly Bucket[], clues: ControllerClues, watch: Watch): ControlledGroup[] {
  const groups = buckets.flatMap(({ controller, pods }) => {
    const name = controller ? undefined : pods[0]!.group;
    return name !== undefined && endByThemselves(pods) ? [{ name, pods }] : [];
  });
  return jobSeries(groups).flatMap((each) => {
    const name = asName(namePattern(each[0]!.name).stem || 'jobs');
    const pods = each.flatMap((group) => group.pods);
    return jobsByOwner(name, 'Job', pods, clues, watch).map((found) => ({
      ...found,
      basis: 'history' as const,
    }));
  });
}

function endByThemselves(pods: readonly ControlledPod[]): boolean {
  return pods.every(({ gone, cause }) => gone === undefined || cause === 'succeeded' || cause === 'failed');
}

function controllerOf(pod: ControlledPod): Controller | undefined {
  const [first, second] = pod.owners;
  switch (first?.kind) {
    case 'ReplicaSet':
      return second ? { kind: 'Deployment', owner: second } : { kind: 'ReplicaSet', owner: first };
    case 'ReplicationController':
      return { kind: 'ReplicaSet', owner: first };
    case 'StatefulSet':
    case 'DaemonSet':
      return { kind: first.kind, owner: first };
    case 'Job':
      return second?.kind === 'CronJob' ? { kind: 'CronJob', owner: second } : { kind: 'Job', owner: first };
    case undefined:
      return ofGroup(pod);
    default:
      return undefined;
  }
}

const KIND_AND_NAME = /^(Deployment|ReplicaSet|StatefulSet|DaemonSet|Job|CronJob)\/(.+)$/;

/** From the group of a pod without owners: `Deployment/web`. A pod that only one node may run is of a DaemonSet. */
function ofGroup(pod: ControlledPod): Controller | undefined {
  if (pod.group === undefined) return undefined;
  const [, kind, name] = KIND_AND_NAME.exec(pod.group) ?? [];
  if (kind !== undefined && name !== undefined)
    return { kind: kind as ControllerKind, owner: { kind, name } };
  return targetOf(pod) === undefined
    ? undefined
    : { kind: 'DaemonSet', owner: { kind: 'DaemonSet', name: pod.group } };
}

function byOwner(
  { kind, owner }: Controller,
  pods: readonly ControlledPod[],
  clues: ControllerClues,
  nodes: ClusterHistory['nodes'],
  watch: Watch,
): ControlledGroup[] | undefined {
  const name = asName(owner.name);
  const basis = 'owners';
  switch (kind) {
    case 'Job':
    case 'CronJob': {
      return jobsByOwner(name, kind, pods, clues, watch).map((found) => ({ ...found, basis }));
    }
    case 'DaemonSet': {
      const { group, workload } = daemonWorkload(name, pods, nodes, watch);
      return [{ group, workloads: [workload], basis }];
    }
    default: {
      const sizes = sizesOf(pods, owner, clues);
      const found = replicaWorkload({ kind, name, pods, sizes }, watch);
      return found && [{ group: found.group, workloads: [found.workload], basis }];
    }
  }
}

/** Of the topmost owner; where only its one ReplicaSet was recorded, of that. */
function sizesOf(
  pods: readonly ControlledPod[],
  owner: PodOwner,
  clues: ControllerClues,
): readonly WantedSize[] {
  const own = clues.sizesOf(pods[0]!, owner);
  const controllers = new Set(pods.map(({ owners }) => owners[0]?.name));
  const [controller] = pods[0]!.owners;
  return own.length > 0 || controllers.size > 1 || !controller ? own : clues.sizesOf(pods[0]!, controller);
}

/** The pods of one group together, or each template of it apart. */
function byHistory(pods: readonly ControlledPod[], watch: Watch): ControlledGroup[] | undefined {
  const name = asName(pods[0]!.group ?? pods[0]!.name);
  const found = shapeOf(name, pods, watch);
  if (found) return [found];
  const shapes = new Map<string, ControlledPod[]>();
  const known = new Map<string, string>();
  for (const pod of pods) {
    const { template, templateHash } = pod;
    const shape = known.get(templateHash) ?? templateShape(template) + requestsText(template);
    known.set(templateHash, shape);
    const members = shapes.get(shape);
    if (members) members.push(pod);
    else shapes.set(shape, [pod]);
  }
  if (shapes.size < 2) return undefined;
  const each = [...shapes.values()].map((members) => shapeOf(name, members, watch));
  return each.every((group) => group !== undefined) ? each : undefined;
}

function shapeOf(name: string, pods: readonly ControlledPod[], watch: Watch): ControlledGroup | undefined {
  const found = jobsByHistory(name, pods, watch) ?? replicasByHistory(name, pods, watch);
  return found && { ...found, basis: 'history' };
}

function inOrder(some: readonly PodHistory[], all: readonly PodHistory[]): PodHistory[] {
  const kept = new Set(some);
  return all.filter((pod) => kept.has(pod));
}
