/** Changes what an API server lets change in a pod that exists: labels, scheduling gates that fall away, requests and limits of a container. */
import type { Container, PodTemplate, ResourceList } from './pod.ts';
import { parseAmount } from './quantity.ts';

export interface PodChange {
  /** Scheduling gates that fall away. None can be added (pkg/apis/core/validation, ValidatePodUpdate). */
  readonly ungate?: readonly string[] | undefined;
  /** Null removes a label. */
  readonly labels?: Readonly<Record<string, string | null>> | undefined;
  readonly resize?: PodResize | undefined;
}

/** What is not named stays. */
interface PodResize {
  /** Default: the first container. */
  readonly container?: string | undefined;
  readonly requests?: ResourceList | undefined;
  readonly limits?: ResourceList | undefined;
}

/**
 * The part of a change that changes anything; undefined if nothing does. An API server makes no event of an update without effect.
 *
 * @param labels the labels of the pod, its own and those of its template.
 */
export function effectiveChange(
  { spec }: PodTemplate,
  labels: Readonly<Record<string, string>>,
  change: PodChange,
): PodChange | undefined {
  const ungate = change.ungate?.filter((gate) => spec.schedulingGates?.some(({ name }) => name === gate));
  const changedLabels = Object.entries(change.labels ?? {}).filter(
    ([key, value]) => (labels[key] ?? null) !== value,
  );
  const { resize } = change;
  const container = resize && resizedContainer(spec.containers, resize);
  const isResized =
    differs(resize?.requests, container?.resources?.requests) ||
    differs(resize?.limits, container?.resources?.limits);
  const effective = {
    ...(ungate?.length && { ungate }),
    ...(changedLabels.length > 0 && { labels: Object.fromEntries(changedLabels) }),
    ...(isResized && { resize }),
  };
  return Object.keys(effective).length > 0 ? effective : undefined;
}

function differs(wanted: ResourceList | undefined, present: ResourceList | null | undefined): boolean {
  return Object.entries(wanted ?? {}).some(([resource, amount]) => {
    const before = present?.[resource];
    return before === undefined || parseAmount(resource, before) !== parseAmount(resource, amount);
  });
}

const changed = new WeakMap<PodTemplate, Map<string, PodTemplate>>();

/** The template after the change. Equal changes of one template object give one object, so that it is read once. */
export function changedPod(template: PodTemplate, change: PodChange): PodTemplate {
  const known = changed.get(template) ?? new Map<string, PodTemplate>();
  changed.set(template, known);
  const key = JSON.stringify(change);
  const before = known.get(key);
  if (before) return before;
  const { metadata, spec } = template;
  const { ungate = [], labels, resize } = change;
  const gates = spec.schedulingGates?.filter(({ name }) => !ungate.includes(name));
  const result: PodTemplate = {
    ...template,
    ...(labels && { metadata: { ...metadata, labels: withChanges(metadata?.labels ?? {}, labels) } }),
    spec: {
      ...spec,
      ...(gates && { schedulingGates: gates }),
      ...(resize && { containers: resized(spec.containers, resize) }),
    },
  };
  known.set(key, result);
  return result;
}

function withChanges(
  labels: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const result = { ...labels };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete result[key];
    else result[key] = value;
  }
  return result;
}

function resizedContainer(
  containers: readonly Container[],
  { container: name }: PodResize,
): Container | undefined {
  return name === undefined ? containers[0] : containers.find((container) => container.name === name);
}

function resized(containers: readonly Container[], resize: PodResize): readonly Container[] {
  const { requests, limits } = resize;
  const chosen = resizedContainer(containers, resize);
  return containers.map((container) =>
    container === chosen
      ? {
          ...container,
          resources: {
            ...container.resources,
            requests: { ...container.resources?.requests, ...requests },
            limits: { ...container.resources?.limits, ...limits },
          },
        }
      : container,
  );
}
