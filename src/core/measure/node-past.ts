/** Computes the gauges of single nodes from the log of a ledger, when they are asked for: a table of a replay shows none, and they are a third of all gauges that change. */
import {
  ADDED,
  anyChange,
  type CapacityLog,
  HELD,
  NO_AMOUNTS,
  OFFERS,
  REMOVED,
  readChange,
} from './capacity-log.ts';
import type { Amounts } from './resource-index.ts';
import { gaugeOf, type Scope, scope } from './scope-figures.ts';
import { strandedAmount, tightestFreeShare } from './stranded-capacity.ts';
import { changeGauge, changeStranded, type GaugeTable } from './utilisation-gauge.ts';

/** The nodes as they were after some changes of the log. */
export interface NodePasts {
  /** Number of these changes. */
  position: number;
  /** By number of node. */
  readonly pasts: NodePast[];
}

interface NodePast {
  readonly scope: Scope;
  /** By resource number. */
  readonly allocatable: (number | undefined)[];
  readonly requested: (number | undefined)[];
  readonly stranded: (number | undefined)[];
}

interface Logged {
  readonly gauges: GaugeTable;
  readonly log: CapacityLog;
  readonly nodes: readonly { own: Scope | undefined }[];
  readonly pasts: NodePasts;
}

export function nodePasts(): NodePasts {
  return { position: 0, pasts: [] };
}

/** Brings the gauges of all nodes up to the last change. */
export function catchUp({ gauges, log, nodes, pasts: known }: Logged): void {
  const change = anyChange();
  for (; known.position < log.amounts.length; known.position += 1) {
    readChange(log, known.position, change);
    const { at, node, kind, amounts } = change;
    const past = known.pasts[node] ?? begin(known.pasts, node, ownScope(nodes[node]!));
    if (kind === REMOVED) {
      past.requested.forEach((amount, resource) => {
        changeOf(gauges, past, at, resource, -(amount ?? 0), 0);
        past.requested[resource] = 0;
      });
      offer(gauges, past, at, NO_AMOUNTS);
    } else if (kind === ADDED || kind === OFFERS) offer(gauges, past, at, amounts);
    else hold(gauges, past, at, amounts, kind === HELD ? 1 : -1);
    strand(gauges, past, at);
  }
}

/** The scope of one node. Most nodes never need it. */
export function ownScope(node: { own: Scope | undefined }): Scope {
  node.own ??= scope('node');
  return node.own;
}

function begin(pasts: NodePast[], node: number, own: Scope): NodePast {
  const past: NodePast = { scope: own, allocatable: [], requested: [], stranded: [] };
  pasts[node] = past;
  return past;
}

/** A resource that is not named is no longer offered. */
function offer(gauges: GaugeTable, past: NodePast, at: number, { resources, amounts }: Amounts): void {
  const wanted: number[] = [];
  resources.forEach((resource, position) => {
    wanted[resource] = amounts[position] ?? 0;
  });
  const count = Math.max(wanted.length, past.allocatable.length);
  for (let resource = 0; resource < count; resource += 1) {
    const before = past.allocatable[resource];
    if (wanted[resource] === undefined && before === undefined) continue;
    const after = wanted[resource] ?? 0;
    past.allocatable[resource] = after;
    changeOf(gauges, past, at, resource, 0, after - (before ?? 0));
  }
}

function hold(
  gauges: GaugeTable,
  past: NodePast,
  at: number,
  { resources, amounts }: Amounts,
  sign: 1 | -1,
): void {
  resources.forEach((resource, position) => {
    const amount = sign * amounts[position]!;
    past.requested[resource] = (past.requested[resource] ?? 0) + amount;
    changeOf(gauges, past, at, resource, amount, 0);
  });
}

function changeOf(
  gauges: GaugeTable,
  past: NodePast,
  at: number,
  resource: number,
  requested: number,
  allocatable: number,
): void {
  changeGauge(gauges, gaugeOf(gauges, past.scope, resource), at, requested, allocatable);
}

/** What is stranded on the node after a change. */
function strand(gauges: GaugeTable, past: NodePast, at: number): void {
  const { allocatable, requested, stranded } = past;
  const tightest = tightestFreeShare(allocatable, requested);
  for (let resource = 0; resource < allocatable.length; resource += 1) {
    const offered = allocatable[resource];
    if (offered === undefined) continue;
    const before = stranded[resource] ?? 0;
    const after = strandedAmount(offered, requested[resource] ?? 0, tightest);
    if (after === before) continue;
    stranded[resource] = after;
    changeStranded(gauges, gaugeOf(gauges, past.scope, resource), at, before, after);
  }
}
