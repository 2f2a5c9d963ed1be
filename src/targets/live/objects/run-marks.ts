/** Removes keg's own labels, taints and tolerations from observed objects, so that a recording shows them as the scenario does. */

import type { NodeObject } from '../../../core/observing/node-object.ts';
import type { PodObject } from '../../../core/observing/pod-object.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import { RUN_LABEL } from './run-label.ts';
import { ownName } from './run-names.ts';

export function nodeWithoutMarks<T extends NodeObject>(node: T): T {
  const taints = node.spec?.taints?.filter(({ key }) => key !== RUN_LABEL);
  return {
    ...node,
    metadata: { ...node.metadata, labels: withoutMarks(node.metadata.labels) },
    ...(node.spec ? { spec: { ...node.spec, ...(taints ? { taints } : {}) } } : {}),
  };
}

export function podWithoutMarks<T extends PodObject>(pod: T, run: string): T {
  const { nodeSelector, tolerations, volumes } = pod.spec;
  const isOwn = (key: string | undefined, value: string | undefined): boolean =>
    key === RUN_LABEL && value === run;
  return {
    ...pod,
    metadata: { ...pod.metadata, labels: withoutMarks(pod.metadata.labels) },
    spec: {
      ...pod.spec,
      ...(volumes ? { volumes: withoutPrefix(volumes, ownName(run, '')) } : {}),
      ...(nodeSelector ? { nodeSelector: withoutMarks(nodeSelector) } : {}),
      ...(tolerations ? { tolerations: tolerations.filter(({ key, value }) => !isOwn(key, value)) } : {}),
    },
  };
}

/** An object with the names of the scenario, its own and those that it refers to. */
export function objectWithoutMarks<T extends KubernetesObject>(object: T, run: string): T {
  const named = withoutPrefix(object, ownName(run, ''));
  return { ...named, metadata: { ...named.metadata, labels: withoutMarks(named.metadata.labels) } };
}

/** Names of the run begin with it, and no other text does. */
function withoutPrefix<T>(value: T, prefix: string): T {
  if (typeof value === 'string')
    return (value.startsWith(prefix) ? value.slice(prefix.length) : value) as T & string;
  if (Array.isArray(value)) return value.map((each) => withoutPrefix(each, prefix)) as T & unknown[];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withoutPrefix(each, prefix)]),
  ) as T & object;
}

function withoutMarks(labels: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !key.startsWith('keg.dev/')));
}
