/** Collects in one pass what the comparison needs of a recording: when its pods existed, and everything that its replay plays. */
import type { PodHistory } from '../../core/fitting/pods/pod-history.ts';
import type { Part } from '../../core/measure/group-figures.ts';
import { plannedSpans } from '../../core/measure/planned-spans.ts';
import { collectPodSpans, type PodSpan } from '../../core/measure/pod-spans.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { collectRecordedPlay } from '../../core/timeline/recorded-play.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';

/** What a pod counts as in the comparison: an entry of the scenario. Undefined for a pod that takes no part. */
export type EntryOfPod = (uid: string) => string | undefined;

export interface RecordedSide {
  observe(observation: Observation): void;
  readonly hasNodes: boolean;
  /** In microseconds, from the first observation of pods, which the history counts from. @param window - in seconds. */
  part(window: number): Part;
  /** The pods as they were recorded. */
  spans(entryOf: EntryOfPod): PodSpan[];
  /** The same on a cluster that binds each pod at once. */
  plannedSpans(entryOf: EntryOfPod): PodSpan[];
  /** What a replay of the recording plays. */
  play(entryOf: EntryOfPod): { readonly scenario: Scenario; readonly recorded: readonly Planned[] };
}

/** No entry has an empty name. */
const NONE = '';

export function collectRecordedSide(header: RecordingHeader, file: string): RecordedSide {
  const { kubernetes } = header.source;
  const spans = collectPodSpans(kubernetes);
  const play = collectRecordedPlay();
  const pods = (entryOf: EntryOfPod, nodes?: ReadonlySet<string>): Planned[] =>
    play.pods
      .planned({ keepRuns: true, ...(nodes && { nodes }), group: (uid) => entryOf(uid) ?? NONE })
      .filter(({ action }) => action.kind !== 'create-pod' || action.pod.group !== NONE);
  return {
    observe(observation) {
      spans.observe(observation);
      play.observe(observation);
    },
    get hasNodes() {
      return play.nodes.size > 0;
    },
    part: (window) => ({ from: Math.max(0, Math.round(spans.end - window * 1e6)), to: spans.end }),
    spans: (entryOf) =>
      spans.spans().flatMap((span) => {
        const group = entryOf(span.uid);
        return group === undefined ? [] : [{ ...span, group }];
      }),
    plannedSpans: (entryOf) => plannedSpans(pods(entryOf), kubernetes),
    play(entryOf) {
      const nodes = play.nodes.planned();
      const names = new Set(
        nodes.flatMap(({ action }) => (action.kind === 'add-node' ? action.node.metadata.name : [])),
      );
      return {
        scenario: play.scenario(header, file),
        recorded: [...nodes, ...play.objects.planned(), ...play.schedulerChanges, ...pods(entryOf, names)],
      };
    },
  };
}

/** Each pod belongs to the entry of its group; pods that existed before the recording have an entry of their own. */
export function entryOfPods(
  groups: readonly { readonly name: string; readonly pods: readonly PodHistory[] }[],
): EntryOfPod {
  const entries = new Map(
    groups.flatMap(({ name, pods }) =>
      pods.map(({ uid, wasThere }) => [uid, wasThere ? presentEntry(name) : name] as const),
    ),
  );
  return (uid) => entries.get(uid);
}

/** No entry of a scenario has a name with a space. */
export function presentEntry(group: string): string {
  return `${group} before`;
}
