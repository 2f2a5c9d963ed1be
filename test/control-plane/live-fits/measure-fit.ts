/** Fits a recording and replays what was fitted with many seeds: how true the scenario is, and how often it cannot be played. */
import type { Gate, TruthFigure } from '../../../src/core/measure/truth.ts';
import { truthFigures } from '../../../src/core/measure/truth.ts';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { playSide, type SideFigures } from '../../../src/verbs/fit/play-side.ts';
import { entryGroups, loadWritten } from '../../../src/verbs/fit/written-side.ts';

export interface MeasuredFit {
  readonly pods: number;
  readonly minutes: number;
  /** Those that the gate holds for. */
  readonly figures: readonly TruthFigure[];
  /** Seeds with which the scenario could not be played, with the reasons. */
  readonly crashes: readonly string[];
}

const GATE: Gate = { low: 0.9, high: 1.1 };

export async function measureFit(recording: string, seeds: number): Promise<MeasuredFit> {
  const fit = await fitRecording({
    recordings: [recording],
    scenario: undefined,
    force: false,
    seed: 1,
    gate: GATE,
  });
  if (!fit.truth) throw new Error(`${recording} was fitted and not replayed`);
  const scenario = loadWritten(fit.scenario);
  const entries = entryGroups(
    fit.scenario,
    fit.groups.map(({ group }) => group.name),
  );
  const part = { from: 0, to: Math.round(fit.window * 1e6) };
  const played: SideFigures[] = [];
  const crashes: string[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    try {
      played.push(playSide({ scenario, recorded: [], seed, part, entries }));
    } catch (error) {
      crashes.push(`seed ${seed}: ${(error as Error).message}`);
    }
  }
  const totals = played.map(({ total }) => total);
  const recorded = new Map(fit.truth.total.map((figure) => [figure.name, figure]));
  const figures = truthFigures({ recorded: totals[0]!, replayed: totals[0]!, fitted: totals }, GATE).flatMap(
    ({ name, fitted }) => {
      const known = recorded.get(name);
      return known?.isGated && known.recorded !== null && fitted
        ? [{ ...known, fitted, ratio: known.recorded > 0 ? fitted.median / known.recorded : null }]
        : [];
    },
  );
  return { pods: fit.pods, minutes: fit.window / 60, figures, crashes };
}

/** Whether the median of a figure is inside the gate. */
export function isTrue({ ratio }: TruthFigure): boolean {
  return ratio === null || (ratio >= GATE.low && ratio <= GATE.high);
}
