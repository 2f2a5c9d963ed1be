/** Tracks which nodes exist, what they offer and what bound pods request there, and updates the gauges of cluster and pools. */

import {
  ADDED,
  type CapacityLog,
  capacityLog,
  HELD,
  NO_AMOUNTS,
  noteCapacity,
  OFFERS,
  RELEASED,
  REMOVED,
} from './capacity-log.ts';
import { enterIdle, setMember } from './imbalance.ts';
import { type NodePasts, nodePasts } from './node-past.ts';
import { firstPool, separate, sharesWith } from './only-pool.ts';
import { type Amounts, CPU, FINE_CPU, type ResourceIndex } from './resource-index.ts';
import { freeSlot, gaugeOf, imbalanceOf, type Scope, scope, takeSlot } from './scope-figures.ts';
import { strandedAmount, tightestFreeShare } from './stranded-capacity.ts';
import {
  changeGauge,
  changeStranded,
  enlargeGauge,
  type GaugeTable,
  gaugeTable,
} from './utilisation-gauge.ts';

export interface LedgerNode {
  /** Its index in the ledger's nodes. */
  readonly number: number;
  readonly name: string;
  readonly pool: string | null;
  readonly added: number;
  removed: number | null;
  /** Its gauges; see node-past.ts. */
  own: Scope | undefined;
  readonly poolScope: Scope;
  readonly clusterSlot: number;
  readonly poolSlot: number;
  /** By resource number. */
  readonly allocatable: (number | undefined)[];
  readonly requested: (number | undefined)[];
  readonly stranded: (number | undefined)[];
  /** Pods that keep it busy; see idle-nodes.ts. */
  pods: number;
}

export interface CapacityLedger {
  readonly index: ResourceIndex;
  readonly gauges: GaugeTable;
  /** Of what pods use; cpu in nanocores. */
  readonly used: GaugeTable;
  readonly cluster: Scope;
  readonly pools: Map<string | null, Scope>;
  /** What the gauges of nodes and the figures of fragmentation are computed from. */
  readonly log: CapacityLog;
  readonly pasts: NodePasts;
  /** Every node of the recording, in order of its addition. */
  readonly nodes: LedgerNode[];
}

export function capacityLedger(index: ResourceIndex): CapacityLedger {
  return {
    index,
    gauges: gaugeTable(),
    used: gaugeTable(),
    cluster: scope('cluster'),
    pools: new Map(),
    log: capacityLog(),
    pasts: nodePasts(),
    nodes: [],
  };
}

/** Adds a node at `at` (µs). */
export function addNode(
  ledger: CapacityLedger,
  at: number,
  identity: { readonly name: string; readonly pool: string | null },
  allocatable: Amounts,
): LedgerNode {
  let poolScope = ledger.pools.get(identity.pool);
  if (!poolScope) {
    separateOnlyPool(ledger);
    poolScope = ledger.pools.size === 0 ? firstPool(ledger.cluster) : scope('pool');
    ledger.pools.set(identity.pool, poolScope);
  }
  const node: LedgerNode = {
    number: ledger.nodes.length,
    name: identity.name,
    pool: identity.pool,
    added: at,
    removed: null,
    own: undefined,
    poolScope,
    clusterSlot: takeSlot(ledger.cluster),
    poolSlot: takeSlot(poolScope),
    allocatable: [],
    requested: [],
    stranded: [],
    pods: 0,
  };
  ledger.nodes.push(node);
  noteCapacity(ledger.log, at, node.number, ADDED, allocatable);
  offer(ledger, at, node, allocatable);
  return node;
}

function separateOnlyPool({ gauges, cluster, pools }: CapacityLedger): void {
  if (pools.size !== 1) return;
  for (const pool of pools.values()) if (sharesWith(cluster, pool)) separate(gauges, pool);
}

/**
 * Adds what a new node offers. Without a request nothing is stranded, and its utilisation is 0. With the functions of changes, V8 would compile those for the
 * zeros of thousands of nodes, and again for the first pods.
 */
function offer(ledger: CapacityLedger, at: number, node: LedgerNode, { resources, amounts }: Amounts): void {
  const { gauges, cluster } = ledger;
  const { poolScope } = node;
  const isShared = sharesWith(cluster, poolScope);
  for (let position = 0; position < resources.length; position += 1) {
    const resource = resources[position]!;
    const amount = amounts[position]!;
    node.allocatable[resource] = amount;
    offerToUsage(ledger, at, node, resource, amount);
    if (!isShared) enlargeGauge(gauges, gaugeOf(gauges, poolScope, resource), at, amount);
    enlargeGauge(gauges, gaugeOf(gauges, cluster, resource), at, amount);
    if (amount <= 0) continue;
    enterIdle(imbalanceOf(cluster, resource), at, node.clusterSlot);
    if (!isShared) enterIdle(imbalanceOf(poolScope, resource), at, node.poolSlot);
  }
}

