/** Compares the replay of a recording with the recording: how much was used, where pods ran, how long they waited. */
import type { DurationSummary } from '../../core/measure/duration-summary.ts';
import type { Figures } from '../../core/measure/figures.ts';
import type { Observation } from '../../core/recording/observation.ts';
import { causeOf, type DisruptionCause } from '../../core/timeline/recorded-disruption.ts';
import type { RecordedPlacement } from '../../core/timeline/recorded-pods.ts';

export interface RecordingDifference {
  /** Whether placements were pinned. */
  readonly isPinned: boolean;
  readonly areas: readonly AreaDifference[];
  readonly placements: PlacementDifference;
  readonly waiting: { readonly recorded: DurationSummary; readonly replayed: DurationSummary };
  readonly neverBound: { readonly recorded: number; readonly replayed: number };
  /** Ends that pods did not come to by themselves; only causes that occur. */
  readonly disruptions: readonly DisruptionDifference[];
}

/** Numbers of pods that one cause ended. recorded = again + madeWay + ranOn. */
interface DisruptionDifference {
  readonly cause: DisruptionCause;
  readonly recorded: number;
  /** Ended by the same cause in the replay. */
  readonly again: number;
  /** Ended because the recording contains the pod that its controller created instead. */
  readonly madeWay: number;
  /** Its remaining lifetime is not known: it ran on. */
  readonly ranOn: number;
  /** Ended by the cause in the replay alone. */
  readonly alone: number;
}

/** ∫requested dt ÷ window, so that windows of different lengths can be compared; in the resource's base unit (cpu in millicores). */
interface AreaDifference {
  readonly resource: string;
  readonly recorded: number;
  readonly replayed: number;
  /** replayed ÷ recorded − 1; null where nothing was recorded. */
  readonly difference: number | null;
}

/** Numbers of pods. Their sum is the number of pods in the recording. */
interface PlacementDifference {
  /** On the same node, or on no node both times. */
  readonly equal: number;
  readonly different: number;
  /** Bound in the recording only, and in the replay only. */
  readonly lost: number;
  readonly gained: number;
  /** The recording does not contain their node. */
  readonly unknown: number;
}

export interface DifferenceMeter {
  /** Takes what the replay's target observes. */
  observe(observation: Observation): void;
  compare(recorded: Figures, replayed: Figures): RecordingDifference;
}

export function createDifferenceMeter(
  placements: readonly RecordedPlacement[],
  isPinned: boolean,
): DifferenceMeter {
  const keyOf = new Map<string, string>();
  const nodeOf = new Map<string, string | null>();
  const causes = new Map<string, DisruptionCause>();
  return {
    observe(observation) {
      if (observation.kind === 'pod-created') {
        keyOf.set(observation.uid, `${observation.namespace}/${observation.name}`);
      } else if (observation.kind === 'pod-bound') {
        const key = keyOf.get(observation.uid);
        if (key !== undefined) nodeOf.set(key, observation.node);
      } else if (observation.kind === 'pod-disrupted' || observation.kind === 'pod-deleted') {
        const key = keyOf.get(observation.uid);
        const cause = causeOf(observation.reason ?? '');
        if (key !== undefined && cause !== undefined) causes.set(key, cause);
      }
    },
    compare: (recorded, replayed) => ({
      isPinned,
      areas: areas(recorded, replayed),
      placements: comparePlacements(placements, nodeOf),
      waiting: { recorded: recorded.waiting, replayed: replayed.waiting },
      neverBound: { recorded: recorded.neverBound.count, replayed: replayed.neverBound.count },
      disruptions: CAUSES.map((cause) => compareDisruptions(cause, placements, causes)).filter(
        ({ recorded: count, alone }) => count + alone > 0,
      ),
    }),
  };
}

/** Of resources that some pod requests. */
function areas(recorded: Figures, replayed: Figures): AreaDifference[] {
  const [before, after] = [recorded.cluster.resources, replayed.cluster.resources];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((resource) => {
    const used = before[resource]?.requested.mean ?? 0;
    const usedNow = after[resource]?.requested.mean ?? 0;
    if (used === 0 && usedNow === 0) return [];
    return [
      { resource, recorded: used, replayed: usedNow, difference: used === 0 ? null : usedNow / used - 1 },
    ];
  });
}

const CAUSES: readonly DisruptionCause[] = ['preemption', 'eviction', 'node', 'kubelet'];

function compareDisruptions(
  cause: DisruptionCause,
  placements: readonly RecordedPlacement[],
  replayed: ReadonlyMap<string, DisruptionCause>,
): DisruptionDifference {
  const counts = { recorded: 0, again: 0, madeWay: 0, ranOn: 0, alone: 0 };
  for (const { key, disruption, unrepeated } of placements) {
    const isAgain = replayed.get(key) === cause;
    if (disruption !== cause) {
      if (isAgain) counts.alone += 1;
      continue;
    }
    counts.recorded += 1;
    if (isAgain) counts.again += 1;
    else if (unrepeated === 'made-way') counts.madeWay += 1;
    else counts.ranOn += 1;
  }
  return { cause, ...counts };
}

function comparePlacements(
  placements: readonly RecordedPlacement[],
  replayed: ReadonlyMap<string, string | null>,
): PlacementDifference {
  const counts = { equal: 0, different: 0, lost: 0, gained: 0, unknown: 0 };
  for (const { key, node } of placements) {
    const now = replayed.get(key);
    if (node === null) counts.unknown += 1;
    else if (node === now) counts.equal += 1;
    else if (now === undefined) counts.lost += 1;
    else if (node === undefined) counts.gained += 1;
    else counts.different += 1;
  }
  return counts;
}
