/** Changes what an API server lets change in a pod that exists: labels, scheduling gates that fall away, requests and limits of a container. */
import type { Container, PodTemplate, ResourceList } from './pod.ts';

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

function resized(
  containers: readonly Container[],
  { container: name, requests, limits }: PodResize,
): readonly Container[] {
  const chosen = name === undefined ? 0 : containers.findIndex((container) => container.name === name);
  return containers.map((container, index) =>
    index === chosen
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
