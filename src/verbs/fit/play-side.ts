/** Plays one side of the comparison, the recording or the fitted scenario, on the embedded cluster, and measures each group. */
import { UserError } from '../../core/errors/user-error.ts';
import {
  type GroupFigures,
  type GroupSeries,
  groupFigures,
  groupSeries,
  type Part,
} from '../../core/measure/group-figures.ts';
import { collectPodSpans, type PodSpan } from '../../core/measure/pod-spans.ts';
import { numberedTemplates } from '../../core/recording/template-hash.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { expandScenario } from '../../core/timeline/expand-scenario.ts';
import type { Planned } from '../../core/timeline/timeline-event.ts';
import { playEmbedded } from '../../targets/embedded/play-embedded.ts';
import { schedulerModel } from '../../targets/scheduler-model.ts';

/** The groups of a fit, by the entries of the scenario that draw their pods. */
export type EntryGroups = Readonly<Record<string, EntryGroup>>;

interface EntryGroup {
  readonly group: string;
  /** Whether its pods existed before the recording. */
  readonly wasThere: boolean;
}

/** Plain data: it may cross to another thread. */
export interface SideToPlay {
  readonly scenario: Scenario;
  /** Events that are played besides those of the scenario. */
  readonly recorded: readonly Planned[];
  readonly seed: number;
  /** The part that is measured. */
  readonly part: Part;
  readonly entries: EntryGroups;
}

export interface SideFigures {
  readonly total: GroupFigures;
  readonly groups: Readonly<Record<string, GroupFigures>>;
  readonly series: GroupSeries;
}

/** `failure`: why the side cannot be played, as one sentence. */
export type PlayedSide =
  | { readonly figures: SideFigures; readonly failure?: undefined }
  | { readonly figures?: undefined; readonly failure: string };

/** The figures, or why there are none. */
export function playOrFailure(side: SideToPlay): PlayedSide {
  try {
    return { figures: playSide(side) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { failure: error.message };
  }
}

/** The slices of the window in the charts. */
const SLICES = 120;

/** @throws {UserError} where the scenario cannot be expanded. */
export function playSide({ scenario, recorded, seed, part, entries }: SideToPlay): SideFigures {
  const scheduler = schedulerModel(scenario);
  const collector = collectPodSpans(scheduler.kubernetesVersion);
  const timeline = expandScenario(scenario, seed, recorded);
  const observer = { observe: collector.observe, templateHash: numberedTemplates(collector.observe) };
  playEmbedded({ timeline, scheduler, seed, duration: scenario.duration }, observer);
  return sideFigures(collector.spans(), entries, part);
}

export function sideFigures(spans: readonly PodSpan[], entries: EntryGroups, part: Part): SideFigures {
  const byGroup = spansByGroup(spans, entries);
  const all = [...byGroup.values()].flat();
  return {
    total: groupFigures(all, part),
    groups: Object.fromEntries([...byGroup].map(([group, own]) => [group, groupFigures(own, part)])),
    series: groupSeries(all, part, SLICES),
  };
}

/** A pod of no known entry belongs to a group of the entry's own name. */
export function spansByGroup(spans: readonly PodSpan[], entries: EntryGroups): Map<string, PodSpan[]> {
  const byGroup = new Map<string, PodSpan[]>();
  for (const span of spans) {
    const { group, wasThere } = entries[span.group ?? ''] ?? {
      group: span.group ?? span.name,
      wasThere: false,
    };
    const own = byGroup.get(group) ?? [];
    byGroup.set(group, own);
    own.push(wasThere ? { ...span, wasThere } : span);
  }
  return byGroup;
}
