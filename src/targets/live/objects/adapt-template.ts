/** What is changed in a pod so that an API server takes it and nothing but scheduling is played: as little as possible, and all of it told. */

import type {
  Container,
  PodSpec,
  PodTemplate,
  ResourceRequirements,
  Toleration,
} from '../../../core/objects/pod.ts';
import { RUN_LABEL } from './run-label.ts';

/** What of the cluster and the run decides what has to be changed. */
export interface AdaptTo {
  readonly run: string;
  /** The cluster has other nodes than the run's: its pods are kept off them. */
  readonly isConfined: boolean;
  /** Names of the PriorityClasses there are in the cluster. */
  readonly priorityClasses: ReadonlySet<string>;
}

export interface AdaptedTemplate {
  readonly spec: PodSpec;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Sentences; equal ones of other templates mean the same. */
  readonly changes: readonly string[];
}

/** A PriorityClass that the run makes for pods that name a priority. */
export interface RunPriority {
  readonly name: string;
  readonly value: number;
  readonly preemptionPolicy: string;
}

/** Nothing is pulled on a simulated node; a real one has something harmless to run. */
const IMAGE = 'registry.k8s.io/pause:3.10';
/** The highest value a PriorityClass of a user may have (pkg/apis/scheduling, HighestUserDefinablePriority). */
const HIGHEST_PRIORITY = 1_000_000_000;

/** Fields whose objects (claims, secrets, accounts, classes) the scenario does not bring, with what their absence means. */
const LEFT_OUT: readonly { readonly field: string; readonly sentence: string }[] = [
  { field: 'volumes', sentence: 'volumes are left out: pods are placed as if every node reached them' },
  { field: 'serviceAccountName', sentence: 'serviceAccountName is left out' },
  { field: 'serviceAccount', sentence: 'serviceAccountName is left out' },
  { field: 'imagePullSecrets', sentence: 'imagePullSecrets is left out' },
  { field: 'runtimeClassName', sentence: 'runtimeClassName is left out' },
  { field: 'resourceClaims', sentence: 'resourceClaims are left out: devices are not asked for' },
];

/** The template as it is sent; the same template gives equal content. */
export function adaptTemplate(template: PodTemplate, to: AdaptTo): AdaptedTemplate {
  const changes: string[] = [];
  const {
    priority: _priority,
    priorityClassName: _class,
    preemptionPolicy: _policy,
    ...rest
  } = template.spec;
  const spec = leaveOut(rest, changes);
  changes.push(
    'terminationGracePeriodSeconds is 0: what is deleted is gone at once',
    'automountServiceAccountToken is false: no pod gets a token',
  );
  return {
    spec: {
      ...spec,
      containers: template.spec.containers.map((container, index) =>
        adaptContainer(container, index, 'container', changes),
      ),
      ...(template.spec.initContainers?.length
        ? {
            initContainers: template.spec.initContainers.map((container, index) =>
              adaptContainer(container, index, 'init', changes),
            ),
          }
        : {}),
      ...priorityFields(template.spec, to, changes),
      ...(to.isConfined ? confined(template.spec, to.run, changes) : {}),
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
    } as PodSpec,
    labels: { ...template.metadata?.labels, [RUN_LABEL]: to.run },
    annotations: withoutLastApplied(template.metadata?.annotations ?? {}),
    changes,
  };
}

/** The PriorityClass that a pod needs, if it names a priority of its own. */
export function runPriority(spec: PodSpec, run: string): RunPriority | undefined {
  if (spec.priority === undefined || spec.priority > HIGHEST_PRIORITY) return undefined;
  const never = spec.preemptionPolicy === 'Never';
  const value = spec.priority < 0 ? `minus-${-spec.priority}` : String(spec.priority);
  return {
    name: `keg-${run}-${value}${never ? '-never' : ''}`,
    value: spec.priority,
    preemptionPolicy: never ? 'Never' : 'PreemptLowerPriority',
  };
}

/** An API server takes a priority only by way of a class (plugin/pkg/admission/priority). */
function priorityFields(spec: PodSpec, to: AdaptTo, changes: string[]): Partial<PodSpec> {
  const { priorityClassName } = spec;
  if (priorityClassName !== undefined && to.priorityClasses.has(priorityClassName))
    return { priorityClassName };
  const own = runPriority(spec, to.run);
  if (own !== undefined) {
    changes.push('priority is given through a PriorityClass of the run');
    return { priorityClassName: own.name };
  }
  if (priorityClassName)
    changes.push(`priorityClassName ${priorityClassName} is left out: the cluster has no such class`);
  return {};
}

function leaveOut(spec: Partial<PodSpec>, changes: string[]): Partial<PodSpec> {
  const kept: Record<string, unknown> = { ...spec };
  for (const { field, sentence } of LEFT_OUT) {
    if (kept[field] === undefined) continue;
    delete kept[field];
    if (!changes.includes(sentence)) changes.push(sentence);
  }
  return kept as Partial<PodSpec>;
}

function adaptContainer(container: Container, index: number, prefix: string, changes: string[]): Container {
  const {
    volumeMounts: _mounts,
    volumeDevices: _devices,
    ...kept
  } = container as Container & Record<'volumeMounts' | 'volumeDevices', unknown>;
  if (container.image === undefined) changes.push(`containers without an image get ${IMAGE}`);
  const resources = withRequiredLimits(container.resources, changes);
  return {
    ...kept,
    ...(resources ? { resources } : {}),
    name: container.name ?? `${prefix}-${index}`,
    image: container.image ?? IMAGE,
  };
}

/**
 * An API server takes a request of what can't be overcommitted, which is all but Kubernetes' own resources, and huge pages, only with an
 * equal limit (pkg/apis/core/validation, validateContainerResourceRequirements).
 */
function withRequiredLimits(
  resources: Container['resources'],
  changes: string[],
): ResourceRequirements | null | undefined {
  const { requests, limits } = resources ?? {};
  const required = Object.entries(requests ?? {}).filter(
    ([resource, amount]) => !canBeOvercommitted(resource) && limits?.[resource] !== amount,
  );
  if (required.length === 0) return resources;
  const sentence = `limits of ${required.map(([resource]) => resource).join(', ')} equal the requests, as they must`;
  if (!changes.includes(sentence)) changes.push(sentence);
  return { ...resources, limits: { ...limits, ...Object.fromEntries(required) } };
}

/** pkg/apis/core/helper, IsOvercommitAllowed. */
function canBeOvercommitted(resource: string): boolean {
  const isNative = !resource.includes('/') || resource.includes('kubernetes.io/');
  return isNative && !resource.startsWith('hugepages-');
}

/** Neither do the run's pods go to other nodes, nor others' pods to the run's. */
function confined(spec: PodSpec, run: string, changes: string[]): Partial<PodSpec> {
  changes.push(`nodeSelector and a toleration keep pods on the nodes of this run (${RUN_LABEL}=${run})`);
  const toleration: Toleration = { key: RUN_LABEL, operator: 'Equal', value: run, effect: 'NoSchedule' };
  return {
    nodeSelector: { ...spec.nodeSelector, [RUN_LABEL]: run },
    tolerations: [...(spec.tolerations ?? []), toleration],
  };
}

/** A copy of the whole object that kubectl keeps; it may hold anything. */
function withoutLastApplied(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { 'kubectl.kubernetes.io/last-applied-configuration': _copy, ...kept } = annotations;
  return kept;
}
