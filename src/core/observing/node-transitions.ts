/** Converts successive states of nodes into observations: added, changed, removed. Heartbeats cause none. */
import { contentHash } from '../objects/content-hash.ts';
import type { NodeImage, Taint } from '../objects/node.ts';
import type { ResourceList } from '../objects/pod.ts';
import type { NodeChangedObservation, Observation } from '../recording/observation.ts';
import type { Observer } from '../recording/observer.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { NodeObject } from './node-object.ts';
import { createRecentlyGone } from './recently-gone.ts';

export interface NodeTransitions {
  /** Takes a state of a node; `at` is recording time and never decreases. Observes the difference to the state before. */
  seen(node: NodeObject, at: Microseconds): void;
  /** The node is gone. Nothing is observed for a node that was never seen, nor for its states that arrive later. */
  gone(uid: string, at: Microseconds): void;
  /**
   * Continues an earlier recording of the same nodes: takes its observations, in order, and observes nothing. Each node is then observed once
   * as changed when it is seen.
   */
  restore(observation: Observation): void;
  /** Whether the node was seen and is not gone. */
  has(uid: string): boolean;
  /** How many nodes were seen and are not gone. */
  readonly size: number;
  /** Their uids, in the order in which they were first seen. */
  uids(): IterableIterator<string>;
}

export interface NodeTransitionsOptions {
  /** Observe whether the kubelet reports the node as ready. Default false: the scheduler sees only the taints. */
  readonly observesReady?: boolean;
  /** The age of a node that is older than the recording. Called once a node, when it is first seen. */
  readonly ageOf?: (node: NodeObject, at: Microseconds) => Microseconds | undefined;
}

/** The properties of a node that scheduling and measuring depend on. */
interface NodeFacts {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  readonly capacity: ResourceList;
  readonly allocatable: ResourceList;
  /** Undefined if readiness is not observed or the node does not report it. */
  readonly ready: boolean | undefined;
  readonly declaredFeatures: readonly string[];
  /** Hash of the images: the lists of thousands of nodes would take much room. */
  readonly images: string;
}

/**
 * @param poolOf the node pool of a node. Called once a node, when it is first seen.
 */
export function createNodeTransitions(
  observer: Observer,
  poolOf: (node: NodeObject) => string | undefined,
  { observesReady = false, ageOf }: NodeTransitionsOptions = {},
): NodeTransitions {
  /** By uid; undefined for a node of an earlier recording that was not seen yet. */
  const nodes = new Map<string, NodeFacts | undefined>();
  const recentlyGone = createRecentlyGone();

  function add(node: NodeObject, facts: NodeFacts, at: Microseconds): void {
    const pool = poolOf(node);
    const age = ageOf?.(node, at);
    observer.observe({
      at,
      kind: 'node-added',
      uid: node.metadata.uid,
      name: node.metadata.name,
      ...(pool === undefined ? {} : { pool }),
      labels: facts.labels,
      ...(facts.taints.length > 0 ? { taints: facts.taints } : {}),
      ...(facts.unschedulable ? { unschedulable: true } : {}),
      capacity: facts.capacity,
      allocatable: facts.allocatable,
      ...(facts.ready === undefined ? {} : { ready: facts.ready }),
      ...(facts.images === NO_IMAGES ? {} : { images: imagesOf(node) }),
      ...(facts.declaredFeatures.length > 0 ? { declaredFeatures: facts.declaredFeatures } : {}),
      ...(age === undefined ? {} : { age }),
    });
  }

  return {
    seen(node, at) {
      const { uid } = node.metadata;
      if (recentlyGone.has(uid)) return;
      const facts = factsOf(node, observesReady);
      if (!nodes.has(uid)) {
        nodes.set(uid, facts);
        add(node, facts, at);
        return;
      }
      const before = nodes.get(uid);
      const changed = {
        ...(before === undefined ? whole(facts) : changes(before, facts)),
        ...(before?.images === facts.images ? {} : { images: imagesOf(node) }),
      };
      if (Object.keys(changed).length === 0) return;
      nodes.set(uid, facts);
      observer.observe({ at, kind: 'node-changed', uid, ...changed });
    },
    gone(uid, at) {
      if (!nodes.delete(uid)) return;
      recentlyGone.add(uid);
      observer.observe({ at, kind: 'node-removed', uid });
    },
    restore(observation) {
      if (observation.kind === 'node-added') nodes.set(observation.uid, undefined);
      else if (observation.kind === 'node-removed' && nodes.delete(observation.uid))
        recentlyGone.add(observation.uid);
    },
    has: (uid) => nodes.has(uid),
    get size() {
      return nodes.size;
    },
    uids: () => nodes.keys(),
  };
}

