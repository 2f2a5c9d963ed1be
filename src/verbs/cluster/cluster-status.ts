/** Reads the state of a cluster: version, nodes, allocatable resources, pods, and the runs of keg that it contains. */

import type { ResourceList } from '../../core/objects/pod.ts';
import { parseResourceList } from '../../core/objects/quantity.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { ApiError } from '../../kubernetes/api-error.ts';
import type { ClusterChoice } from '../../kubernetes/cluster-choice.ts';
import { connectionOf } from '../../kubernetes/connection.ts';
import { type Collection, type KubernetesObject, listPages } from '../../kubernetes/list-pages.ts';
import { openTransport, type Transport } from '../../kubernetes/transport.ts';
import { isSimulatedNode } from '../../targets/kwok/kwok-simulator.ts';
import { RUN_LABEL } from '../../targets/live/objects/run-label.ts';
import { hasController } from '../../targets/live/remove/removal-counts.ts';
import {
  collectionPath,
  PRIORITY_CLASSES,
  RUNTIME_CLASSES,
  type RunKind,
  type RunObject,
  STAGES,
  STORAGE_KINDS,
  WORKLOADS,
} from '../../targets/live/remove/removal-kinds.ts';
import { type Right, withRights } from '../../targets/live/survey/required-rights.ts';
import { countRun, liveRuns, type RunCounts, type RunStatus } from './live-runs.ts';

export interface ClusterStatus {
  readonly server: string;
  readonly context: string;
  /** As the API server gives it: v1.36.3. */
  readonly version: string;
  readonly nodes: NodeCounts;
  /** Sum over all nodes: cpu in millicores, everything else in its base unit. */
  readonly allocatable: Readonly<Record<string, number>>;
  /** Of one namespace, if one was named. */
  readonly pods: {
    readonly namespace?: string;
    readonly total: number;
    readonly byPhase: Readonly<Record<string, number>>;
  };
  readonly runs: readonly RunStatus[];
}

interface NodeCounts {
  readonly total: number;
  readonly ready: number;
  readonly cordoned: number;
  /** By KWOK. */
  readonly simulated: number;
}

interface StatusNode extends KubernetesObject {
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: {
    readonly allocatable?: ResourceList;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

interface StatusPod extends KubernetesObject {
  readonly status?: { readonly phase?: string };
}

/**
 * Reads the chosen cluster, and changes nothing.
 *
 * @param timeout of each call; 0 is no limit.
 * @param namespace whose pods are counted; undefined for all.
 * @throws {UserError} (the cluster) where there is no cluster, it does not answer, or it does not allow this.
 */
export async function clusterStatus(
  choice: ClusterChoice,
  timeout: Microseconds | undefined,
  namespace?: string,
): Promise<ClusterStatus> {
  const transport = openTransport(await connectionOf(choice), { timeout });
  try {
    const { gitVersion } = await transport.call<{ gitVersion: string }>({ method: 'GET', path: '/version' });
    const [nodes, pods, namespaces, ...others] = await withRights(transport, rightsFor(namespace), () =>
      Promise.all([
        tally(transport, { path: '/api/v1/nodes' }, startNodes, addNode),
        tally(transport, { path: podsPath(namespace) }, startPods, addPod),
        tally(transport, { path: '/api/v1/namespaces' }, startRuns, countRun),
        ...OTHERS.map((kind) => tallyIfAllowed(transport, kind)),
      ]),
    );
    return {
      server: transport.server,
      context: transport.context,
      version: gitVersion,
      nodes: nodes.counts,
      allocatable: Object.fromEntries(nodes.allocatable),
      pods: {
        ...(namespace === undefined ? {} : { namespace }),
        total: [...pods.phases.values()].reduce((sum, count) => sum + count, 0),
        byPhase: Object.fromEntries(pods.phases),
      },
      runs: liveRuns({ nodes: nodes.runs, pods: pods.runs, namespaces, others }, Date.now()),
    };
  } finally {
    await transport.close();
  }
}

function rightsFor(namespace: string | undefined): Right[] {
  return [
    { group: '', resource: 'nodes', verbs: ['list'] },
    { group: '', resource: 'pods', verbs: ['list'], namespace },
    { group: '', resource: 'namespaces', verbs: ['list'] },
  ];
}

function podsPath(namespace: string | undefined): string {
  return namespace === undefined
    ? '/api/v1/pods'
    : `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
}

/** Sums up a collection page by page. If the listing starts again, the sum starts again. */
async function tally<T extends KubernetesObject, Sum>(
  transport: Transport,
  collection: Collection,
  start: () => Sum,
  add: (sum: Sum, object: T) => void,
): Promise<Sum> {
  let sum = start();
  for await (const page of listPages<T>(transport, collection)) {
    if (page.isFirst) sum = start();
    for (const object of page.items) add(sum, object);
  }
  return sum;
}

const OTHERS = [...WORKLOADS, PRIORITY_CLASSES, RUNTIME_CLASSES, ...STORAGE_KINDS, STAGES];

function startRuns(): RunCounts {
  return new Map();
}

/** Counts a kind that only shows which runs exist: none where the cluster does not serve it or does not allow it. */
async function tallyIfAllowed(transport: Transport, kind: RunKind): Promise<RunCounts> {
  try {
    const collection = { path: collectionPath(kind), labelSelector: RUN_LABEL };
    return await tally<RunObject, RunCounts>(transport, collection, startRuns, (runs, object) => {
      if (!hasController(object)) countRun(runs, object);
    });
  } catch (error) {
    if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return startRuns();
    throw error;
  }
}

interface NodeSum {
  readonly counts: { -readonly [Key in keyof NodeCounts]: number };
  readonly allocatable: Map<string, number>;
  readonly runs: RunCounts;
}

function startNodes(): NodeSum {
  return {
    counts: { total: 0, ready: 0, cordoned: 0, simulated: 0 },
    allocatable: new Map(),
    runs: new Map(),
  };
}

function addNode({ counts, allocatable, runs }: NodeSum, node: StatusNode): void {
  counts.total += 1;
  if (node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'))
    counts.ready += 1;
  if (node.spec?.unschedulable === true) counts.cordoned += 1;
  if (isSimulatedNode(node)) counts.simulated += 1;
  for (const [resource, amount] of parseResourceList(node.status?.allocatable))
    allocatable.set(resource, (allocatable.get(resource) ?? 0) + amount);
  countRun(runs, node);
}

interface PodSum {
  readonly phases: Map<string, number>;
  readonly runs: RunCounts;
}

function startPods(): PodSum {
  return { phases: new Map(), runs: new Map() };
}

function addPod({ phases, runs }: PodSum, pod: StatusPod): void {
  const phase = pod.status?.phase ?? 'Unknown';
  phases.set(phase, (phases.get(phase) ?? 0) + 1);
  countRun(runs, pod);
}