/** Sets what the node offers from `at` on. A resource that is not named is no longer offered. */
export function setAllocatable(
  ledger: CapacityLedger,
  at: number,
  node: LedgerNode,
  allocatable: Amounts,
): void {
  noteCapacity(ledger.log, at, node.number, OFFERS, allocatable);
  changeOffer(ledger, at, node, allocatable);
}

function changeOffer(ledger: CapacityLedger, at: number, node: LedgerNode, allocatable: Amounts): void {
  const wanted: number[] = [];
  allocatable.resources.forEach((resource, position) => {
    wanted[resource] = allocatable.amounts[position] ?? 0;
  });
  const count = Math.max(wanted.length, node.allocatable.length);
  for (let resource = 0; resource < count; resource += 1) {
    if (wanted[resource] === undefined && node.allocatable[resource] === undefined) continue;
    const after = wanted[resource] ?? 0;
    const difference = after - (node.allocatable[resource] ?? 0);
    node.allocatable[resource] = after;
    changeOf(ledger, at, node, resource, 0, difference);
  }
  settle(ledger, at, node);
}

/** Removes the node at `at`, with the requests of its pods. */
export function removeNode(ledger: CapacityLedger, at: number, node: LedgerNode): void {
  noteCapacity(ledger.log, at, node.number, REMOVED, NO_AMOUNTS);
  node.requested.forEach((amount, resource) => {
    changeOf(ledger, at, node, resource, -(amount ?? 0), 0);
    node.requested[resource] = 0;
  });
  changeOffer(ledger, at, node, NO_AMOUNTS);
  node.removed = at;
  freeSlot(ledger.cluster, node.clusterSlot);
  freeSlot(node.poolScope, node.poolSlot);
}

/**
 * Adds (sign 1) or removes (sign −1) the request of a pod at `at`.
 *
 * @param node the pod's node; with null, the request counts for the cluster only.
 */
export function holdRequest(
  ledger: CapacityLedger,
  at: number,
  node: LedgerNode | null,
  request: Amounts,
  sign: 1 | -1,
): void {
  if (node) noteCapacity(ledger.log, at, node.number, sign === 1 ? HELD : RELEASED, request);
  // Such a request is the cluster's alone.
  else separateOnlyPool(ledger);
  const { resources, amounts } = request;
  for (let position = 0; position < resources.length; position += 1) {
    const resource = resources[position]!;
    const amount = sign * amounts[position]!;
    if (node) {
      node.requested[resource] = (node.requested[resource] ?? 0) + amount;
      changeOf(ledger, at, node, resource, amount, 0);
    } else changeGauge(ledger.gauges, gaugeOf(ledger.gauges, ledger.cluster, resource), at, amount, 0);
  }
  if (node) settle(ledger, at, node);
}

function changeOf(
  ledger: CapacityLedger,
  at: number,
  node: LedgerNode,
  resource: number,
  requested: number,
  allocatable: number,
): void {
  const { gauges, cluster } = ledger;
  const { poolScope } = node;
  if (allocatable !== 0) offerToUsage(ledger, at, node, resource, allocatable);
  if (!sharesWith(cluster, poolScope))
    changeGauge(gauges, gaugeOf(gauges, poolScope, resource), at, requested, allocatable);
  changeGauge(gauges, gaugeOf(gauges, cluster, resource), at, requested, allocatable);
}

/** Changes what usage is a share of, where the resource is used at all. */
function offerToUsage(
  { used, cluster }: CapacityLedger,
  at: number,
  { own, poolScope }: LedgerNode,
  resource: number,
  allocatable: number,
): void {
  if (cluster.usage[resource] === undefined) return;
  const fine = allocatable * (resource === CPU ? FINE_CPU : 1);
  for (const scope of [own, poolScope, cluster]) {
    const row = scope?.usage[resource];
    if (row !== undefined) changeGauge(used, row, at, 0, fine);
  }
}

/** Updates the figures that depend on several resources of the node, or on several nodes. */
function settle(ledger: CapacityLedger, at: number, node: LedgerNode): void {
  const { gauges, cluster } = ledger;
  const { allocatable, poolScope } = node;
  const isShared = sharesWith(cluster, poolScope);
  const tightest = tightestFreeShare(allocatable, node.requested);
  for (let resource = 0; resource < allocatable.length; resource += 1) {
    const offered = allocatable[resource];
    if (offered === undefined) continue;
    const requested = node.requested[resource] ?? 0;
    const before = node.stranded[resource] ?? 0;
    const after = strandedAmount(offered, requested, tightest);
    if (after !== before) {
      node.stranded[resource] = after;
      if (!isShared) changeStranded(gauges, gaugeOf(gauges, poolScope, resource), at, before, after);
      changeStranded(gauges, gaugeOf(gauges, cluster, resource), at, before, after);
    }
    const utilisation = offered > 0 ? requested / offered : null;
    setMember(imbalanceOf(cluster, resource), at, node.clusterSlot, utilisation);
    if (!isShared) setMember(imbalanceOf(poolScope, resource), at, node.poolSlot, utilisation);
  }
}
