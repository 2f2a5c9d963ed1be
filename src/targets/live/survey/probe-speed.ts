/** Checks before the clock starts whether the cluster sustains the speed: compares what the play needs with what a short probe measured. */

import { shownDuration } from '../../../core/time/duration.ts';
import type { Play, Preparation, Prepared } from '../../target.ts';
import type { LiveRun } from '../live-run.ts';
import { judgeSpeed, rangeText, rateText, type SpeedVerdict } from './judge-speed.ts';

export interface SpeedRequest extends Preparation {
  /** Scenario time ÷ wall time. */
  readonly speed: number;
  /** Whether the cluster may be probed. */
  readonly probe: boolean;
}

/** API calls per second, at the peak, that any cluster sustains: they need no probe. */
const HARMLESS = 10;
/** Assumed where nothing is probed: kube-scheduler's default client limits, and an API server without a limit. */
const UNPROBED = {
  calls: {
    slow: Number.POSITIVE_INFINITY,
    mean: Number.POSITIVE_INFINITY,
    quick: Number.POSITIVE_INFINITY,
  },
  bindings: 50,
  isAssumed: true,
};

/** Returns nothing where the play needs next to nothing. */
export async function probeSpeed(
  play: Play,
  run: Pick<LiveRun, 'probe' | 'ownCalls'>,
  { speed, probe, signal, onProgress }: SpeedRequest,
): Promise<Prepared> {
  const load = { timeline: play.timeline, own: run.ownCalls, until: play.duration };
  const unprobed = judgeSpeed(load, speed, UNPROBED);
  if (unprobed.needed.requests.peak <= HARMLESS) return { facts: [], problems: [] };
  if (!probe) return prepared(unprobed);
  onProgress('probing what the cluster sustains');
  const sustained = await run.probe(unprobed.mix, signal);
  const { calls, bindings, waited = 0 } = sustained;
  const { phases, ends } = run.ownCalls;
  const own = { ends, phases: phases || (ends && sustained.startsAreLate === true) };
  return prepared(
    judgeSpeed({ ...load, own }, speed, sustained),
    ...(waited > 0 ? [`probe: waited ${shownDuration(waited)} until an earlier run was removed`] : []),
    `probe: API calls answered a second: ${rangeText(calls)}, pods bound a second: ${rateText(bindings)}`,
  );
}

function prepared({ fits, problems }: SpeedVerdict, ...facts: readonly string[]): Prepared {
  return { facts: [...facts, ...(fits === undefined ? [] : [fits])], problems };
}
