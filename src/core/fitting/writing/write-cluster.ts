/** Writes the cluster of a recording as its pods need it: nodes, objects that decide, the scheduler and its version. */

import type { PodTemplate } from '../../objects/pod.ts';
import type { RecordingHeader, SchedulerLatency } from '../../recording/observation.ts';
import { modelledVersion } from '../../scheduler/kubernetes-version.ts';
import { evictionsByNode } from '../nodes/node-drain.ts';
import { nodeReferences } from '../nodes/node-references.ts';
import type { FittedTemplate } from '../objects/needed-objects.ts';
import type { ClusterHistory, PodHistory } from '../pods/pod-history.ts';
import { writeNodes } from './write-nodes.ts';
import { writeObjects } from './write-objects.ts';
import { writeScheduler } from './write-scheduler.ts';
import { withKnownClasses } from './write-template.ts';
import type { WrittenScenario } from './written-scenario.ts';

export interface ClusterToWrite extends Pick<ClusterHistory, 'nodes' | 'objects' | 'scheduler'> {
  /** As the header of the recording has it. */
  readonly kubernetes: string | undefined;
  readonly latency?: SchedulerLatency | undefined;
}

/** The cluster of a recording: its header has the version, and the configuration that a replay began with. */
export function clusterToWrite({ source }: RecordingHeader, history: ClusterHistory): ClusterToWrite {
  const { nodes, objects, scheduler } = history;
  const { configuration, kubernetes, latency } = source;
  return {
    nodes,
    objects,
    scheduler: configuration === undefined ? scheduler : [{ at: 0, configuration }, ...scheduler],
    kubernetes,
    latency,
  };
}

export interface WrittenCluster {
  /** The keys `cluster`; undefined where the recording has nothing to write. */
  readonly cluster: WrittenScenario | undefined;
  /** The keys of `events` besides pods and workloads. */
  readonly events: WrittenScenario;
  /** A template as the scenario can have it: with the classes that are written. */
  templateOf(template: PodTemplate): PodTemplate;
}

/** @param pods - whose evictions show which nodes were drained. */
export function writeCluster(
  { nodes, objects, scheduler, kubernetes, latency }: ClusterToWrite,
  templates: readonly FittedTemplate[],
  pods: readonly PodHistory[],
): WrittenCluster {
  const written = writeObjects(objects, templates);
  const selectors = written.needed.flatMap((object) =>
    object.kind === 'PersistentVolume' ? (object.spec?.nodeAffinity?.required ?? []) : [],
  );
  const references = nodeReferences(
    templates.map(({ template }) => template),
    selectors,
  );
  const { pools, events } = writeNodes(nodes, references, evictionsByNode(pods));
  const { scheduler: configured, events: changes } = writeScheduler(scheduler, latency);
  const version = kubernetes === undefined ? undefined : modelledVersion(kubernetes);
  const cluster = {
    ...(version !== undefined && { kubernetesVersion: version }),
    ...(pools.length > 0 && { nodes: pools }),
    ...(written.present.length > 0 && { objects: written.present }),
    ...(configured && { scheduler: configured }),
  };
  return {
    cluster: Object.keys(cluster).length > 0 ? cluster : undefined,
    events: {
      ...(events.length > 0 && { nodes: events }),
      ...(written.events.length > 0 && { objects: written.events }),
      ...(changes.length > 0 && { scheduler: changes }),
    },
    templateOf: (template) => withKnownClasses(template, written.needed),
  };
}
