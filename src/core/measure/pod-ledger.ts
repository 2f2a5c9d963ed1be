/** Tracks each pod from its creation to its end, and collects counts, waiting times and delays. */
import { type NumberedMap, numberedMap } from '../objects/numbered-map.ts';
import type { PodCreatedObservation } from '../recording/pod-observation.ts';
import type { LedgerNode } from './capacity-ledger.ts';
import type { NeverBoundPod } from './figures.ts';
import { keepsBusy } from './idle-nodes.ts';
import { unschedulableReason } from './never-bound.ts';
import type { PodTallies, SharedTallies } from './pod-groups.ts';
import type { Amounts } from './resource-index.ts';
import { arrivalOf, waitingTime } from './waiting-time.ts';

/** It keeps no observation: there may be a million pods. */
export interface LedgerPod {
  readonly namespace: string;
  readonly name: string;
  readonly group: string | undefined;
  /** Undefined where its creation was seen. */
  readonly age: number | undefined;
  /** Whether its node is not idle; see idle-nodes.ts. */
  readonly keepsBusy: boolean;
  readonly createdAt: number;
  /** Its intended creation; see `arrivalOf`. */
  readonly arrival: number;
  /** Changes when the pod is resized. */
  request: Amounts;
  boundAt: number | null;
  /** Whether its request counts; false again once it is terminal. */
  holding: boolean;
  node: LedgerNode | null;
  startedAt: number | null;
  ready: boolean;
  terminal: boolean;
  /** Whether its deletion was requested: a phase that its kubelet reports after that is no end of its own. */
  terminating: boolean;
  message: string | null;
  /** Whether a scheduling gate keeps it from being tried, and whether an attempt failed. */
  gated: boolean;
  refused: boolean;
  /** Whether it was ended from outside. */
  disrupted: boolean;
  /** What it counts in besides the counts of all pods. */
  groups: SharedTallies;
}

export interface PodLedger {
  /** Pods that exist, by uid. */
  readonly pods: NumberedMap<LedgerPod>;
  readonly withdrawn: NeverBoundPod[];
  readonly waits: number[];
  /** The part of `waits` of pods with a failed attempt to schedule. */
  readonly refusedWaits: number[];
  readonly startDelays: number[];
  readonly initDelays: number[];
  readonly readyDelays: number[];
  readonly counts: {
    created: number;
    older: number;
    bound: number;
    unplaced: number;
    started: number;
    ready: number;
    succeeded: number;
    failed: number;
    deleted: number;
    leftTruncated: number;
  };
  /** First intended creation, and the last end of any pod. */
  firstCreation: number | null;
  lastEnd: number | null;
}

export function podLedger(): PodLedger {
  return {
    pods: numberedMap('p'),
    withdrawn: [],
    waits: [],
    refusedWaits: [],
    startDelays: [],
    initDelays: [],
    readyDelays: [],
    counts: {
      created: 0,
      older: 0,
      bound: 0,
      unplaced: 0,
      started: 0,
      ready: 0,
      succeeded: 0,
      failed: 0,
      deleted: 0,
      leftTruncated: 0,
    },
    firstCreation: null,
    lastEnd: null,
  };
}

export function createPod(
  ledger: PodLedger,
  at: number,
  created: PodCreatedObservation,
  request: Amounts,
  groups: SharedTallies,
): void {
  const { namespace, name, group, age, owners } = created;
  const pod: LedgerPod = {
    namespace,
    name,
    group,
    age,
    keepsBusy: keepsBusy(owners),
    createdAt: at,
    arrival: arrivalOf({ intended: created.intended, at }),
    request,
    boundAt: null,
    holding: false,
    node: null,
    startedAt: null,
    ready: false,
    terminal: false,
    terminating: false,
    message: null,
    gated: false,
    refused: false,
    disrupted: false,
    groups,
  };
  ledger.pods.set(created.uid, pod);
  ledger.counts.created += 1;
  for (const tally of groups.each) tally.created += 1;
  if (age !== undefined) ledger.counts.older += 1;
  const { arrival } = pod;
  if (ledger.firstCreation === null || arrival < ledger.firstCreation) ledger.firstCreation = arrival;
}

