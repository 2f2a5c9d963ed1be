/** Draws the objects besides nodes and pods of a sequence: owners, services, budgets, classes, volumes. */

import type { ClusterObject } from '../../../src/core/objects/cluster-object.ts';
import { boundClaim, boundVolume } from './bound-claim.ts';
import type { Drawing } from './drawing.ts';

const MEBI = 2 ** 20;

/** Images that nodes may hold. */
export const IMAGES: readonly { readonly names: readonly string[]; readonly sizeBytes: number }[] = [
  { names: ['registry.invalid/small:1'], sizeBytes: 40 * MEBI },
  { names: ['registry.invalid/large:1', 'registry.invalid/large:2'], sizeBytes: 700 * MEBI },
  { names: ['registry.invalid/huge:latest'], sizeBytes: 3000 * MEBI },
];

/** Controllers of pods, with the labels that their pods have. */
export const OWNERS = [
  { reference: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'rs' }, labels: { set: 'rs' } },
  {
    reference: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'sts', uid: 'sts' },
    labels: { set: 'sts' },
  },
  {
    reference: { apiVersion: 'v1', kind: 'ReplicationController', name: 'rc', uid: 'rc' },
    labels: { set: 'rc' },
  },
] as const;

interface Wanted {
  readonly owned: number;
  readonly priority: number;
  readonly volume: number;
}

/** Only the objects that pods of the family can use. Budgets have a fixed status, because no controller runs. */
export function drawObjects(draw: Drawing, wanted: Wanted): ClusterObject[] {
  return [
    ...(wanted.owned > 0 ? owners(draw) : []),
    ...(wanted.priority > 0 ? priorities(draw) : []),
    ...(wanted.volume > 0 ? volumes() : []),
  ];
}

function owners(draw: Drawing): ClusterObject[] {
  const selector = (set: string) => ({ matchLabels: { set } });
  return [
    { kind: 'ReplicaSet', metadata: { name: 'rs' }, spec: { selector: selector('rs') } },
    { kind: 'StatefulSet', metadata: { name: 'sts' }, spec: { selector: selector('sts') } },
    { kind: 'ReplicationController', metadata: { name: 'rc' }, spec: { selector: { set: 'rc' } } },
    ...(draw.chance(0.6)
      ? [{ kind: 'Service' as const, metadata: { name: 'web' }, spec: { selector: { app: 'web' } } }]
      : []),
  ];
}

function priorities(draw: Drawing): ClusterObject[] {
  const budget = (app: string): ClusterObject => ({
    kind: 'PodDisruptionBudget',
    metadata: { name: app },
    spec: { minAvailable: 1, selector: { matchLabels: { app } } },
    status: { disruptionsAllowed: draw.whole(0, 2) },
  });
  return [
    { kind: 'PriorityClass', metadata: { name: 'low' }, value: -5 },
    { kind: 'PriorityClass', metadata: { name: 'mid' }, value: 100 },
    { kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 },
    { kind: 'PriorityClass', metadata: { name: 'calm' }, value: 500, preemptionPolicy: 'Never' },
    ...['web', 'db'].filter(() => draw.chance(0.5)).map(budget),
  ];
}

const ZONE = 'topology.kubernetes.io/zone';

function volumes(): ClusterObject[] {
  return [
    {
      kind: 'StorageClass',
      metadata: { name: 'now' },
      provisioner: 'none.invalid/disk',
      volumeBindingMode: 'Immediate',
    },
    ...bound('zonal-a', { [ZONE]: ['a'] }),
    ...bound('zonal-b', { [ZONE]: ['b', 'c'] }),
    ...bound('on-n0', { 'kubernetes.io/hostname': ['n0'] }),
    ...bound('anywhere', undefined),
    ...bound('once', undefined, 'ReadWriteOncePod'),
    {
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'unbound', namespace: 'default' },
      spec: {
        storageClassName: 'now',
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
      },
    },
  ];
}

/** A claim that is bound to a volume. Nodes outside of `where` cannot reach the volume. */
function bound(
  name: string,
  where: Readonly<Record<string, readonly string[]>> | undefined,
  accessMode = 'ReadWriteOnce',
): ClusterObject[] {
  const matchExpressions = Object.entries(where ?? {}).map(([key, values]) => ({
    key,
    operator: 'In',
    values,
  }));
  const reach = where && { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } };
  const source = { csi: { driver: 'none.invalid', volumeHandle: name } };
  return [boundVolume(name, accessMode, { ...source, ...reach }), boundClaim(name, accessMode)];
}
