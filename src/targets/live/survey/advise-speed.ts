/** Says before the clock starts whether the cluster can bear the speed: from what the play needs and what a short probe just got. */

import type { Play } from '../../target.ts';
import type { LiveRun } from '../live-target.ts';
import { speedAdvice } from './speed-advice.ts';

export interface AdviseRequest {
  readonly speed: number;
  /** Whether the cluster may be probed. */
  readonly probe: boolean;
  readonly signal: AbortSignal;
  readonly doing: (what: string) => void;
}

/** Calls a second, at the peak, that any cluster bears: they are not worth a probe. */
const HARMLESS = 10;
/** What is taken for true where nothing is probed: kube-scheduler's client as it comes, and an API server that is no obstacle. */
const UNPROBED = { requests: Number.POSITIVE_INFINITY, bindings: 50, burst: 100, isAssumed: true };

/** @returns sentences for people; none where there is nothing to say. */
export async function adviseSpeed(
  play: Play,
  request: AdviseRequest,
  run: LiveRun,
): Promise<readonly string[]> {
  const { speed, probe, signal, doing } = request;
  const unprobed = speedAdvice(play.timeline, speed, UNPROBED, play.duration);
  if (unprobed.needed.requests.peak <= HARMLESS) return [];
  if (!probe) return unprobed.sentences;
  doing('probing what the cluster sustains');
  const sustained = await run.probe(signal);
  const rates = `probe: ${Math.round(sustained.requests)} objects made a second, ${Math.round(sustained.bindings)} pods bound a second`;
  return [rates, ...speedAdvice(play.timeline, speed, sustained, play.duration).sentences];
}
