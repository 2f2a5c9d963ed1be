/** Changes a pod template so that an API server accepts it and only scheduling is played. Changes as little as possible, and reports each change. */

import type {
  Container,
  PodSpec,
  PodTemplate,
  ResourceRequirements,
  Toleration,
  Volume,
} from '../../../core/objects/pod.ts';
import { RUN_LABEL } from './run-label.ts';
import { ownName } from './run-names.ts';
import { runVolumes } from './storage-objects.ts';

/** The facts of the cluster and the run that decide what has to change. */
export interface AdaptTo {
  readonly run: string;
  /** The cluster has nodes that do not belong to the run: its pods are kept off them. */
  readonly isConfined: boolean;
  /** Names of the PriorityClasses of the cluster that the scenario does not define. */
  readonly priorityClasses: ReadonlySet<string>;
  /** Names of the RuntimeClasses of the scenario, which the run creates. */
  readonly runtimeClasses: ReadonlySet<string>;
  /** keg ends deleted pods itself, so that they hold their room for phases.terminated. Default: they are gone at once. */
  readonly gracefully?: boolean;
  /** Present where the run creates claims and volumes. Otherwise pods have no volumes. */
  readonly storage?: {
    /** The StorageClass of claims that name none. */
    readonly defaultClass: string | undefined;
  };
}

export interface AdaptedTemplate {
  readonly spec: PodSpec;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** A sentence for each change. */
  readonly changes: readonly string[];
}

/** A PriorityClass that the run creates for pods with a priority. */
export interface RunPriority {
  readonly name: string;
  readonly value: number;
  readonly preemptionPolicy: string;
}

/** A simulated node pulls no image; a real one runs this harmless one. */
const IMAGE = 'registry.k8s.io/pause:3.10';
/** Long enough that keg always ends a deleted pod before. */
const LONG_GRACE_SECONDS = 86_400;
/** The highest value a PriorityClass of a user may have (pkg/apis/scheduling, HighestUserDefinablePriority). */
const HIGHEST_PRIORITY = 1_000_000_000;

/** Fields that refer to objects which the scenario does not contain (claims, secrets, accounts, classes), with what leaving them out means. */
const LEFT_OUT: readonly { readonly field: string; readonly sentence: string }[] = [
  { field: 'volumes', sentence: 'volumes are left out: pods are placed as if every node reached them' },
  { field: 'serviceAccountName', sentence: 'serviceAccountName is left out' },
  { field: 'serviceAccount', sentence: 'serviceAccountName is left out' },
  { field: 'imagePullSecrets', sentence: 'imagePullSecrets is left out' },
  { field: 'resourceClaims', sentence: 'resourceClaims are left out: pods request no devices' },
];

/** The template as it is sent. The same template gives equal content. */
export function adaptTemplate(template: PodTemplate, to: AdaptTo): AdaptedTemplate {
  const changes: string[] = [];
  const {
    priority: _priority,
    priorityClassName: _class,
    preemptionPolicy: _policy,
    runtimeClassName: _runtime,
    ...rest
  } = template.spec;
  const volumes = volumesOf(template.spec, to, changes);
  const { volumes: _volumes, ...withoutVolumes } = rest;
  const spec = leaveOut(volumes ? withoutVolumes : rest, changes);
  changes.push(
    to.gracefully
      ? 'terminationGracePeriodSeconds is a day: keg ends a deleted pod when phases.terminated is over'
      : 'terminationGracePeriodSeconds is 0: a deleted pod is gone at once',
    'automountServiceAccountToken is false: no pod gets a token',
  );
  return {
    spec: {
      ...spec,
      ...(volumes?.length ? { volumes } : {}),
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
      ...runtimeFields(template.spec, to, changes),
      ...(to.isConfined ? confined(template.spec, to.run, changes) : {}),
      terminationGracePeriodSeconds: to.gracefully ? LONG_GRACE_SECONDS : 0,
      automountServiceAccountToken: false,
    } as PodSpec,
    labels: { ...template.metadata?.labels, [RUN_LABEL]: to.run },
    annotations: withoutLastApplied(template.metadata?.annotations ?? {}),
    changes,
  };
}

/** The PriorityClass that a pod needs, if it has a priority. */
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

/** An API server accepts a priority only through a class (plugin/pkg/admission/priority). */
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

/** An API server accepts an overhead only with the class that defines it (plugin/pkg/admission/runtimeclass). */
function runtimeFields(
  { runtimeClassName: name }: PodSpec,
  to: AdaptTo,
  changes: string[],
): Partial<PodSpec> {
  if (!name) return {};
  if (to.runtimeClasses.has(name)) return { runtimeClassName: ownName(to.run, name) };
  changes.push('runtimeClassName is left out');
  return {};
}

/** Undefined where the run plays no volumes. */
function volumesOf(
  { volumes }: PodSpec,
  { run, storage }: AdaptTo,
  changes: string[],
): readonly Volume[] | undefined {
  if (!volumes || !storage) return undefined;
  const kept = runVolumes(volumes, run, storage.defaultClass);
  if (kept.length < volumes.length)
    changes.push('volumes that decide nothing about the choice of a node are left out');
  return kept;
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
 * An API server accepts a request of a resource that can't be overcommitted only with an equal limit. These are huge pages and all resources
 * that are not Kubernetes' own (pkg/apis/core/validation, validateContainerResourceRequirements).
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

/** Keeps the run's pods off other nodes, and other pods off the run's nodes. */
function confined(spec: PodSpec, run: string, changes: string[]): Partial<PodSpec> {
  changes.push(`nodeSelector and a toleration keep pods on the nodes of this run (${RUN_LABEL}=${run})`);
  const toleration: Toleration = { key: RUN_LABEL, operator: 'Equal', value: run, effect: 'NoSchedule' };
  return {
    nodeSelector: { ...spec.nodeSelector, [RUN_LABEL]: run },
    tolerations: [...(spec.tolerations ?? []), toleration],
  };
}

/** kubectl keeps a copy of the whole object in this annotation, which may contain anything. */
function withoutLastApplied(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { 'kubectl.kubernetes.io/last-applied-configuration': _copy, ...kept } = annotations;
  return kept;
}
