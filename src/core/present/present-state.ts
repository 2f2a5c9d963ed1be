/** Declares the cluster of a recording as it is at one moment, as plain data. */
import type { PodTemplate } from '../objects/pod.ts';
import type { RecordingHeader } from '../recording/observation.ts';
import type { PodOwner } from '../recording/pod-observation.ts';
import type { Microseconds } from '../time/microseconds.ts';

/** By resource: millicores, bytes or a count; cpu that is used in nanocores. */
export type PresentAmounts = Map<string, number>;

export interface NodeAtPresent {
  readonly uid: string;
  readonly name: string;
  readonly pool: string | null;
  labels: Readonly<Record<string, string>>;
  capacity: ReadonlyMap<string, number>;
  allocatable: ReadonlyMap<string, number>;
  isUnschedulable: boolean;
  isReady: boolean;
  /** By the pods that hold room on it. */
  readonly requested: PresentAmounts;
  readonly used: PresentAmounts;
  readonly seconds: NodeSeconds;
}

/** What is counted on a node, in seconds of the clock that looks at it. */
interface NodeSeconds {
  /** When they were last brought up to date. */
  at: Microseconds;
  idle: number;
  busy: number;
  cpuWaiting: number;
  memoryWaiting: number;
}

export interface PodAtPresent {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly owners: readonly PodOwner[];
  /** Time of the recording, before its start for an older pod. */
  readonly created: Microseconds;
  readonly arrival: Microseconds;
  readonly isOlder: boolean;
  template: PodTemplate | undefined;
  request: ReadonlyMap<string, number>;
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  isReady: boolean;
  isTerminating: boolean;
  isDisrupted: boolean;
  /** Undefined until it is bound; null where the recording does not contain the name. */
  nodeName: string | null | undefined;
  /** Undefined also where the recording does not contain the node. */
  node: NodeAtPresent | undefined;
  /** Whether its request counts. */
  isHolding: boolean;
  /** Why it is not bound; undefined where no attempt has refused it. */
  reason: string | undefined;
  readonly used: PresentAmounts;
  /** By the name of the container. */
  readonly restarts: Map<string, number>;
}

/** Each as in a report of the time until this moment. */
interface PodCounts {
  created: number;
  bound: number;
  succeeded: number;
  failed: number;
  deleted: number;
  /** Ended from outside. */
  disrupted: number;
}

export interface PresentState {
  header: RecordingHeader | undefined;
  /** Of the last observation, or to which it was advanced. */
  at: Microseconds;
  /** Clock time that passes on the wall for one of the recording: 1 / speed. Node seconds are counted in it. */
  wallShare: number;
  readonly nodes: Map<string, NodeAtPresent>;
  readonly nodesByName: Map<string, NodeAtPresent>;
  /** Those that were not deleted; a finished one stays until it is. */
  readonly pods: Map<string, PodAtPresent>;
  readonly templates: Map<
    string,
    { readonly template: PodTemplate; readonly request: ReadonlyMap<string, number> }
  >;
  readonly counts: PodCounts;
  /** Of bound pods whose creation was seen, in order of their binding. */
  readonly waits: {
    readonly bounds: readonly number[];
    readonly buckets: number[];
    sum: number;
    count: number;
  };
  /** Of the cluster. */
  readonly requested: PresentAmounts;
  readonly allocatable: PresentAmounts;
  /** Amount × µs so far. */
  readonly requestedTime: PresentAmounts;
  readonly allocatableTime: PresentAmounts;
  /** Whether the recording contains what pods use. */
  hasUsage: boolean;
}

/** Seconds: powers of about 3, from the time of one binding to days. */
const WAIT_BOUNDS = [0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10_800, 36_000, 86_400, 259_200];

export function emptyPresentState(): PresentState {
  return {
    header: undefined,
    at: 0,
    wallShare: 1,
    nodes: new Map(),
    nodesByName: new Map(),
    pods: new Map(),
    templates: new Map(),
    counts: { created: 0, bound: 0, succeeded: 0, failed: 0, deleted: 0, disrupted: 0 },
    waits: { bounds: WAIT_BOUNDS, buckets: WAIT_BOUNDS.map(() => 0), sum: 0, count: 0 },
    requested: new Map(),
    allocatable: new Map(),
    requestedTime: new Map(),
    allocatableTime: new Map(),
    hasUsage: false,
  };
}

/** Adds to an amount. */
export function addAmount(amounts: PresentAmounts, resource: string, amount: number): void {
  amounts.set(resource, (amounts.get(resource) ?? 0) + amount);
}

/** In the queue: not bound and not over. With those that a gate holds. */
export function isPending({ nodeName, phase }: PodAtPresent): boolean {
  return nodeName === undefined && phase === 'Pending';
}
