/** Restores the history of a recorded run of keg: the names of the scenario, without the labels that mark a run. */
import type { ClusterHistory } from '../../core/fitting/pods/pod-history.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import type { NodeAddedObservation } from '../../core/recording/observation.ts';
import { RUN_LABEL } from '../../targets/live/objects/run-label.ts';
import { scenarioNamespace } from '../../targets/live/objects/run-names.ts';

/** The history is unchanged where it has no run, or several: objects of several runs could not be separated. */
export function withoutRunMarks(history: ClusterHistory): ClusterHistory {
  const runs = new Set(history.nodes.flatMap(({ labels }) => labels?.[RUN_LABEL] ?? []));
  const [run, another] = runs;
  if (run === undefined || another !== undefined) return history;
  const templates = new Map<string, PodTemplate>();
  const templateOf = (hash: string, template: PodTemplate): PodTemplate => {
    const plain = templates.get(hash) ?? unmarkedTemplate(template);
    templates.set(hash, plain);
    return plain;
  };
  return {
    ...history,
    pods: history.pods.map((pod) => ({
      ...pod,
      namespace: scenarioNamespace(run, pod.namespace),
      template: templateOf(pod.templateHash, pod.template),
      labels: pod.labels && withoutLabel(pod.labels),
    })),
    nodes: history.nodes.map(unmarkedNode),
  };
}

function unmarkedTemplate(template: PodTemplate): PodTemplate {
  const { nodeSelector, tolerations, ...spec } = template.spec;
  const selected = withoutLabel(nodeSelector ?? {});
  const tolerated = tolerations?.filter(({ key }) => key !== RUN_LABEL) ?? [];
  const { labels, ...metadata } = template.metadata ?? {};
  return {
    ...(template.metadata && { metadata: { ...metadata, ...(labels && { labels: withoutLabel(labels) }) } }),
    spec: {
      ...spec,
      ...(Object.keys(selected).length > 0 && { nodeSelector: selected }),
      ...(tolerated.length > 0 && { tolerations: tolerated }),
    },
  };
}

function unmarkedNode(node: NodeAddedObservation): NodeAddedObservation {
  const { labels, taints, ...rest } = node;
  return {
    ...rest,
    ...(labels && { labels: withoutLabel(labels) }),
    ...(taints && { taints: taints.filter(({ key }) => key !== RUN_LABEL) }),
  };
}

function withoutLabel(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { [RUN_LABEL]: _, ...others } = labels;
  return others;
}
