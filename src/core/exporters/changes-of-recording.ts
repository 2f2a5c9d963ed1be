/** Converts the observations of a recording into changes of namespaces, nodes and pods, as if nothing had been scheduled yet. */
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { Observation } from '../recording/observation.ts';
import { addedNode, changedNode } from '../recording/recorded-node.ts';
import type { ExportedChange, ExportedObject } from './export-format.ts';

/** Takes observations in order, and gives the changes that follow from each. Pods lose their node, and are deleted when they end. */
export function createExportedChanges(): (observation: Observation) => readonly ExportedChange[] {
  const templates = new Map<string, PodTemplate>();
  const nodes = new Map<string, Node>();
  const pods = new Map<string, ExportedObject>();
  const namespaces = new Set(['default']);

  function podEnds(at: number, uid: string): readonly ExportedChange[] {
    const pod = pods.get(uid);
    pods.delete(uid);
    return pod ? [{ at, method: 'delete', object: bare(pod) }] : [];
  }

  return (observation) => {
    const { at } = observation;
    switch (observation.kind) {
      case 'template':
        templates.set(observation.hash, observation.template);
        return [];
      case 'node-added': {
        const node = addedNode(observation);
        nodes.set(observation.uid, node);
        return [{ at, method: 'create', object: nodeObject(node) }];
      }
      case 'node-changed': {
        const before = nodes.get(observation.uid);
        if (!before) return [];
        const node = changedNode(before, observation);
        nodes.set(observation.uid, node);
        return [{ at, method: 'update', object: nodeObject(node) }];
      }
      case 'node-removed': {
        const node = nodes.get(observation.uid);
        nodes.delete(observation.uid);
        return node ? [{ at, method: 'delete', object: bare(nodeObject(node)) }] : [];
      }
      case 'pod-created': {
        const template = templates.get(observation.template);
        if (!template) return [];
        const { uid, namespace, name, labels, volumes = [] } = observation;
        const own = { ...template.metadata?.labels, ...labels };
        const { spec } = template;
        const object: ExportedObject = {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name, namespace, ...(Object.keys(own).length > 0 && { labels: own }) },
          spec: volumes.length === 0 ? spec : { ...spec, volumes: [...(spec.volumes ?? []), ...volumes] },
        };
        pods.set(uid, object);
        const created: ExportedChange = { at, method: 'create', object };
        if (namespaces.has(namespace)) return [created];
        namespaces.add(namespace);
        const place = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } } as const;
        return [{ at, method: 'create', object: place }, created];
      }
      case 'pod-finished':
      case 'pod-deleted':
        return podEnds(at, observation.uid);
      default:
        return [];
    }
  };
}

function nodeObject({ metadata, spec, status }: Node): ExportedObject {
  const { name, labels } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, ...(labels && { labels }) },
    ...(spec && { spec }),
    status,
  };
}

/** What a deletion contains. */
function bare({ apiVersion, kind, metadata: { name, namespace } }: ExportedObject): ExportedObject {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}