/** Counts the pod in the groups of a pool as well, just before it is bound to a node of the pool. */
export function joinPool(pod: LedgerPod, tallies: PodTallies, pool: string | null): void {
  const before = pod.groups.each.length;
  pod.groups = tallies.ofBound(pod.groups, pool);
  for (const tally of pod.groups.each.slice(before)) tally.created += 1;
}

/** Binds the pod: it leaves the queue. */
export function bindPod(
  ledger: PodLedger,
  at: number,
  pod: LedgerPod,
  node: LedgerNode | null,
  holding: boolean,
): void {
  pod.boundAt = at;
  pod.node = node;
  pod.holding = holding;
  ledger.counts.bound += 1;
  for (const group of pod.groups.each) group.bound += 1;
  if (node === null) ledger.counts.unplaced += 1;
  const wait = waitingTime(pod, at);
  if (wait === undefined) {
    ledger.counts.leftTruncated += 1;
    return;
  }
  ledger.waits.push(wait);
  for (const group of pod.groups.each) group.waits.push(wait);
  if (pod.refused) ledger.refusedWaits.push(wait);
}

/** Notes why the pod is not scheduled. A pod that a gate holds was not tried. */
export function refusePod(pod: LedgerPod, message: string, gated: boolean): void {
  pod.message = message;
  pod.gated = gated;
  pod.refused ||= !gated;
}

export function startPod(ledger: PodLedger, at: number, pod: LedgerPod): void {
  pod.startedAt = at;
  ledger.counts.started += 1;
  if (pod.boundAt !== null && wasSeen(pod, pod.boundAt)) ledger.startDelays.push(at - pod.boundAt);
}

export function initializePod(ledger: PodLedger, at: number, pod: LedgerPod): void {
  if (pod.boundAt !== null && wasSeen(pod, pod.boundAt)) ledger.initDelays.push(at - pod.boundAt);
}

export function readyPod(ledger: PodLedger, at: number, pod: LedgerPod): void {
  pod.ready = true;
  ledger.counts.ready += 1;
  if (pod.startedAt !== null && wasSeen(pod, pod.startedAt)) ledger.readyDelays.push(at - pod.startedAt);
}

/** Whether the time of a step is known. Steps of a left-truncated pod from before it was first seen have no known time. */
function wasSeen(pod: LedgerPod, at: number): boolean {
  return pod.age === undefined || at > pod.createdAt;
}

export function finishPod(
  ledger: PodLedger,
  at: number,
  pod: LedgerPod,
  phase: 'Succeeded' | 'Failed',
): void {
  const end = pod.terminating ? 'deleted' : phase === 'Succeeded' ? 'succeeded' : 'failed';
  ledger.counts[end] += 1;
  for (const group of pod.groups.each) group[end] += 1;
  endPod(ledger, at, pod);
}

export function deletePod(ledger: PodLedger, at: number, uid: string, pod: LedgerPod): void {
  ledger.pods.delete(uid);
  if (pod.terminal) return;
  ledger.counts.deleted += 1;
  for (const group of pod.groups.each) group.deleted += 1;
  endPod(ledger, at, pod);
}

/** Counts why the pod is ended from outside. Each pod counts once, however many observations say so. */
export function countDisruption(pod: LedgerPod, reason: string, byReason: Map<string, number>): void {
  if (pod.disrupted) return;
  pod.disrupted = true;
  byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  for (const tally of pod.groups.each) tally.disrupted += 1;
}

function endPod(ledger: PodLedger, at: number, pod: LedgerPod): void {
  pod.terminal = true;
  ledger.lastEnd = at;
  if (pod.boundAt === null) ledger.withdrawn.push(neverBoundPod(pod, 'withdrawn', at));
}

export function neverBoundPod(pod: LedgerPod, state: NeverBoundPod['state'], until: number): NeverBoundPod {
  const { namespace, name, group, age, arrival } = pod;
  return {
    namespace,
    name,
    group: group ?? null,
    state,
    created: arrival,
    age: until - arrival + (age ?? 0),
    reason: pod.message === null ? null : unschedulableReason(pod.message),
    message: pod.message,
  };
}
