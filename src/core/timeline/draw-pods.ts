/** Computes the pods of a scenario with their times: explicit pods as written, the others drawn from their distributions. */

import type { Distribution } from '../distributions/families/distribution.ts';
import { UserError } from '../errors/user-error.ts';
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import type {
  CompetingEnd,
  DrawnPods,
  DrawnRequests,
  ExplicitPod,
  PodEnd,
  Scenario,
} from '../scenario/scenario.ts';
import { arrivalTimes } from './draw-arrivals.ts';
import { type Draw, drawTime, lifetimeOf, microseconds, patienceOf, terminatedDelay } from './draw-time.ts';
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
  const withdrawn =
    entry.withdrawn && drawTime(entry.withdrawn, seed, entry.name, entry.podName, 'withdrawn');
  return {
    namespace: entry.namespace,
    name: entry.podName,
    group: entry.name,
    template: entry.template,
    lifetime: entry.lifetime,
    end: entry.end,
    startDelay: microseconds(started(), entry),
    ...(entry.perStart > 0 && { delayPerStart: entry.perStart }),
    readyDelay: microseconds(ready(), entry),
    ...terminatedDelay(microseconds(terminated(), entry)),
    withdrawnAt: null,
    ...patienceOf(withdrawn, entry),
  };
}

function* drawGroup(entry: DrawnPods, seed: number): Generator<Planned> {
  const stream = (name: string, distribution: Distribution): Draw =>
    drawTime(distribution, seed, entry.name, name);
  const started = stream('started', entry.started);
  const ready = stream('ready', entry.ready);
  const terminated = stream('terminated', entry.terminated);
  const withdrawn = entry.withdrawn && stream('withdrawn', entry.withdrawn);
  const template = templateDraw(entry, seed);
  const last = entry.count ?? MOST_DRAWN;
  const run = entry.competingEnds ? competingDraw(entry, entry.competingEnds, seed) : runDraw(entry, seed);
  const times = arrivalTimes(entry, seed);
  for (let index = 0; index < last; index += 1) {
    const at = times();
    if (at === undefined) return;
    const pod: PlannedPod = {
      namespace: entry.namespace,
      name: `${entry.name}-${index}`,
      group: entry.name,
      template: template(),
      ...run(),
      startDelay: microseconds(started(), entry),
      ...(entry.perStart > 0 && { delayPerStart: entry.perStart }),
      readyDelay: microseconds(ready(), entry),
      ...terminatedDelay(microseconds(terminated(), entry)),
      withdrawnAt: null,
      ...patienceOf(withdrawn, entry),
    };
    yield { at, action: { kind: 'create-pod', pod } };
  }
  if (entry.count === undefined) {
    throw new UserError(`"${entry.name}" draws more than ${MOST_DRAWN / 1e6} million pods before it ends`, {
      position: entry.position,
      next: 'give it a count, or check the unit of its arrivals (a bare number is seconds)',
    });
  }
}

type Run = Pick<PlannedPod, 'lifetime' | 'end'>;

/** Draws a lifetime and, independently of it, an end. */
function runDraw(entry: DrawnPods, seed: number): () => Run {
  const lifetime = entry.lifetime && drawTime(entry.lifetime, seed, entry.name, 'lifetime');
  const end = endDraw(entry, seed);
  return () => ({ lifetime: lifetime && lifetimeOf(lifetime(), entry), end: end() });
}

/** Draws a lifetime for each end, each from its own stream. The shortest counts; of equal ones, the one written first. */
function competingDraw(entry: DrawnPods, ends: readonly CompetingEnd[], seed: number): () => Run {
  const draws = ends.map(({ end, lifetime }) => {
    return { end, draw: drawTime(lifetime, seed, entry.name, 'lifetime', end) };
  });
  return () => {
    const { end, lifetime } = draws
      .map(({ end, draw }) => ({ end, lifetime: draw() }))
      .reduce((first, each) => (each.lifetime < first.lifetime ? each : first));
    return { end, lifetime: lifetimeOf(lifetime, entry) };
  };
}

function endDraw({ end, ends, name }: DrawnPods, seed: number): () => PodEnd {
  if (!ends) return () => end;
  const options = ends.map(({ weight }, index) => ({ weight, value: index }));
  const choose = drawTime({ family: 'choice', options }, seed, name, 'end');
  return () => ends[choose()]!.end;
}

/** Pods with equal requests share one template object, so that it is stored and computed once. */
function templateDraw(entry: DrawnPods, seed: number): () => PodTemplate {
  if (!entry.requests) return () => entry.template;
  const requests = requestsDraw(entry.requests, entry, seed);
  const templates = new Map<string, PodTemplate>();
  return () => {
    const drawn = requests();
    const key = JSON.stringify(drawn);
    const known = templates.get(key);
    if (known) return known;
    const template = withRequests(entry.template, drawn);
    templates.set(key, template);
    return template;
  };
}

function requestsDraw(requests: DrawnRequests, entry: DrawnPods, seed: number): () => ResourceList {
  if (requests.kind === 'sets') {
    const choose = drawTime(requests.choice, seed, entry.name, 'requests');
    return () => requests.sets[choose()]!;
  }
  const draws = requests.resources.map(({ resource, amount }) => {
    return { resource, draw: drawTime(amount, seed, entry.name, 'requests', resource) };
  });
  return () =>
    Object.fromEntries(draws.map(({ resource, draw }) => [resource, writtenAmount(resource, draw(), entry)]));
}

/** Writes an amount as whole millicores or whole base units, which the scheduler computes with. */
function writtenAmount(resource: string, amount: number, entry: DrawnPods): string {
  const whole = Math.round(amount);
  if (!Number.isSafeInteger(whole) || whole < 0) {
    throw new UserError(`"${entry.name}" drew ${amount} of ${resource}`, {
      position: entry.position,
      next: 'check the parameters of its requests',
    });
  }
  return resource === 'cpu' ? `${whole}m` : String(whole);
}

function withRequests(template: PodTemplate, requests: ResourceList): PodTemplate {
  const [first, ...others] = template.spec.containers;
  const container = {
    ...first,
    resources: { ...first?.resources, requests: { ...first?.resources?.requests, ...requests } },
  };
  return { ...template, spec: { ...template.spec, containers: [container, ...others] } };
}
