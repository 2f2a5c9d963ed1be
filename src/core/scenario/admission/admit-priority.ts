/** Gives pods the priority of their PriorityClass, as an API server does (plugin/pkg/admission/priority/admission.go). */
import { didYouMean } from '../../errors/did-you-mean.ts';
import type { PriorityClass } from '../../objects/cluster-object.ts';
import type { PodSpec } from '../../objects/pod.ts';
import type { ClassesInTime } from './classes-in-time.ts';
import type { Finding } from './finding.ts';

/** Every cluster has them (pkg/apis/scheduling/v1/helpers.go). */
export const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

interface Resolved {
  readonly name: string;
  readonly value: number;
  readonly preemptionPolicy: string;
}

/**
 * The spec with the priority and the policy of its class, or of the default class.
 *
 * A priority without a class stays: an API server refuses it unless it is that of the default class, but scenarios write priorities so. A class that the scenario does not define
 * is an error, unless the pod states its priority, as pods read from a cluster do.
 */
export function admitPriority(
  spec: PodSpec,
  classes: ClassesInTime<'PriorityClass'>,
  at: number,
  find: Finding,
): PodSpec {
  const { priorityClassName: name } = spec;
  if (!name) return withDefault(spec, classes.all(at));
  const known = named(name, classes, at);
  if (!known) {
    const meant = didYouMean(name, [...classes.names(), ...SYSTEM_CLASSES.keys()]);
    const next = meant ? `did you mean "${meant}"?` : 'add it under cluster.objects';
    const stated = spec.priority !== undefined;
    find(
      stated ? 'warning' : 'error',
      'unknown-object',
      'priorityClassName',
      `no PriorityClass is called "${name}"${stated ? `: the priority ${spec.priority} counts` : ''} (${next})`,
    );
    return spec;
  }
  if (spec.priority !== undefined && spec.priority !== known.value) {
    find(
      'error',
      'conflicting-keys',
      'priority',
      `is ${spec.priority}, but PriorityClass "${name}" has the value ${known.value}: leave priority out`,
    );
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== known.preemptionPolicy) {
    find(
      'error',
      'conflicting-keys',
      'preemptionPolicy',
      `is ${spec.preemptionPolicy}, but PriorityClass "${name}" has ${known.preemptionPolicy}: leave preemptionPolicy out`,
    );
  }
  return withClass(spec, known);
}

function named(name: string, classes: ClassesInTime<'PriorityClass'>, at: number): Resolved | undefined {
  const value = SYSTEM_CLASSES.get(name);
  if (value !== undefined) return { name, value, preemptionPolicy: PREEMPTS };
  const known = classes.get(name, at);
  return known && resolved(known);
}

const PREEMPTS = 'PreemptLowerPriority';

function resolved({ metadata, value, preemptionPolicy = PREEMPTS }: PriorityClass): Resolved {
  return { name: metadata.name, value, preemptionPolicy };
}

/** Of several default classes, the one of the lowest value. A pod with another priority stays as it is. */
function withDefault(spec: PodSpec, classes: readonly PriorityClass[]): PodSpec {
  const [lowest] = classes
    .filter(({ globalDefault }) => globalDefault)
    .sort((left, right) => left.value - right.value);
  const isMeant = spec.priority === undefined || spec.priority === lowest?.value;
  return lowest && isMeant ? withClass(spec, resolved(lowest)) : spec;
}

function withClass(spec: PodSpec, { name, value, preemptionPolicy }: Resolved): PodSpec {
  return {
    ...spec,
    priorityClassName: name,
    priority: value,
    ...(preemptionPolicy === PREEMPTS ? {} : { preemptionPolicy }),
  };
}
