/** Computes the pods of a scenario with their times: explicit pods as written, the others drawn from their distributions. */

import type { Distribution } from '../distributions/families/distribution.ts';
import { UserError } from '../errors/user-error.ts';
import type { DrawnPods, ExplicitPod, Scenario } from '../scenario/scenario.ts';
import { arrivalTimes } from './draw-arrivals.ts';
import { runDraw } from './draw-runs.ts';
import { type Draw, drawTime, microseconds, patienceOf, reportedRun, terminatedDelay } from './draw-time.ts';
import { stagedPod } from './staged-pod.ts';
import type { Planned, PlannedPod } from './timeline-event.ts';

const MOST_DRAWN = 5_000_000;

/** All pod events of the scenario, in the order of its entries, which is not the order of time. */
export function* drawPods(scenario: Scenario, seed: number): Generator<Planned> {
  for (const entry of scenario.pods) {
    if (entry.kind === 'deletion') {
      yield { at: entry.at, action: { kind: 'delete-pod', namespace: entry.namespace, name: entry.podName } };
    } else if (entry.kind === 'explicit') {
      yield { at: entry.at, action: { kind: 'create-pod', pod: explicitPod(entry, seed) } };
    } else yield* drawGroup(entry, seed);
  }
}

function explicitPod(entry: ExplicitPod, seed: number): PlannedPod {
  const started = drawTime(entry.started, seed, entry.name, entry.podName, 'started');
  const ready = drawTime(entry.ready, seed, entry.name, entry.podName, 'ready');
  const terminated = drawTime(entry.terminated, seed, entry.name, entry.podName, 'terminated');
  const finished = entry.finished && drawTime(entry.finished, seed, entry.name, entry.podName, 'finished');
  const withdrawn =
    entry.withdrawn && drawTime(entry.withdrawn, seed, entry.name, entry.podName, 'withdrawn');
  const pod: PlannedPod = {
    namespace: entry.namespace,
    name: entry.podName,
    group: entry.name,
    template: entry.template,
    ...reportedRun({ lifetime: entry.lifetime, end: entry.end }, finished, entry),
    startDelay: microseconds(started(), entry),
    ...(entry.perStart > 0 && { delayPerStart: entry.perStart }),
    readyDelay: microseconds(ready(), entry),
    ...terminatedDelay(microseconds(terminated(), entry), entry.template),
    withdrawnAt: null,
    ...patienceOf(withdrawn, entry),
  };
  return stagedPod(pod, entry.life, seed, entry.name, entry.podName);
}

function* drawGroup(entry: DrawnPods, seed: number): Generator<Planned> {
  const stream = (name: string, distribution: Distribution): Draw =>
    drawTime(distribution, seed, entry.name, name);
  const started = stream('started', entry.started);
  const ready = stream('ready', entry.ready);
  const terminated = stream('terminated', entry.terminated);
  const withdrawn = entry.withdrawn && stream('withdrawn', entry.withdrawn);
  const finished = entry.finished && stream('finished', entry.finished);
  const last = entry.count ?? MOST_DRAWN;
  const run = runDraw(entry, seed);
  const times = arrivalTimes(entry, seed);
  for (let index = 0; index < last; index += 1) {
    const arrival = times();
    if (!arrival) return;
    const { at } = arrival;
    const pod: PlannedPod = {
      namespace: entry.namespace,
      name: `${entry.name}-${index}`,
      group: entry.name,
      ...reportedRun(run(arrival, index), finished, entry),
      startDelay: microseconds(started(), entry),
      ...(entry.perStart > 0 && { delayPerStart: entry.perStart }),
      readyDelay: microseconds(ready(), entry),
      ...terminatedDelay(microseconds(terminated(), entry), entry.template),
      withdrawnAt: null,
      ...patienceOf(withdrawn, entry),
    };
    yield { at, action: { kind: 'create-pod', pod: stagedPod(pod, entry.life, seed, pod.group, pod.name) } };
  }
  if (entry.count === undefined) {
    throw new UserError(`"${entry.name}" draws more than ${MOST_DRAWN / 1e6} million pods before it ends`, {
      position: entry.position,
      next: 'give it a count, or check the unit of its arrivals (a bare number is seconds)',
    });
  }
}
