/** Tracks what pods use on their nodes, apart from what they request. It costs nothing where no usage is recorded. */
import type { ResourceList } from '../objects/pod.ts';
import { readUsedAmount } from '../objects/pod-usage.ts';
import type { CapacityLedger, LedgerNode } from './capacity-ledger.ts';
import { catchUp, ownScope } from './node-past.ts';
import type { LedgerPod } from './pod-ledger.ts';
import { CPU, FINE_CPU, numberOf } from './resource-index.ts';
import { gaugeOf, type Scope, usageGaugeOf } from './scope-figures.ts';
import { holdValue } from './time-distribution.ts';
import { advanceGauge, changeGauge, readGauge } from './utilisation-gauge.ts';

/** The amounts that a pod uses, by resource number. */
type Used = (number | undefined)[];

/** By pod. Those that use nothing are missing. */
export type UsageLedger = Map<LedgerPod, Used>;

/** Takes new amounts of a pod that runs. @returns the number of unreadable quantities. */
export function changeUsage(
  ledger: UsageLedger,
  capacity: CapacityLedger,
  at: number,
  pod: LedgerPod,
  list: ResourceList,
): number {
  const used = ledger.get(pod) ?? [];
  ledger.set(pod, used);
  let unreadable = 0;
  for (const [name, quantity] of Object.entries(list)) {
    const amount = readUsedAmount(name, quantity);
    if (amount === undefined) unreadable += 1;
    else {
      const resource = numberOf(capacity.index, name);
      use(capacity, at, pod.node, resource, amount - (used[resource] ?? 0));
      used[resource] = amount;
    }
  }
  return unreadable;
}

/** The pod is over, or its node is gone. */
export function endUsage(ledger: UsageLedger, capacity: CapacityLedger, at: number, pod: LedgerPod): void {
  const used = ledger.get(pod);
  if (!used) return;
  ledger.delete(pod);
  used.forEach((amount, resource) => {
    use(capacity, at, pod.node, resource, -(amount ?? 0));
  });
}

/** All pods of a node that is removed. */
export function endUsageOf(
  ledger: UsageLedger,
  capacity: CapacityLedger,
  at: number,
  node: LedgerNode,
): void {
  for (const pod of [...ledger.keys()]) if (pod.node === node) endUsage(ledger, capacity, at, pod);
}

function use(
  capacity: CapacityLedger,
  at: number,
  node: LedgerNode | null,
  resource: number,
  amount: number,
): void {
  const { gauges, used: table, cluster } = capacity;
  for (const scope of node ? [ownScope(node), node.poolScope, cluster] : [cluster]) {
    const row = scope.usage[resource] ?? begin(scope);
    changeGauge(table, row, at, amount, 0);
  }

  /** Before the first usage nothing is used of what is offered. */
  function begin(scope: Scope): number {
    if (scope.kind === 'node') catchUp(capacity);
    const requests = gaugeOf(gauges, scope, resource);
    advanceGauge(gauges, requests, at);
    const { offered, allocatable } = readGauge(gauges, requests);
    const row = usageGaugeOf(table, scope, resource);
    changeGauge(table, row, at, 0, allocatable * (resource === CPU ? FINE_CPU : 1));
    if (offered > 0) holdValue(table.utilisations[row]!, 0, offered);
    return row;
  }
}
