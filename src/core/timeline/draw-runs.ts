/** Draws how each pod of an entry runs: what it requests, how long it runs, and how it ends. */

import { type Distribution, drawBeyond, inverseCdf } from '../distributions/families/distribution.ts';
import { randomStream } from '../distributions/random-stream.ts';
import { UserError } from '../errors/user-error.ts';
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import type { OwnRun } from '../scenario/own-run.ts';
import type {
  AgedEnds,
  CompetingEnd,
  DrawnPods,
  DrawnRequests,
  MixMember,
  PodEnd,
  PresentPod,
} from '../scenario/scenario.ts';
import { alikeDraw, inside } from './alike-draw.ts';
import type { DrawnArrival } from './draw-arrivals.ts';
import { type Draw, drawTime, lifetimeOf } from './draw-time.ts';
import { ownLifetimeDraw, ownRunsOf } from './own-run-draw.ts';
import type { PlannedPod } from './timeline-event.ts';

type DrawnRun = Pick<PlannedPod, 'template' | 'lifetime' | 'end' | 'age'>;
type RunDraw = (arrival: DrawnArrival, index: number) => DrawnRun;
/** In seconds, from started; null: for ever. */
type Run = { readonly lifetime: number | null; readonly end: PodEnd };

/** Draws the run of the pod with this number. */
export function runDraw(entry: DrawnPods, seed: number): RunDraw {
  const own = ownRunsOf(entry);
  return own ? ownDraw(entry, own, seed) : sharedDraw(entry, seed);
}

/** What the list has for a pod replaces what the entry draws. */
function ownDraw(entry: DrawnPods, runs: readonly (OwnRun | undefined)[], seed: number): RunDraw {
  const shared = sharedDraw(entry, seed);
  const lifetimeAt = ownLifetimeDraw(entry, seed);
  const end = endDraw(entry, entry.ends, seed, 'own');
  return (arrival, index) => {
    const drawn = shared(arrival, index);
    const own = runs[index];
    if (!own) return drawn;
    const age = (drawn.age ?? 0) / 1e6;
    const lifetime = lifetimeAt(own, age);
    const template = own.requests ? withRequests(entry.template, own.requests) : drawn.template;
    if (lifetime === undefined) return { ...drawn, template };
    const run = { lifetime, end: end(lifetime === null ? null : lifetime + age) };
    return { ...drawn, ...planned(entry, template, run) };
  };
}

function sharedDraw(entry: DrawnPods, seed: number): RunDraw {
  if (entry.mix) return mixDraw(entry, entry.mix, seed);
  if (entry.ages) return agedDraw(entry, entry.ages, seed);
  const template = templateDraw(entry, entry.requests, seed);
  const run = entry.competingEnds
    ? competingDraw(entry, entry.competingEnds, seed)
    : plainDraw(entry, entry.lifetime, entry.ends, seed);
  const alike = alikeDraw(entry, seed);
  return (arrival, index) => planned(entry, template(index), run(alike?.(arrival)));
}

function planned(entry: DrawnPods, template: PodTemplate, { lifetime, end }: Run): DrawnRun {
  return { template, lifetime: lifetime === null ? null : lifetimeOf(lifetime, entry), end };
}

/** Draws a lifetime, from the uniform that it is given if any, and an end by its share of the ends at that age. */
function plainDraw(
  entry: DrawnPods,
  law: Distribution | null,
  ends: readonly AgedEnds[] | undefined,
  seed: number,
  ...name: readonly string[]
): (uniform?: number) => Run {
  const lifetime = law ? drawTime(law, seed, entry.name, ...name, 'lifetime') : undefined;
  const end = endDraw(entry, ends, seed, ...name);
  return (uniform) => {
    const alike = law && uniform !== undefined ? inverseCdf(law, uniform) : undefined;
    const drawn = alike ?? lifetime?.() ?? null;
    return { lifetime: drawn, end: end(drawn) };
  };
}

/** Draws a lifetime for each end, each from its own stream. The shortest counts; of equal ones, the one written first. */
function competingDraw(entry: DrawnPods, ends: readonly CompetingEnd[], seed: number): () => Run {
  const draws = ends.map(({ end, lifetime }) => {
    return { end, draw: drawTime(lifetime, seed, entry.name, 'lifetime', end) };
  });
  return () =>
    draws
      .map(({ end, draw }) => ({ end, lifetime: draw() }))
      .reduce((first, each) => (each.lifetime < first.lifetime ? each : first));
}

/**
 * Draws one of the members that hold at the time of the arrival. Each member has its own streams. Of pods that are alike, one uniform
 * chooses the member, and its place within the member's share the lifetime: pods of one burst have the same member more often.
 */
function mixDraw(entry: DrawnPods, mix: readonly MixMember[], seed: number): RunDraw {
  const uniform = randomStream(seed, entry.name, 'mix');
  const members = mix.map((member, number) => {
    const name = ['mix', String(number)];
    const { requests = entry.requests, lifetime = entry.lifetime, ends = entry.ends } = member;
    return {
      member,
      template: templateDraw(entry, requests, seed, ...name),
      run: plainDraw(entry, lifetime, ends, seed, ...name),
    };
  });
  const alike = alikeDraw(entry, seed);
  return (arrival, index) => {
    const { at } = arrival;
    const holding = members.filter(({ member: { from, until = Infinity } }) => from <= at && at < until);
    const shared = alike?.(arrival);
    let left = (shared ?? uniform()) * holding.reduce((sum, { member }) => sum + member.weight, 0);
    const chosen =
      holding.find(({ member }) => {
        left -= member.weight;
        return left < 0;
      }) ??
      holding.at(-1) ??
      members.at(-1)!;
    const { template, run, member } = chosen;
    const rest = shared === undefined ? undefined : inside(1 + left / member.weight);
    return planned(entry, template(index), run(rest));
  };
}

