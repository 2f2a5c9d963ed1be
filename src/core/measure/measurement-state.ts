/** The state of a measurement between two observations. */
import { type NumberedMap, numberedMap } from '../objects/numbered-map.ts';
import type { CloseObservation, RecordingHeader } from '../recording/observation.ts';
import { type CapacityLedger, capacityLedger, type LedgerNode } from './capacity-ledger.ts';
import { type ContainerCounts, containerCounts } from './container-runs.ts';
import { type CountOverTime, countOverTime } from './count-over-time.ts';
import type { RequestSums } from './fragmentation-figures.ts';
import type { ReferencePod } from './free-room.ts';
import { type GapUnion, gapUnion } from './gap-union.ts';
import type { IgnoredFigures } from './ignored-figures.ts';
import { type JobLedger, jobLedger } from './job-ledger.ts';
import { type PodTallies, podTallies } from './pod-groups.ts';
import { type PodLedger, podLedger } from './pod-ledger.ts';
import { type ReplicaTimelines, replicaTimelines } from './replica-timelines.ts';
import { type Amounts, resourceIndex } from './resource-index.ts';
import type { ScaledNode } from './scaling-figures.ts';
import type { UsageLedger } from './usage-ledger.ts';

/** What counts of a template. */
export interface MeasuredTemplate {
  readonly request: Amounts;
  /** As tables show it. */
  readonly priority: string;
}

export interface MeasurementState {
  readonly header: RecordingHeader;
  readonly capacity: CapacityLedger;
  readonly pods: PodLedger;
  /** What pods use. */
  readonly usage: UsageLedger;
  readonly containers: ContainerCounts;
  readonly queue: CountOverTime;
  readonly idleNodes: CountOverTime;
  readonly groups: PodTallies;
  /** How often each reason ended a pod from outside. */
  readonly disruptions: Map<string, number>;
  readonly gaps: GapUnion;
  /** Of the pods whose template is known. */
  readonly requests: RequestSums;
  /** The pod that is fitted into free room; undefined: the mean one. */
  readonly reference: ReferencePod | undefined;
  readonly templates: NumberedMap<MeasuredTemplate>;
  readonly nodesByUid: Map<string, LedgerNode>;
  /** The latest node of each name, removed ones too. */
  readonly nodesByName: Map<string, LedgerNode>;
  readonly replicas: ReplicaTimelines;
  readonly jobs: JobLedger;
  /** Nodes with an order or a price. */
  readonly scaled: ScaledNode[];
  readonly ignored: { -readonly [reason in Exclude<keyof IgnoredFigures, 'total'>]: number };
  now: number;
  close: CloseObservation | null;
}

export function emptyMeasurementState(
  header: RecordingHeader,
  reference: ReferencePod | undefined,
): MeasurementState {
  const pods = podLedger();
  return {
    header,
    capacity: capacityLedger(resourceIndex()),
    pods,
    usage: new Map(),
    containers: containerCounts((uid, restarts) => {
      for (const tally of pods.pods.get(uid)?.groups.each ?? []) tally.restarts += restarts;
    }),
    queue: countOverTime(),
    idleNodes: countOverTime(),
    groups: podTallies(),
    disruptions: new Map(),
    gaps: gapUnion(),
    requests: { pods: 0, cpu: 0, memory: 0 },
    reference,
    templates: numberedMap(''),
    nodesByUid: new Map(),
    nodesByName: new Map(),
    replicas: replicaTimelines(),
    jobs: jobLedger(),
    scaled: [],
    ignored: {
      unknownPod: 0,
      unknownNode: 0,
      unknownTemplate: 0,
      duplicate: 0,
      misplaced: 0,
      unreadable: 0,
      unordered: 0,
      afterClose: 0,
    },
    now: 0,
    close: null,
  };
}
