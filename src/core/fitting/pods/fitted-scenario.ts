/** Converts fits to a scenario file, so that a replay draws what the recording showed. */

import type { Distribution } from '../../distributions/families/distribution.ts';
import { writtenDistribution } from '../../distributions/families/distribution.ts';
import { writtenTime } from '../../distributions/written/written-values.ts';
import type { NodeAddedObservation } from '../../recording/observation.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import { CAUSES } from './competing-ends.ts';
import type { GroupFit, Quantity } from './fit-group.ts';

/** Plain data, ready to be written as YAML. */
export type WrittenScenario = Readonly<Record<string, unknown>>;

export interface FittedRecording {
  readonly name: string;
  /** The source of the fits, in words. */
  readonly description: string;
  readonly seed: number;
  /** Seconds. */
  readonly window: number;
  readonly nodes: readonly NodeAddedObservation[];
  readonly groups: readonly GroupFit[];
}

/** Arrivals last as long as the window of the recording. Pods that existed when it opened arrive at 0s. */
export function fittedScenario({
  name,
  description,
  seed,
  window,
  nodes,
  groups,
}: FittedRecording): WrittenScenario {
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: { name, description },
    seed,
    duration: writtenTime(window),
    ...(nodes.length > 0 && { cluster: { nodes: pools(nodes) } }),
    templates: Object.fromEntries(groups.map(({ group }) => [group.name, group.template])),
    events: { pods: groups.flatMap((group) => entries(group, window)) },
  };
}

function entries(fit: GroupFit, window: number): WrittenScenario[] {
  const { group, present, arrived } = fit;
  const shape = { namespace: group.namespace, template: group.name, ...requestsOf(fit) };
  const gaps = drawn(fit, 'arrivals');
  const residual = drawn(fit, 'running');
  return [
    ...(present > 0
      ? [
          {
            name: `${group.name}-before`,
            ...shape,
            arrivals: { type: 'constant', value: '0s' },
            count: present,
            ...endOf(fit.endsBefore),
            ...(residual && { lifetime: writtenDistribution(residual) }),
          },
        ]
      : []),
    ...(arrived > 0 && gaps
      ? [
          {
            name: group.name,
            ...shape,
            arrivals: writtenDistribution(gaps),
            ...writtenProfile(fit),
            ...burstOf(fit),
            until: writtenTime(window),
            ...runOf(fit),
            ...phasesOf(fit),
          },
        ]
      : []),
  ];
}

function drawn({ fits }: GroupFit, quantity: Quantity): Distribution | undefined {
  return fits.find((fit) => fit.quantity === quantity)?.choice.distribution;
}

function writtenProfile({ rateProfile }: GroupFit): WrittenScenario {
  if (rateProfile.steps.length < 2) return {};
  const steps = rateProfile.steps.map(({ at, factor }) => ({
    at: writtenTime(at),
    factor: Number(factor.toPrecision(6)),
  }));
  return {
    pace: { ...(rateProfile.every !== undefined && { every: writtenTime(rateProfile.every) }), steps },
  };
}

function burstOf(fit: GroupFit): WrittenScenario {
  if (!fit.burstSize) return {};
  const gap = drawn(fit, 'burst gaps');
  return {
    burst: { size: writtenDistribution(fit.burstSize), ...(gap && { gap: writtenDistribution(gap) }) },
  };
}

/** A lifetime for each end where the age at the end depends on the cause; otherwise one lifetime, and its ends by weight. */
function runOf(fit: GroupFit): WrittenScenario {
  const lifetime = drawn(fit, 'lifetime');
  const together = { ...endOf(fit.ends), ...(lifetime && { lifetime: writtenDistribution(lifetime) }) };
  if (!fit.causes?.areDifferent) return together;
  const ends = CAUSES.filter((cause) => fit.ends.has(cause)).map((end) => ({
    end,
    lifetime: drawn(fit, end),
  }));
  return ends.every((each) => each.lifetime !== undefined)
    ? { ends: ends.map(({ end, lifetime: law }) => ({ end, lifetime: writtenDistribution(law!) })) }
    : together;
}

/** The phases after bound: the scheduler decides how long a pod waits for its node, not the scenario. */
function phasesOf(fit: GroupFit): WrittenScenario {
  const phases = (['started', 'ready'] as const).flatMap((phase): (readonly [string, unknown])[] => {
    const distribution = drawn(fit, phase);
    return distribution ? [[phase, writtenDistribution(distribution)]] : [];
  });
  const load = fit.fits.find(({ quantity }) => quantity === 'started')?.load;
  if (load) phases.splice(1, 0, ['perStart', writtenTime(load.perStart)]);
  return phases.length > 0 ? { phases: Object.fromEntries(phases) } : {};
}

function endOf(ends: GroupFit['ends']): WrittenScenario {
  const causes = (['deleted', 'succeeded', 'failed'] as const).filter((cause) => ends.has(cause));
  if (causes.length === 0) return {};
  if (causes.length === 1) return { end: causes[0] };
  return { end: Object.fromEntries(causes.map((cause) => [cause, ends.get(cause)])) };
}

/** Whole sets of requests by their frequency; nothing where there is only one set, which the template has. */
function requestsOf({ group: { requests } }: GroupFit): WrittenScenario {
  if (requests.length < 2) return {};
  return {
    requests: {
      type: 'choice',
      options: requests.map(({ requests: value, pods: weight }) => ({ weight, value })),
    },
  };
}

/** Nodes with equal templates, as pools. A pool has the name of the recorded pool, or of the series of its nodes' names (worker-0, …). */
function pools(nodes: readonly NodeAddedObservation[]): WrittenScenario[] {
  const members = new Map<string, NodeAddedObservation[]>();
  for (const node of nodes) {
    const key = canonicalJson([node.pool, offerOf(node)]);
    const pool = members.get(key);
    if (pool) pool.push(node);
    else members.set(key, [node]);
  }
  const taken = new Map<string, number>();
  return [...members.values()].map((pool) => {
    const base = pool[0]!.pool ?? (pool.length === 1 ? pool[0]!.name : (seriesOf(pool) ?? 'nodes'));
    const before = taken.get(base) ?? 0;
    taken.set(base, before + 1);
    return {
      name: before === 0 ? base : `${base}-${before + 1}`,
      count: pool.length,
      template: offerOf(pool[0]!),
    };
  });
}

function seriesOf(nodes: readonly NodeAddedObservation[]): string | undefined {
  const series = new Set(nodes.map(({ name }) => /^(.+)-\d+$/.exec(name)?.[1]));
  return series.size === 1 ? [...series][0] : undefined;
}

function offerOf({
  labels = {},
  taints,
  unschedulable,
  capacity,
  allocatable,
}: NodeAddedObservation): WrittenScenario {
  const { 'kubernetes.io/hostname': _, ...kept } = labels;
  return {
    ...(Object.keys(kept).length > 0 && { labels: kept }),
    ...(taints && taints.length > 0 && { taints }),
    ...(unschedulable && { unschedulable }),
    ...(capacity && { capacity }),
    allocatable,
  };
}