/** Pods that exist at 0s: the rest of a lifetime that is longer than the age. Its end depends on the age at the end. */
function agedDraw(entry: DrawnPods, ages: readonly PresentPod[], seed: number): RunDraw {
  const { residual, lifetime } = entry;
  const template = templateDraw(entry, entry.requests, seed);
  const end = endDraw(entry, entry.ends, seed);
  const rest: Draw | undefined = residual && drawTime(residual, seed, entry.name, 'residual');
  const uniform = randomStream(seed, entry.name, 'lifetime');
  const restAt = (age: number): number | null => {
    if (rest) return rest();
    return lifetime ? drawBeyond(lifetime, age, uniform()) - age : null;
  };
  return (_, index) => {
    const { age } = ages[index]!;
    const left = restAt(age / 1e6);
    const run = { lifetime: left, end: end(left === null ? null : left + age / 1e6) };
    return { ...planned(entry, template(index), run), age };
  };
}

/** Draws an end for a run that ends at this age in seconds. One uniform decides, whatever the age is. */
export function endDraw(
  { end, name: entry }: Pick<DrawnPods, 'end' | 'name'>,
  ends: readonly AgedEnds[] | undefined,
  seed: number,
  ...name: readonly string[]
): (age: number | null) => PodEnd {
  if (!ends) return () => end;
  const uniform = randomStream(seed, entry, ...name, 'end');
  return (age) => {
    const at = (age ?? Infinity) * 1e6;
    const { ends: options } = ends.findLast(({ from }) => from <= at) ?? ends[0]!;
    let left = uniform() * options.reduce((sum, { weight }) => sum + weight, 0);
    for (const option of options) {
      if (left < option.weight) return option.end;
      left -= option.weight;
    }
    return options.at(-1)!.end;
  };
}

/** Pods with equal requests share one template object, so that it is stored and computed once. */
function templateDraw(
  entry: DrawnPods,
  wanted: DrawnRequests | undefined,
  seed: number,
  ...name: readonly string[]
): (index: number) => PodTemplate {
  if (!wanted) return () => entry.template;
  if (wanted.kind === 'each') return drawnAmounts(wanted, entry, seed, name);
  const requests = setDraw(wanted, entry, seed, name);
  const templates = new Map<ResourceList, PodTemplate>();
  const byText = new Map<string, PodTemplate>();
  return (index) => {
    const drawn = requests(index);
    const known = templates.get(drawn);
    if (known) return known;
    const text = JSON.stringify(drawn);
    const template = byText.get(text) ?? withRequests(entry.template, drawn);
    templates.set(drawn, template);
    byText.set(text, template);
    return template;
  };
}

function setDraw(
  requests: Extract<DrawnRequests, { kind: 'sets' }>,
  entry: DrawnPods,
  seed: number,
  name: readonly string[],
): (index: number) => ResourceList {
  const dealt = dealtSets(requests, entry);
  if (dealt) return (index) => dealt[index]!;
  const choose = drawTime(requests.choice, seed, entry.name, ...name, 'requests');
  return () => requests.sets[choose()]!;
}

/** Draws the amount of each resource. Thousands of pods may differ, so the amounts themselves are the key of a template. */
function drawnAmounts(
  { resources }: Extract<DrawnRequests, { kind: 'each' }>,
  entry: DrawnPods,
  seed: number,
  name: readonly string[],
): () => PodTemplate {
  const draws = resources.map(({ resource, amount }) =>
    drawTime(amount, seed, entry.name, ...name, 'requests', resource),
  );
  const templates = new Map<string, PodTemplate>();
  const amounts: string[] = [];
  return () => {
    let key = '';
    for (let i = 0; i < draws.length; i += 1) {
      amounts[i] = writtenAmount(resources[i]!.resource, draws[i]!(), entry);
      key += i === 0 ? amounts[i] : ` ${amounts[i]}`;
    }
    const known = templates.get(key);
    if (known) return known;
    const drawn = Object.fromEntries(resources.map(({ resource }, i) => [resource, amounts[i]!]));
    const template = withRequests(entry.template, drawn);
    templates.set(key, template);
    return template;
  };
}

/** Pods with ages are known one by one: where the weights add up to their number, each takes the next set of the list. */
function dealtSets(
  { choice, sets }: Extract<DrawnRequests, { kind: 'sets' }>,
  { ages }: DrawnPods,
): readonly ResourceList[] | undefined {
  if (!ages || choice.family !== 'choice') return undefined;
  const { options } = choice;
  const total = options.reduce((sum, { weight }) => sum + weight, 0);
  if (total !== ages.length || !options.every(({ weight }) => Number.isInteger(weight))) return undefined;
  return options.flatMap(({ value, weight }) => Array<ResourceList>(weight).fill(sets[value]!));
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
