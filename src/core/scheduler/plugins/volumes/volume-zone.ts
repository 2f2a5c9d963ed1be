/** Keeps pods off nodes in other zones or regions than those that the labels of their volumes name (plugins/volumezone). */

import type { PersistentVolume } from '../../../objects/cluster-object.ts';
import type { Labels } from '../../../objects/label-selector.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { PodInfo } from '../../cache/pod-info.ts';
import type { NodeFilter, QueueingHint } from '../../framework/plugin.ts';
import { definePlugin } from '../../framework/plugin-definition.ts';
import { signVolumes } from '../../framework/pod-signature.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { type Rejection, unresolvable } from '../../framework/rejection.ts';
import { storageClassOf, WAIT_FOR_FIRST_CONSUMER } from './claims.ts';
import { namesClaim, podVolumes } from './pod-volumes.ts';

const NAME = 'VolumeZone';
const CONFLICT = unresolvable(NAME, 'node(s) had no available volume zone');

/** Each label of a zone or region, and the label that replaced it. */
const TOPOLOGY_LABELS: ReadonlyMap<string, string> = new Map([
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['topology.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['topology.kubernetes.io/region', 'topology.kubernetes.io/region'],
]);

/** A label of a volume, and the values that it accepts. */
interface Topology {
  readonly key: string;
  readonly values: readonly string[];
}

export const volumeZone = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter'],
  create: ({ behaviour }) => ({
    name: NAME,
    sign: signVolumes,
    neverFilters: (template) => !namesClaims(template),
    preFilter(pod, { objects }) {
      if (!namesClaims(pod.info)) return 'skip';
      const found = topologiesOf(pod, objects);
      if ('plugin' in found) return { rejection: found };
      return found.length === 0 ? 'skip' : { filter: zoneFilter(found) };
    },
    unprepared: {
      filter(pod, { objects }) {
        const found = topologiesOf(pod, objects);
        return 'plugin' in found ? { reject: () => found } : zoneFilter(found);
      },
    },
    events: [
      { kinds: ['object-added'], objects: ['StorageClass'], hint: waitsForConsumer },
      {
        kinds: behaviour.queueingHints
          ? ['node-added', 'node-labels-changed']
          : ['node-added', 'node-labels-changed', 'node-taints-changed'],
      },
      {
        kinds: behaviour.zoneFollowsClaims ? ['object-added', 'object-updated'] : ['object-added'],
        objects: ['PersistentVolumeClaim'],
        hint: (pod, event) =>
          'object' in event &&
          event.object.metadata.namespace === pod.namespace &&
          namesClaim(pod, event.object.metadata.name),
      },
      { kinds: ['object-added', 'object-updated'], objects: ['PersistentVolume'], hint: movesVolume },
    ],
  }),
});

function zoneFilter(topologies: readonly Topology[]): NodeFilter {
  return {
    reject: ({ node }) => (isInReach(node?.metadata.labels ?? {}, topologies) ? undefined : CONFLICT),
  };
}

/** Claims that are made for the pod do not count. */
function namesClaims(template: PodInfo): boolean {
  return podVolumes(template).claims.some(({ claimName }) => claimName !== undefined);
}

/** The topologies of the pod's bound volumes. A claim that waits for its first consumer has none yet. */
function topologiesOf(pod: PodState, objects: ClusterObjects): readonly Topology[] | Rejection {
  const result: Topology[] = [];
  for (const { claimName } of podVolumes(pod.info).claims) {
    if (claimName === undefined) continue;
    const claim = objects.get('PersistentVolumeClaim', pod.namespace, claimName);
    if (!claim) return unresolvable(NAME, `persistentvolumeclaim "${claimName}" not found`);
    const volumeName = claim.spec?.volumeName;
    if (volumeName) {
      const volume = objects.get('PersistentVolume', undefined, volumeName);
      if (!volume) return unresolvable(NAME, `persistentvolume "${volumeName}" not found`);
      result.push(...volumeTopologies(volume));
      continue;
    }
    const className = storageClassOf(claim);
    if (className === '')
      return unresolvable(NAME, 'PersistentVolumeClaim had no pv name and storageClass name');
    const storageClass = objects.get('StorageClass', undefined, className);
    if (!storageClass) return unresolvable(NAME, `storageclass.storage.k8s.io "${className}" not found`);
    if (storageClass.volumeBindingMode !== WAIT_FOR_FIRST_CONSUMER)
      return unresolvable(NAME, 'PersistentVolume had no name');
  }
  return result;
}

/** Several zones are separated by `__`. A label with an empty part doesn't count. */
function volumeTopologies({ metadata: { labels } }: PersistentVolume): Topology[] {
  return [...TOPOLOGY_LABELS.keys()].flatMap((key) => {
    const values = labels?.[key]?.split('__').map((value) => value.trim());
    return values && !values.includes('') ? [{ key, values }] : [];
  });
}

/** A node without any label of a zone or region is in reach, as in a cluster of one zone. */
function isInReach(labels: Labels, topologies: readonly Topology[]): boolean {
  if (![...TOPOLOGY_LABELS.keys()].some((key) => Object.hasOwn(labels, key))) return true;
  return topologies.every(({ key, values }) => {
    const value = labels[key] ?? labels[TOPOLOGY_LABELS.get(key) as string];
    return value !== undefined && values.includes(value);
  });
}

const waitsForConsumer: QueueingHint = (_pod, event) =>
  'object' in event &&
  event.object.kind === 'StorageClass' &&
  event.object.volumeBindingMode === WAIT_FOR_FIRST_CONSUMER;

const movesVolume: QueueingHint = (_pod, event) => {
  if (!('object' in event) || event.object.kind !== 'PersistentVolume') return false;
  const { object, objectBefore } = event;
  if (objectBefore?.kind !== 'PersistentVolume') return true;
  return JSON.stringify(volumeTopologies(objectBefore)) !== JSON.stringify(volumeTopologies(object));
};
