/** Writes the three files of each node: allocation, allocation ratio and free resources after every change. */
import { readableList, readableRequest } from '../../core/measure/readable-amounts.ts';
import { requestOfUnknownTemplate } from '../../core/measure/template-requests.ts';
import type { ResourceList } from '../../core/objects/pod.ts';
import { readUsedAmount } from '../../core/objects/pod-usage.ts';
import type { Observation } from '../../core/recording/observation.ts';
import { type CsvLine, csvLine, thousandfold } from './csv-cells.ts';
import type { CsvColumns } from './csv-columns.ts';
import type { StampClock } from './recording-clock.ts';

interface NodeState {
  readonly name: string;
  readonly stem: string;
  readonly resources: readonly string[];
  allocatable: ReadonlyMap<string, number>;
  readonly requested: Map<string, number>;
  /** Millicores with fractions, and base units. */
  readonly used: Map<string, number>;
  removed: boolean;
}

interface Held {
  readonly request: ReadonlyMap<string, number>;
  readonly used: Map<string, number>;
  node: NodeState | null;
}

export interface NodeFiles {
  headers(): CsvLine[];
  observe(observation: Observation, at: number): CsvLine[];
}

export function nodeFiles(columns: CsvColumns, stamp: StampClock, kubernetes: string | undefined): NodeFiles {
  const templates = new Map<string, ReadonlyMap<string, number>>();
  const pods = new Map<string, Held>();
  const byUid = new Map<string, NodeState>();
  const byName = new Map<string, NodeState>();

  const add = (name: string, uid: string, allocatable: ResourceList): NodeState => {
    const node: NodeState = {
      name,
      stem: columns.fileStems.get(name) ?? name,
      resources: columns.offered.get(name) ?? [],
      allocatable: readableList(allocatable).amounts,
      requested: new Map(),
      used: new Map(),
      removed: false,
    };
    byUid.set(uid, node);
    byName.set(name, node);
    return node;
  };
  const hold = (pod: Held, sign: 1 | -1, at: number): CsvLine[] => {
    const { node } = pod;
    if (!node || node.removed) return [];
    for (const [resource, amount] of pod.request)
      node.requested.set(resource, (node.requested.get(resource) ?? 0) + sign * amount);
    if (sign === -1) use(pod, new Map([...pod.used.keys()].map((resource) => [resource, 0])));
    return nodeRows(node, columns.used, stamp(at), at);
  };
  /** Changes what the pod uses, and so its node. */
  const use = ({ node, used }: Held, amounts: ReadonlyMap<string, number>): void => {
    for (const [resource, amount] of amounts) {
      const change = amount - (used.get(resource) ?? 0);
      used.set(resource, amount);
      node?.used.set(resource, (node.used.get(resource) ?? 0) + change);
    }
  };

  return {
    headers: () =>
      [...columns.offered].flatMap(([name, resources]) =>
        nodeHeaders(columns.fileStems.get(name) ?? name, resources, columns.used),
      ),
    observe(observation, at) {
      switch (observation.kind) {
        case 'template':
          templates.set(observation.hash, readableRequest(observation.template, kubernetes).amounts);
          return [];
        case 'node-added':
          if (byUid.has(observation.uid)) return [];
          return nodeRows(
            add(observation.name, observation.uid, observation.allocatable),
            columns.used,
            stamp(at),
            at,
          );
        case 'node-changed': {
          const node = byUid.get(observation.uid);
          if (!node || !observation.allocatable) return [];
          node.allocatable = readableList(observation.allocatable).amounts;
          return nodeRows(node, columns.used, stamp(at), at);
        }
        case 'node-removed': {
          const node = byUid.get(observation.uid);
          if (node) node.removed = true;
          byUid.delete(observation.uid);
          return [];
        }
        case 'pod-created':
          if (!pods.has(observation.uid))
            pods.set(observation.uid, {
              request: templates.get(observation.template) ?? requestOfUnknownTemplate(),
              used: new Map(),
              node: null,
            });
          return [];
        case 'pod-bound': {
          const pod = pods.get(observation.uid);
          const node = observation.node === null ? undefined : byName.get(observation.node);
          if (!pod || pod.node || !node) return [];
          pod.node = node;
          return hold(pod, 1, at);
        }
        case 'pod-usage': {
          const pod = pods.get(observation.uid);
          if (!pod?.node || pod.node.removed) return [];
          use(pod, usedAmounts(observation.used));
          return nodeRows(pod.node, columns.used, stamp(at), at);
        }
        case 'pod-finished':
        case 'pod-deleted': {
          const pod = pods.get(observation.uid);
          pods.delete(observation.uid);
          return pod ? hold(pod, -1, at) : [];
        }
        default:
          return [];
      }
    },
  };
}

