/** The state of a measurement between two observations. */
import type { CloseObservation, RecordingHeader } from '../recording/observation.ts';
import { type CapacityLedger, capacityLedger, type LedgerNode } from './capacity-ledger.ts';
import { type ContainerCounts, containerCounts } from './container-runs.ts';
import type { IgnoredFigures } from './figures.ts';
import { type GapUnion, gapUnion } from './gap-union.ts';
import { type PodLedger, podLedger } from './pod-ledger.ts';
import { type QueueLength, queueLength } from './queue-length.ts';
import { type Amounts, resourceIndex } from './resource-index.ts';

export interface MeasurementState {
  readonly header: RecordingHeader;
  readonly capacity: CapacityLedger;
  readonly pods: PodLedger;
  readonly containers: ContainerCounts;
  readonly queue: QueueLength;
  readonly gaps: GapUnion;
  readonly requests: Map<string, Amounts>;
  readonly nodesByUid: Map<string, LedgerNode>;
  /** The latest node of each name, removed ones too. */
  readonly nodesByName: Map<string, LedgerNode>;
  readonly ignored: { -readonly [reason in Exclude<keyof IgnoredFigures, 'total'>]: number };
  now: number;
  close: CloseObservation | null;
}

export function emptyMeasurementState(header: RecordingHeader): MeasurementState {
  return {
    header,
    capacity: capacityLedger(resourceIndex()),
    pods: podLedger(),
    containers: containerCounts(),
    queue: queueLength(),
    gaps: gapUnion(),
    requests: new Map(),
    nodesByUid: new Map(),
    nodesByName: new Map(),
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
