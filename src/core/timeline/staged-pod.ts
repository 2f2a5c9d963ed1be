/** Draws a pod's way through KWOK's Stages: when it starts, is ready, ends and is gone. */
import { randomStream } from '../distributions/random-stream.ts';
import { graceSecondsOf } from '../objects/grace-period.ts';
import type { PodEnd } from '../scenario/scenario.ts';
import type { LifeStep, StageDelay, StageLife } from '../scenario/stages/stage-life.ts';
import { NEVER } from '../time/microseconds.ts';
import { terminatedDelay } from './draw-time.ts';
import type { PlannedPod } from './timeline-event.ts';

/**
 * The pod with the delays of its Stages. What the Stages leave open stays as it is planned: a lifetime, where no Stage ends the pod, and the
 * time of a deletion, where no Stage carries it out.
 *
 * @param name of the pod's random stream.
 */
export function stagedPod(
  pod: PlannedPod,
  life: StageLife | undefined,
  seed: number,
  ...name: readonly string[]
): PlannedPod {
  if (!life || pod.age !== undefined) return pod;
  const uniform = randomStream(seed, 'stages', ...name);
  const grace = graceSecondsOf(pod.template.spec) * 1e6;
  const { delayPerStart: _, terminatedDelay: planned, ...others } = pod;
  const run = drawnRun(life.run, grace, uniform);
  const gone = drawnRun(life.deletion, grace, uniform);
  const lasts = gone.end?.how === 'deleted' ? terminatedDelay(gone.end.at, pod.template) : undefined;
  const startedAt = run.startedAt ?? run.end?.at;
  return {
    ...others,
    startDelay: startedAt ?? NEVER,
    readyDelay:
      run.readyAt === undefined || startedAt === undefined ? null : Math.max(0, run.readyAt - startedAt),
    ...(run.end &&
      startedAt !== undefined && { lifetime: Math.max(0, run.end.at - startedAt), end: run.end.how }),
    ...(lasts ?? (planned === undefined ? {} : { terminatedDelay: planned })),
  };
}

interface DrawnRun {
  /** Since the first step began. */
  startedAt?: number;
  readyAt?: number;
  end?: { readonly at: number; readonly how: PodEnd };
}

function drawnRun(first: readonly LifeStep[], grace: number, uniform: () => number): DrawnRun {
  const run: DrawnRun = {};
  let at = 0;
  let steps = first;
  while (steps.length > 0 && !run.end) {
    const step = chosen(steps, uniform);
    at += drawnDelay(step.delay, grace - at, uniform);
    if (step.phase === 'Running') run.startedAt ??= at;
    if (step.isReady) run.readyAt ??= at;
    if (step.phase === 'Succeeded') run.end = { at, how: 'succeeded' };
    else if (step.phase === 'Failed') run.end = { at, how: 'failed' };
    else if (step.isGone) run.end = { at, how: 'deleted' };
    steps = step.next;
  }
  return run;
}

/** By weight, or with equal chances where no step has a weight. A single step draws nothing. */
function chosen(steps: readonly LifeStep[], uniform: () => number): LifeStep {
  if (steps.length === 1) return steps[0]!;
  const weightOf = ({ weight }: LifeStep): number => weight || (isWeighted ? 0 : 1);
  const isWeighted = steps.some(({ weight }) => weight > 0);
  let left = uniform() * steps.reduce((sum, step) => sum + weightOf(step), 0);
  for (const step of steps) {
    left -= weightOf(step);
    if (left < 0) return step;
  }
  return steps.at(-1)!;
}

/** Where the upper limit is not above the lower one, KWOK takes the upper one as it is. */
function drawnDelay({ from, to }: StageDelay, rest: number, uniform: () => number): number {
  const [low, high] = [from, to].map((limit) => (limit === 'deletion' ? Math.max(0, rest) : limit)) as [
    number,
    number,
  ];
  return high <= low ? high : Math.floor(low + (high - low) * uniform());
}
