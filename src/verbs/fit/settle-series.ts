/** Decides by replays how each series of Jobs is written: few Jobs may come beside each other by chance, and then other times give other peaks. */
import type { FittedController } from '../../core/fitting/controllers/fit-controlled.ts';
import { AS_CHOSEN, type GroupForm } from '../../core/fitting/pods/group-form.ts';
import { scenarioOfWorkloads } from '../../core/fitting/writing/fitted-scenario.ts';
import { type GroupFigures, groupFigures } from '../../core/measure/group-figures.ts';
import type { Gate } from '../../core/measure/truth.ts';
import { type FittedGroups, type SeriesForm, seedsOfDraws } from './fit-groups.ts';
import { onOneNode } from './one-node.ts';
import { playSide } from './play-side.ts';
import { entryOfPods, type RecordedSide } from './recorded-side.ts';
import { missOf } from './refine-groups.ts';
import { entryGroups, loadWritten } from './written-side.ts';

/** The times of Jobs may be recorded where each has this many pods on average. */
const PODS_A_TIME = 5;
const RECORDED: GroupForm = { ...AS_CHOSEN, isRecorded: true };

/**
 * Each series is played on one node that holds all pods. Where it misses, the times of its Jobs are recorded, if they are a fifth of its pods
 * at most; where that misses too, the pods are drawn one by one.
 *
 * @param window - in seconds.
 * @returns what is written otherwise than the fit chose, by the uid of the first pod.
 */
export function settleSeries(
  { controllers, refitSeries }: FittedGroups,
  side: RecordedSide,
  { window, gate, seed }: { readonly window: number; readonly gate: Gate; readonly seed: number },
): Map<string, SeriesForm> {
  const settled = new Map<string, SeriesForm>();
  for (const controller of controllers) {
    const { group, workloads } = controller.found;
    const jobs = workloads.reduce((sum, { series }) => sum + (series?.times.length ?? 0), 0);
    if (jobs === 0) continue;
    const recorded = recordedFigures(controller, side, window);
    const misses = (each: FittedController): boolean =>
      missOf(recorded, playedFigures(each, window, seed), gate).size > 0;
    if (!misses(controller)) continue;
    const mayRecord = jobs * PODS_A_TIME <= group.pods.length;
    const isTrue = mayRecord && !misses(refitSeries(controller, RECORDED));
    settled.set(group.pods[0]!.uid, isTrue ? RECORDED : 'pods');
  }
  return settled;
}

function recordedFigures({ found }: FittedController, side: RecordedSide, window: number): GroupFigures {
  return groupFigures(side.plannedSpans(entryOfPods([found.group])), side.part(window));
}

function playedFigures(controller: FittedController, window: number, seed: number): GroupFigures[] {
  const { group } = controller.found;
  const written = scenarioOfWorkloads([controller], window);
  const resources = group.requests.flatMap(({ requests }) => Object.keys(requests));
  const scenario = onOneNode(loadWritten(written), resources);
  const entries = entryGroups(written, [group.name]);
  const part = { from: 0, to: Math.round(window * 1e6) };
  return seedsOfDraws(group.pods.length, seed).map(
    (each) => playSide({ scenario, recorded: [], seed: each, part, entries }).total,
  );
}
