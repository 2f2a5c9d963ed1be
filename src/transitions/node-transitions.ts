/** Turns successive states of nodes into what happened to them: joined, changed in what matters, left. Heartbeats tell nothing. */
import type { Taint } from '../objects/node.ts';
import type { ResourceList } from '../objects/pod.ts';
import type { Microseconds, NodeChangedObservation } from '../recording/observation.ts';
import type { Observer } from '../recording/observer.ts';
import type { NodeObject } from './node-object.ts';
import { createRecentlyGone } from './recently-gone.ts';

export interface NodeTransitions {
  /** The node exists in this state; `at` in recording time, never decreasing. Tells what differs from the state before. */
  seen(node: NodeObject, at: Microseconds): void;
  /** It is gone. One that was never seen is not told of; states of it that come later tell nothing. */
  gone(uid: string, at: Microseconds): void;
  /** Whether it was seen and is not gone. */
  has(uid: string): boolean;
  /** Nodes seen and not gone. */
  readonly size: number;
  /** Their uids, in the order in which they were first seen. */
  uids(): IterableIterator<string>;
}

/** What of a node scheduling and measuring depend on. That it is not ready shows in its taints. */
interface NodeFacts {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  readonly capacity: ResourceList;
  readonly allocatable: ResourceList;
}

/**
 * @param poolOf which node pool it belongs to; asked once a node, when it is first seen.
 */
export function createNodeTransitions(
  observer: Observer,
  poolOf: (node: NodeObject) => string | undefined,
): NodeTransitions {
  const nodes = new Map<string, NodeFacts>();
  const recentlyGone = createRecentlyGone();

  function add(node: NodeObject, facts: NodeFacts, at: Microseconds): void {
    const pool = poolOf(node);
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
    });
  }

  return {
    seen(node, at) {
      const { uid } = node.metadata;
      if (recentlyGone.has(uid)) return;
      const facts = factsOf(node);
      const before = nodes.get(uid);
      if (!before) {
        nodes.set(uid, facts);
        add(node, facts, at);
        return;
      }
      const changed = changes(before, facts);
      if (Object.keys(changed).length === 0) return;
      nodes.set(uid, facts);
      observer.observe({ at, kind: 'node-changed', uid, ...changed });
    },
    gone(uid, at) {
      if (!nodes.delete(uid)) return;
      recentlyGone.add(uid);
      observer.observe({ at, kind: 'node-removed', uid });
    },
    has: (uid) => nodes.has(uid),
    get size() {
      return nodes.size;
    },
    uids: () => nodes.keys(),
  };
}

/** Where no allocatable is given it is the capacity (pkg/apis/core/v1/defaults.go, SetDefaults_NodeStatus). */
function factsOf({ metadata, spec, status }: NodeObject): NodeFacts {
  const capacity = status?.capacity ?? {};
  return {
    labels: metadata.labels ?? {},
    taints: (spec?.taints ?? []).map(withoutStamp),
    unschedulable: spec?.unschedulable ?? false,
    capacity,
    allocatable: status?.allocatable ?? capacity,
  };
}

/** Without `timeAdded`, which changes nothing. */
function withoutStamp({ key, value, effect }: Taint): Taint {
  return value ? { key, value, effect } : { key, effect };
}

function changes(before: NodeFacts, now: NodeFacts): Omit<NodeChangedObservation, 'at' | 'kind' | 'uid'> {
  return {
    ...(isSameMap(before.labels, now.labels) ? {} : { labels: now.labels }),
    ...(areSameTaints(before.taints, now.taints) ? {} : { taints: now.taints }),
    ...(before.unschedulable === now.unschedulable ? {} : { unschedulable: now.unschedulable }),
    ...(isSameMap(before.capacity, now.capacity) ? {} : { capacity: now.capacity }),
    ...(isSameMap(before.allocatable, now.allocatable) ? {} : { allocatable: now.allocatable }),
  };
}

function isSameMap(one: ResourceList, other: ResourceList): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key])
  );
}

/** In order: the scheduler names the first one that a pod does not tolerate. */
function areSameTaints(one: readonly Taint[], other: readonly Taint[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ key, value, effect }, position) => {
      const same = other[position];
      return same?.key === key && same.value === value && same.effect === effect;
    })
  );
}
