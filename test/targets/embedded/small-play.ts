/** Plays a scenario of a few lines on the embedded cluster and returns the observations as words. */
import type { Observation } from '../../../src/core/recording/observation.ts';
import { templateBook } from '../../../src/core/recording/template-hash.ts';
import {
  DEFAULT_KUBERNETES_VERSION,
  type KubernetesVersion,
} from '../../../src/core/scheduler/kubernetes-version.ts';
import { expandScenario } from '../../../src/core/timeline/expand-scenario.ts';
import { playEmbedded } from '../../../src/targets/embedded/play-embedded.ts';
import type { Play, Played } from '../../../src/targets/target.ts';
import { written } from '../../core/timeline/written-scenario.ts';

export interface Run {
  readonly observations: readonly Observation[];
  readonly played: Played;
}

export function playOf(
  text: string,
  kubernetesVersion: KubernetesVersion = DEFAULT_KUBERNETES_VERSION,
  seed = 1,
): Play {
  const scenario = written(text);
  const { configuration, cycle, bind } = scenario.scheduler;
  return {
    timeline: expandScenario(scenario, seed),
    scheduler: { kubernetesVersion, configuration, cycle, bind },
    seed,
    duration: scenario.duration,
  };
}

export function run(play: Play): Run {
  const observations: Observation[] = [];
  const observe = (each: Observation): void => {
    observations.push(each);
  };
  const played = playEmbedded(play, { observe, templateHash: templateBook(observe) });
  return { observations, played };
}

/** Microseconds that the scheduler takes; the default is 1 ms for a pod, and 10 ms more until it is bound. */
export interface Latency {
  readonly cycle?: number;
  readonly bind?: number;
}

/** Plays the scenario in `text` (see {@link written}). */
export function observed(text: string, latency: Latency = {}, kubernetesVersion?: KubernetesVersion): Run {
  const play = playOf(text, kubernetesVersion);
  return run({ ...play, scheduler: { ...play.scheduler, ...latency } });
}

/** What became of one pod, as `1.011s bound on a`. */
export function storyOf(pod: string, { observations }: Run): string[] {
  const uids = new Set<string>();
  return observations.flatMap((each) => {
    if (each.kind === 'pod-created' && each.name === pod) uids.add(each.uid);
    if (!('uid' in each) || !uids.has(each.uid)) return [];
    return [`${each.at / 1e6}s ${each.kind.replace('pod-', '')}${detail(each)}`];
  });
}

function detail(observation: Observation): string {
  if (observation.kind === 'pod-bound') return ` on ${observation.node}`;
  if (observation.kind === 'pod-finished') return ` ${observation.phase}`;
  if (observation.kind === 'pod-terminating') return ` within ${observation.graceSeconds}s`;
  if (observation.kind === 'pod-deleted' && observation.reason) return ` (${observation.reason})`;
  return '';
}

/** When and where each pod was bound, as `1.011s a`. */
export function placements({ observations }: Run): Record<string, string> {
  const names = new Map<string, string>();
  const found: Record<string, string> = {};
  for (const each of observations) {
    if (each.kind === 'pod-created') names.set(each.uid, each.name);
    if (each.kind === 'pod-bound') found[names.get(each.uid)!] = `${each.at / 1e6}s ${each.node}`;
  }
  return found;
}
