/** Plays scenarios with an autoscaler, and reads out of the observations which nodes joined and left. */
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { written } from '../../../core/timeline/written-scenario.ts';
import { playOf, type Run, run } from '../small-play.ts';

export interface NodeSpan {
  readonly name: string;
  readonly joined: number;
  /** Infinite for a node that stays. Both in seconds. */
  readonly left: number;
  readonly order: Extract<Observation, { kind: 'node-added' }>['ordered'];
}

export function autoscaled(text: string, seed = 1): Run {
  const play = playOf(text, undefined, seed);
  return run({ ...play, autoscaler: written(text).autoscaler });
}

export function nodesOf({ observations }: Run): NodeSpan[] {
  const left = new Map<string, number>();
  for (const each of observations) if (each.kind === 'node-removed') left.set(each.uid, each.at / 1e6);
  return observations.flatMap((each) =>
    each.kind === 'node-added'
      ? [
          {
            name: each.name,
            joined: each.at / 1e6,
            left: left.get(each.uid) ?? Number.POSITIVE_INFINITY,
            order: each.ordered,
          },
        ]
      : [],
  );
}

/** Mean number of nodes from `from` to `to`, in seconds. */
export function meanNodes(day: Run, from: number, to: number): number {
  const time = nodesOf(day).reduce(
    (sum, { joined, left }) => sum + Math.max(0, Math.min(left, to) - Math.max(joined, from)),
    0,
  );
  return time / (to - from);
}

/** Template of pods with these requests, as a line of a scenario. */
export function pods(requests: string, more = ''): string {
  return `{metadata: {labels: {app: web}}, spec: {${more}containers: [{resources: {requests: ${requests}}}]}}`;
}

/** A Deployment of a day whose replicas follow a cosine with its lowest point at 0h, in steps of 5 minutes, with noise of ±`noise`. */
export function dailyWorkload(lowest: number, highest: number, noise: number): string {
  const uniform = randomStream(3, 'noise');
  const steps = Array.from({ length: 288 }, (_, step) => {
    const level = (1 - Math.cos((2 * Math.PI * step) / 288)) / 2;
    const replicas = Math.round(lowest + (highest - lowest) * level + noise * (2 * uniform() - 1));
    const first = step === 0 ? `, podSpec: ${pods('{cpu: 1, memory: 1Gi}')}` : '';
    return `{at: ${step * 5}m, kind: Deployment, name: web, replicas: ${Math.max(0, replicas)}${first}}`;
  });
  return `events: {workloads: [${steps.join(', ')}]}\n`;
}
