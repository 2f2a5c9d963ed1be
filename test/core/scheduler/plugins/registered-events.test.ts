/** For which events each plugin wakes the pods that it rejected, in each release (EventsToRegister of each plugin). */
import test from 'ava';
import { createClusterCache } from '../../../../src/core/scheduler/cache/cluster-cache.ts';
import { createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import { NODE_UPDATES } from '../../../../src/core/scheduler/framework/cluster-event.ts';
import { createFrameworks } from '../../../../src/core/scheduler/framework/frameworks.ts';
import { behaviourOf, KUBERNETES_VERSIONS } from '../../../../src/core/scheduler/kubernetes-version.ts';

/** Without hints up to 1.31; up to 1.36 taints wake all plugins that listen to new nodes. */
interface Release {
  readonly minor: number;
  readonly hints: boolean;
  readonly taints: readonly string[];
}

const NODE = 'node-added';
const LABELS = 'node-labels-changed';
const changed = (kind: string) => [`object-added ${kind}`, `object-updated ${kind}`];
const when = (condition: boolean, ...events: string[]) => (condition ? events : []);
/** A plugin that up to 1.31 listens to every update of a node. */
const nodes = ({ hints, taints }: Release, ...updates: string[]) =>
  hints ? [NODE, ...taints, ...updates] : [NODE, ...NODE_UPDATES];
const tainted = ({ hints }: Release) =>
  hints ? [NODE, 'node-taints-changed', 'pod-tolerations-changed'] : [NODE, ...NODE_UPDATES];

const EVENTS: Readonly<Record<string, (release: Release) => readonly string[]>> = {
  NodeUnschedulable: tainted,
  TaintToleration: tainted,
  NodeName: (release) => nodes(release),
  NodeAffinity: (release) => nodes(release, LABELS),
  NodePorts: (release) => [...nodes(release), 'pod-removed'],
  NodeResourcesFit: (release) => [
    ...nodes(release, 'node-allocatable-changed'),
    'pod-removed',
    ...when(release.minor >= 33, 'pod-scaled-down'),
  ],
  InterPodAffinity: ({ taints }) => [
    ...[NODE, LABELS, ...taints],
    ...['pod-assigned', 'pod-labels-changed', 'pod-removed'],
  ],
  PodTopologySpread: ({ hints }) => [
    ...[NODE, 'node-removed', LABELS, 'node-taints-changed'],
    ...['pod-assigned', 'pod-labels-changed', 'pod-removed'],
    ...when(hints, 'pod-tolerations-changed'),
  ],
  VolumeRestrictions: ({ minor, taints }) => [
    ...[NODE, ...taints, 'pod-removed', 'object-added PersistentVolumeClaim'],
    ...when(minor === 30, 'object-updated PersistentVolumeClaim'),
  ],
  NodeVolumeLimits: ({ minor }) => [
    ...['object-added CSINode', 'object-added PersistentVolumeClaim', 'pod-removed'],
    ...when(minor >= 33, 'object-updated CSINode'),
    ...when(minor >= 32, 'object-removed VolumeAttachment'),
  ],
  VolumeBinding: ({ hints, taints }) => [
    ...[NODE, LABELS, ...taints],
    ...changed('StorageClass'),
    ...changed('PersistentVolumeClaim'),
    ...changed('PersistentVolume'),
    ...changed('CSINode'),
    ...changed('CSIStorageCapacity'),
    ...when(!hints, 'object-added CSIDriver'),
    'object-updated CSIDriver',
  ],
  VolumeZone: ({ minor, taints }) => [
    ...[NODE, LABELS, ...taints],
    ...['object-added StorageClass', 'object-added PersistentVolumeClaim'],
    ...when(minor >= 31, 'object-updated PersistentVolumeClaim'),
    ...changed('PersistentVolume'),
  ],
  SchedulingGates: ({ hints }) => when(hints, 'pod-gates-removed'),
};

for (const version of KUBERNETES_VERSIONS) {
  test(`${version}: every plugin registers the events of the release`, (t) => {
    const behaviour = behaviourOf(version);
    const columns = createResourceColumns();
    const { objects } = createClusterCache(columns);
    const handle = { waitingPods: { all: () => [], get: () => undefined }, activate: () => {} };
    const context = { behaviour, columns, objects, handle };
    const { hints } = createFrameworks(readConfiguration(undefined, behaviour), behaviour, context).first;
    const minor = Number(version.slice(2));
    const release = {
      minor,
      hints: minor >= 32,
      taints: when(minor <= 36, 'node-taints-changed'),
    };
    for (const [plugin, expected] of Object.entries(EVENTS)) {
      const registered = [...hints].filter(([, plugins]) => plugins.has(plugin)).map(([event]) => event);
      t.deepEqual(registered.sort(), [...new Set(expected(release))].sort(), plugin);
    }
  });
}
