/** Collects what a recording says about controllers: the owners of pods, the sizes that workload objects want, and requested deletions. */

import type { ClusterObject, SelectingController } from '../../objects/cluster-object.ts';
import type { Observation } from '../../recording/observation.ts';
import type { PodOwner } from '../../recording/pod-observation.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import type { JobTimes } from './found-workload.ts';

/** The number of pods that an object of a controller wants from a time on, in seconds of the history. */
export interface WantedSize {
  readonly at: number;
  /** Replicas, or a Job's parallelism. */
  readonly pods: number;
  readonly completions: number | undefined;
  /** Of a Job that has them. */
  readonly limits?: JobTimes;
}

/** A pod with what its controller did. */
export interface ControlledPod extends PodHistory {
  /** From its controller up to the topmost owner; empty where the recording has none. */
  readonly owners: readonly PodOwner[];
  /** When it stops to count for its controller: at its end, or earlier, when its deletion is requested. Undefined: not in the window. */
  readonly gone: number | undefined;
}

export interface ControllerClues {
  readonly pods: readonly ControlledPod[];
  /** The sizes that the object of this owner of the pod wanted, in order of time; empty where the recording has no such object. */
  sizesOf(pod: PodHistory, owner: PodOwner): readonly WantedSize[];
}

export interface ClueCollector {
  observe(observation: Observation): void;
  clues(pods: readonly PodHistory[]): ControllerClues;
}

const SECOND = 1e6;
/** A quotient of whole ticks may fall short of a whole number by this much, through rounding. */
const ROUNDING = 1e-6;
const SELECTING: ReadonlySet<string> = new Set<SelectingController['kind']>([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
]);

interface FirstSeen {
  readonly at: number;
  /** As recorded, not as restored for a run of keg. */
  readonly namespace: string;
  readonly owners: readonly PodOwner[];
}

/** @param resolution of the times of the history, in seconds. */
export function collectClues(resolution = 0): ClueCollector {
  const seen = new Map<string, FirstSeen>();
  const leaving = new Map<string, number>();
  const sizes = new Map<string, WantedSize[]>();
  const names = new Map<string, string>();

  function secondsOf(time: number): number {
    const exact = time / SECOND;
    return resolution > 0 ? Math.floor(exact / resolution + ROUNDING) * resolution : exact;
  }

  function noteSize(key: string, size: WantedSize): void {
    const known = sizes.get(key) ?? [];
    sizes.set(key, known);
    const last = known.at(-1);
    if (last?.pods !== size.pods || last.completions !== size.completions) known.push(size);
  }

  function setObject(object: ClusterObject, at: number): void {
    if (!isSelecting(object)) return;
    const { kind, metadata, spec } = object;
    const pods = kind === 'Job' ? spec?.parallelism : spec?.replicas;
    if (pods === undefined) return;
    const key = keyOf(kind, metadata.namespace, metadata.name);
    if (metadata.uid !== undefined) names.set(metadata.uid, key);
    noteSize(key, { at, pods, completions: spec?.completions, ...limitsOf(spec) });
  }

  return {
    observe(observation) {
      switch (observation.kind) {
        case 'pod-created': {
          const { uid, namespace, owners = [] } = observation;
          seen.set(uid, { at: secondsOf(observation.at), namespace, owners });
          return;
        }
        case 'pod-terminating':
          if (!leaving.has(observation.uid)) leaving.set(observation.uid, secondsOf(observation.at));
          return;
        case 'object-set':
          return setObject(observation.object, secondsOf(observation.at));
        case 'object-removed': {
          const key = names.get(observation.uid);
          if (key !== undefined)
            noteSize(key, { at: secondsOf(observation.at), pods: 0, completions: undefined });
          return;
        }
        default:
          return;
      }
    },
    clues(pods) {
      const first = pods.find(({ uid }) => seen.has(uid));
      const opened = first ? seen.get(first.uid)!.at - first.seen : 0;
      const shifted = new Map(
        [...sizes].map(([key, each]) => [
          key,
          each.map((size) => ({ ...size, at: Math.max(0, size.at - opened) })),
        ]),
      );
      return {
        pods: pods.map((pod) => {
          const left = leaving.get(pod.uid);
          const requested = left === undefined ? undefined : left - opened;
          return {
            ...pod,
            owners: seen.get(pod.uid)?.owners ?? [],
            gone: earlier(pod.ended, requested),
          };
        }),
        sizesOf({ uid }, { kind, name }) {
          return shifted.get(keyOf(kind, seen.get(uid)?.namespace, name)) ?? [];
        },
      };
    },
  };
}

function limitsOf(spec: SelectingController['spec']): Pick<WantedSize, 'limits'> {
  const { activeDeadlineSeconds, ttlSecondsAfterFinished } = spec ?? {};
  if (activeDeadlineSeconds === undefined && ttlSecondsAfterFinished === undefined) return {};
  return {
    limits: {
      ...(activeDeadlineSeconds !== undefined && { activeDeadlineSeconds }),
      ...(ttlSecondsAfterFinished !== undefined && { ttlSecondsAfterFinished }),
    },
  };
}

function isSelecting(object: ClusterObject): object is SelectingController {
  return SELECTING.has(object.kind);
}

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return JSON.stringify([kind, namespace, name]);
}

function earlier(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? (left ?? right) : Math.min(left, right);
}
