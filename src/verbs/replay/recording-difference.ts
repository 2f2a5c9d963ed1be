/** Compares the replay of a recording with the recording: how much was used, where pods ran, how long they waited. */
import type { DurationSummary, Figures } from '../../core/measure/figures.ts';
import type { Observation } from '../../core/recording/observation.ts';
import type { RecordedPlacement } from '../../core/timeline/recorded-pods.ts';

export interface RecordingDifference {
  /** Whether placements were pinned. */
  readonly isPinned: boolean;
  readonly areas: readonly AreaDifference[];
  readonly placements: PlacementDifference;
  readonly waiting: { readonly recorded: DurationSummary; readonly replayed: DurationSummary };
  readonly neverBound: { readonly recorded: number; readonly replayed: number };
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
  return {
    observe(observation) {
      if (observation.kind === 'pod-created') {
        keyOf.set(observation.uid, `${observation.namespace}/${observation.name}`);
      } else if (observation.kind === 'pod-bound') {
        const key = keyOf.get(observation.uid);
        if (key !== undefined) nodeOf.set(key, observation.node);
      }
    },
    compare: (recorded, replayed) => ({
      isPinned,
      areas: areas(recorded, replayed),
      placements: comparePlacements(placements, nodeOf),
      waiting: { recorded: recorded.waiting, replayed: replayed.waiting },
      neverBound: { recorded: recorded.neverBound.count, replayed: replayed.neverBound.count },
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