const NANOCORES = 1e6;

function usedAmounts(list: ResourceList): ReadonlyMap<string, number> {
  const amounts = new Map<string, number>();
  for (const [resource, quantity] of Object.entries(list)) {
    const amount = readUsedAmount(resource, quantity);
    if (amount !== undefined) amounts.set(resource, resource === 'cpu' ? amount / NANOCORES : amount);
  }
  return amounts;
}

function nodeHeaders(stem: string, resources: readonly string[], used: readonly string[]): CsvLine[] {
  const withoutPods = resources.filter((resource) => resource !== 'pods');
  return [
    row(stem, 'allocation', [
      'timestamp',
      ...withoutPods,
      'time_us',
      ...resources.map((name) => exactColumn(name, 'requests')),
      ...used.map((name) => exactColumn(name, 'used')),
    ]),
    row(stem, 'allocation_ratio', [
      'timestamp',
      ...withoutPods,
      'time_us',
      ...resources.map((name) => `${name}_ratio`),
      ...used.map((name) => `${name}_used_ratio`),
    ]),
    row(stem, 'free_resource', [
      'timestamp',
      ...resources,
      'time_us',
      ...resources.map((name) => exactColumn(name, 'free')),
    ]),
  ];
}

function exactColumn(resource: string, what: 'requests' | 'free' | 'used'): string {
  if (resource === 'cpu') return `cpu_${what}_milli`;
  if (resource === 'memory') return `memory_${what}_bytes`;
  return `${resource}_${what}`;
}

function nodeRows(node: NodeState, usedNames: readonly string[], timestamp: string, at: number): CsvLine[] {
  const { stem, resources } = node;
  const withoutPods = resources.filter((resource) => resource !== 'pods');
  const requested = (resource: string) => node.requested.get(resource) ?? 0;
  const offered = (resource: string) => node.allocatable.get(resource) ?? 0;
  const free = (resource: string) => offered(resource) - requested(resource);
  const share = (amount: number, resource: string) =>
    offered(resource) > 0 ? amount / offered(resource) : 0;
  const ratio = (resource: string) => share(requested(resource), resource);
  const used = (resource: string) => node.used.get(resource) ?? 0;
  return [
    row(stem, 'allocation', [
      timestamp,
      ...withoutPods.map((resource) => inMilli(resource, requested(resource))),
      at,
      ...resources.map(requested),
      ...usedNames.map(used),
    ]),
    row(stem, 'allocation_ratio', [
      timestamp,
      ...withoutPods.map((resource) => ratio(resource).toFixed(2)),
      at,
      ...resources.map(ratio),
      ...usedNames.map((resource) => share(used(resource), resource)),
    ]),
    row(stem, 'free_resource', [
      timestamp,
      ...resources.map((resource) => inMilli(resource, free(resource))),
      at,
      ...resources.map(free),
    ]),
  ];
}

/** The original tool writes MilliValue() of everything: memory in thousandths of a byte. */
function inMilli(resource: string, amount: number): string {
  return resource === 'cpu' ? String(amount) : thousandfold(amount);
}

function row(stem: string, what: string, cells: readonly (string | number)[]): CsvLine {
  return { file: `${stem}_${what}_history.csv`, line: csvLine(cells) };
}
