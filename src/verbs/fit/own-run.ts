/** Restores the history of a recorded run of keg: the names of the scenario, without the labels that mark a run. */
import type { NodeHistory } from '../../core/fitting/nodes/node-history.ts';
import type { RecordedObjectChange } from '../../core/fitting/objects/object-changes.ts';
import type { ClusterHistory } from '../../core/fitting/pods/pod-history.ts';
import type { Node } from '../../core/objects/node.ts';
import type { ObjectMetadata } from '../../core/objects/object-metadata.ts';
import type { PodTemplate } from '../../core/objects/pod.ts';
import { RUN_LABEL } from '../../targets/live/objects/run-label.ts';
import { PROBE_LABEL, scenarioNamespace } from '../../targets/live/objects/run-names.ts';

/** The history is unchanged where it has no run, or several: objects of several runs could not be separated. */
export function withoutRunMarks(history: ClusterHistory): ClusterHistory {
  const recorded = withoutProbe(history);
  const runs = new Set(
    recorded.nodes.flatMap(({ states }) => states[0]!.node.metadata.labels?.[RUN_LABEL] ?? []),
  );
  const [run, another] = runs;
  if (run === undefined || another !== undefined) return recorded;
  const templates = new Map<string, PodTemplate>();
  const templateOf = (hash: string, template: PodTemplate): PodTemplate => {
    const plain = templates.get(hash) ?? unmarkedTemplate(template);
    templates.set(hash, plain);
    return plain;
  };
  return {
    ...recorded,
    pods: recorded.pods.map((pod) => ({
      ...pod,
      namespace: scenarioNamespace(run, pod.namespace),
      template: templateOf(pod.templateHash, pod.template),
      labels: pod.labels && withoutLabel(pod.labels),
    })),
    nodes: recorded.nodes.map(unmarkedNode),
    objects: recorded.objects.map((change) => unmarkedObject(change, run)),
  };
}

/** A probe of keg measures the cluster before a play. Its node and its pods are no part of what was recorded. */
function withoutProbe(history: ClusterHistory): ClusterHistory {
  return {
    ...history,
    pods: history.pods.filter(
      ({ labels, template }) =>
        labels?.[PROBE_LABEL] === undefined && template.spec.nodeSelector?.[PROBE_LABEL] === undefined,
    ),
    nodes: history.nodes.filter(({ states }) => states[0]!.node.metadata.labels?.[PROBE_LABEL] === undefined),
  };
}

function unmarkedObject(
  { object, removed, ...change }: RecordedObjectChange,
  run: string,
): RecordedObjectChange {
  return {
    ...change,
    ...(object && { object: { ...object, metadata: unmarkedMetadata(object.metadata, run) } }),
    ...(removed && { removed: { ...removed, metadata: unmarkedMetadata(removed.metadata, run) } }),
  };
}

function unmarkedMetadata(metadata: ObjectMetadata, run: string): ObjectMetadata {
  const { namespace, labels } = metadata;
  return {
    ...metadata,
    ...(namespace !== undefined && { namespace: scenarioNamespace(run, namespace) }),
    ...(labels && { labels: withoutLabel(labels) }),
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

function unmarkedNode(history: NodeHistory): NodeHistory {
  return { ...history, states: history.states.map((state) => ({ ...state, node: unmarked(state.node) })) };
}

function unmarked(node: Node): Node {
  const { metadata, spec } = node;
  return {
    ...node,
    metadata: { ...metadata, labels: withoutLabel(metadata.labels ?? {}) },
    spec: { ...spec, taints: (spec?.taints ?? []).filter(({ key }) => key !== RUN_LABEL) },
  };
}

function withoutLabel(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { [RUN_LABEL]: _, ...others } = labels;
  return others;
}
