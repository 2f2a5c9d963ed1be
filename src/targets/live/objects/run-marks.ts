/** Removes keg's own labels, taints and tolerations from observed objects, so that a recording shows them as the scenario does. */

import type { NodeObject } from '../../../core/observing/node-object.ts';
import type { PodObject } from '../../../core/observing/pod-object.ts';
import { RUN_LABEL } from './run-label.ts';

export function nodeWithoutMarks<T extends NodeObject>(node: T): T {
  const taints = node.spec?.taints?.filter(({ key }) => key !== RUN_LABEL);
  return {
    ...node,
    metadata: { ...node.metadata, labels: withoutMarks(node.metadata.labels) },
    ...(node.spec ? { spec: { ...node.spec, ...(taints ? { taints } : {}) } } : {}),
  };
}

export function podWithoutMarks<T extends PodObject>(pod: T, run: string): T {
  const { nodeSelector, tolerations } = pod.spec;
  const isOwn = (key: string | undefined, value: string | undefined): boolean =>
    key === RUN_LABEL && value === run;
  return {
    ...pod,
    metadata: { ...pod.metadata, labels: withoutMarks(pod.metadata.labels) },
    spec: {
      ...pod.spec,
      ...(nodeSelector ? { nodeSelector: withoutMarks(nodeSelector) } : {}),
      ...(tolerations ? { tolerations: tolerations.filter(({ key, value }) => !isOwn(key, value)) } : {}),
    },
  };
}

function withoutMarks(labels: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !key.startsWith('keg.dev/')));
}
