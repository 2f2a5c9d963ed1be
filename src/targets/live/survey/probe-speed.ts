/** Checks before the clock starts whether the cluster sustains the speed: compares what the play needs with what a short probe measured. */

import { counted } from '../../../core/errors/counted.ts';
import type { Play, Preparation, Prepared } from '../../target.ts';
import type { LiveRun } from '../live-run.ts';
import { judgeSpeed, type SpeedVerdict } from './judge-speed.ts';

export interface SpeedRequest extends Preparation {
  /** Scenario time ÷ wall time. */
  readonly speed: number;
  /** Whether the cluster may be probed. */
  readonly probe: boolean;
}

/** API calls per second, at the peak, that any cluster sustains: they need no probe. */
const HARMLESS = 10;
const FASTEST = {
  create: Number.POSITIVE_INFINITY,
  patch: Number.POSITIVE_INFINITY,
  delete: Number.POSITIVE_INFINITY,
};
/** Assumed where nothing is probed: kube-scheduler's default client limits, and an API server without a limit. */
const UNPROBED = { calls: FASTEST, bindings: 50, burst: 100, isAssumed: true };

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
  const sustained = await run.probe(signal);
  const { create, patch, delete: remove } = sustained.calls;
  const rates = `probe: ${counted(Math.round(create), 'object')} created, ${Math.round(patch).toLocaleString('en-US')} changed or ${Math.round(remove).toLocaleString('en-US')} deleted a second, ${counted(Math.round(sustained.bindings), 'pod')} bound a second`;
  const { phases, ends } = run.ownCalls;
  const own = { ends, phases: phases || (ends && sustained.startsAreLate === true) };
  return prepared(judgeSpeed({ ...load, own }, speed, sustained), rates);
}

function prepared({ fits, expected, problems }: SpeedVerdict, rates?: string): Prepared {
  const [before, after] = rates === undefined ? [[], []] : [[rates], [expected.text]];
  return { facts: [...before, ...(fits === undefined ? [] : [fits]), ...after], problems };
}