/** Without an allocatable, the capacity counts (pkg/apis/core/v1/defaults.go, SetDefaults_NodeStatus). */
function factsOf({ metadata, spec, status }: NodeObject, observesReady: boolean): NodeFacts {
  const capacity = status?.capacity ?? {};
  return {
    labels: metadata.labels ?? {},
    taints: (spec?.taints ?? []).map(withoutStamp),
    unschedulable: spec?.unschedulable ?? false,
    capacity,
    allocatable: status?.allocatable ?? capacity,
    ready: observesReady ? isReady(status) : undefined,
    declaredFeatures: status?.declaredFeatures ?? [],
    images: hashOfImages(status?.images),
  };
}

function hashOfImages(images: readonly NodeImage[] | null | undefined): string {
  return images && images.length > 0 ? contentHash(JSON.stringify(images)) : NO_IMAGES;
}

const NO_IMAGES = '';

/** Without what other versions may add. */
function imagesOf({ status }: NodeObject): readonly NodeImage[] {
  return (status?.images ?? []).map(({ names, sizeBytes }) => ({
    names: names ?? [],
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  }));
}

/** Status Unknown means that the kubelet stopped reporting; such a node is not ready. */
function isReady(status: NodeObject['status']): boolean | undefined {
  const condition = status?.conditions?.find(({ type }) => type === 'Ready');
  return condition && condition.status === 'True';
}

/** Without `timeAdded`, which has no effect on scheduling. */
function withoutStamp({ key, value, effect }: Taint): Taint {
  return value ? { key, value, effect } : { key, effect };
}

function whole({
  ready,
  images: _hash,
  ...facts
}: NodeFacts): Omit<NodeChangedObservation, 'at' | 'kind' | 'uid'> {
  return { ...facts, ...(ready === undefined ? {} : { ready }) };
}

function changes(before: NodeFacts, now: NodeFacts): Omit<NodeChangedObservation, 'at' | 'kind' | 'uid'> {
  return {
    ...(isSameMap(before.labels, now.labels) ? {} : { labels: now.labels }),
    ...(areSameTaints(before.taints, now.taints) ? {} : { taints: now.taints }),
    ...(before.unschedulable === now.unschedulable ? {} : { unschedulable: now.unschedulable }),
    ...(isSameMap(before.capacity, now.capacity) ? {} : { capacity: now.capacity }),
    ...(isSameMap(before.allocatable, now.allocatable) ? {} : { allocatable: now.allocatable }),
    ...(now.ready === undefined || before.ready === now.ready ? {} : { ready: now.ready }),
    ...(areSameTexts(before.declaredFeatures, now.declaredFeatures)
      ? {}
      : { declaredFeatures: now.declaredFeatures }),
  };
}

function areSameTexts(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

function isSameMap(one: ResourceList, other: ResourceList): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key])
  );
}

/** The order counts: the scheduler names the first taint that a pod does not tolerate. */
function areSameTaints(one: readonly Taint[], other: readonly Taint[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ key, value, effect }, position) => {
      const same = other[position];
      return same?.key === key && same.value === value && same.effect === effect;
    })
  );
}
