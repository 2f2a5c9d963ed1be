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
/** Assumed where nothing is probed: kube-scheduler's default client limits, and an API server without a limit. */
const UNPROBED = { requests: Number.POSITIVE_INFINITY, bindings: 50, burst: 100, isAssumed: true };

/** Returns nothing where the play needs next to nothing. */
export async function probeSpeed(
  play: Play,
  run: Pick<LiveRun, 'probe'>,
  { speed, probe, signal, onProgress }: SpeedRequest,
): Promise<Prepared> {
  const unprobed = judgeSpeed(play.timeline, speed, UNPROBED, play.duration);
  if (unprobed.needed.requests.peak <= HARMLESS) return { facts: [], problems: [] };
  if (!probe) return prepared(unprobed);
  onProgress('probing what the cluster sustains');
  const sustained = await run.probe(signal);
  const rates = `probe: ${counted(Math.round(sustained.requests), 'object')} created a second, ${counted(Math.round(sustained.bindings), 'pod')} bound a second`;
  return prepared(judgeSpeed(play.timeline, speed, sustained, play.duration), rates);
}

function prepared({ fits, problems }: SpeedVerdict, ...facts: string[]): Prepared {
  return { facts: fits === undefined ? facts : [...facts, fits], problems };
}
