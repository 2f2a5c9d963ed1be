/** Draws sequences whose pods use volumes of every kind: disks, bound and unbound claims, classes with topologies, capacities, limits of nodes. */

import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import type { ClusterObject } from '../../../src/core/objects/cluster-object.ts';
import type { Node } from '../../../src/core/objects/node.ts';
import type { Volume } from '../../../src/core/objects/pod.ts';
import { boundClaim, boundVolume } from './bound-claim.ts';
import { type Drawing, drawing } from './drawing.ts';
import type { DrawnSequence, DrawnStep } from './drawn-sequence.ts';

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
/** In the form of the zones of GCE: kube-scheduler does not decide about a disk of GCE in another zone, it reports an error. */
const ZONES = ['x-east-a', 'x-east-b', 'x-east-c'];
const [FIRST_ZONE = '', SECOND_ZONE, THIRD_ZONE] = ZONES;
const DRIVER = 'disk.invalid';
const PODS = 14;
const BOUND = 6;
const UNBOUND = 8;

/** The sequence of that number. No pod stays in the queue, because bindings would wake it at an unknown moment. */
export function drawStorageSequence(index: number, seed: number): DrawnSequence {
  const id = `storage-${index}`;
  const draw = drawing(randomStream(seed, 'golden', id));
  const nodes = Array.from({ length: draw.whole(3, 6) }, (_, i) => drawNode(draw, `n${i}`));
  const names = nodes.map(({ metadata }) => metadata.name);
  return {
    id,
    family: 'storage',
    config: null,
    objects: [
      ...classes(draw),
      ...volumes(draw, names),
      ...Array.from({ length: BOUND }, (_, i) => bound(draw, `bound-${i}`, names)).flat(),
      ...claims(draw),
      ...names.filter(() => draw.chance(0.8)).map((name) => csiNode(draw, name)),
      ...attachments(draw, names),
    ],
    nodes,
    steps: Array.from({ length: PODS }, (_, i) => drawPod(draw, i)),
  };
}

function drawNode(draw: Drawing, name: string): Node {
  const zone = draw.chance(0.85) ? { [ZONE]: draw.of(ZONES) } : {};
  const allocatable = { cpu: `${draw.of([4, 6, 8])}`, memory: `${draw.of([8, 15, 16])}Gi`, pods: '110' };
  return { metadata: { name, labels: { [HOST]: name, ...zone } }, spec: {}, status: { allocatable } };
}

function classes(draw: Drawing): ClusterObject[] {
  const make = (name: string, provisioner: string, more: object = {}): ClusterObject => ({
    kind: 'StorageClass',
    metadata: { name },
    provisioner,
    volumeBindingMode: 'WaitForFirstConsumer',
    ...more,
  });
  const values = ZONES.filter(() => draw.chance(0.6));
  const allowedTopologies = [
    { matchLabelExpressions: [{ key: ZONE, values: values.length > 0 ? values : [FIRST_ZONE] }] },
  ];
  const capacities = ZONES.filter(() => draw.chance(0.7)).map(
    (zone): ClusterObject => ({
      kind: 'CSIStorageCapacity',
      metadata: { name: `in-${zone}`, namespace: 'default' },
      storageClassName: 'tracked',
      nodeTopology: { matchLabels: { [ZONE]: zone } },
      capacity: `${draw.whole(1, 20)}Gi`,
    }),
  );
  return [
    make('now', 'none.invalid/disk', { volumeBindingMode: 'Immediate' }),
    make('local', 'kubernetes.io/no-provisioner'),
    make('made', DRIVER, { allowedTopologies }),
    make('tracked', 'tracked.invalid'),
    { kind: 'CSIDriver', metadata: { name: 'tracked.invalid' }, spec: { storageCapacity: true } },
    {
      kind: 'CSIDriver',
      metadata: { name: DRIVER },
      spec: { preventPodSchedulingIfMissing: draw.chance(0.5) },
    },
    ...capacities,
  ];
}

function reach(draw: Drawing, nodes: readonly string[]): object {
  const [key, values] = draw.chance(0.5) ? [ZONE, ZONES] : [HOST, nodes];
  const chosen = values.filter(() => draw.chance(0.5));
  const matchExpressions = [{ key, operator: 'In', values: chosen.length > 0 ? chosen : [values[0]] }];
  return draw.chance(0.2)
    ? {}
    : { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } };
}

/** All of different sizes, because the choice among equal ones is random. */
function volumes(draw: Drawing, nodes: readonly string[]): ClusterObject[] {
  return Array.from(
    { length: 8 },
    (_, i): ClusterObject => ({
      kind: 'PersistentVolume',
      metadata: { name: `free-${i}`, labels: { tier: draw.of(['fast', 'slow']) } },
      spec: {
        capacity: { storage: `${(i + 1) * 1000 + draw.whole(0, 900)}Mi` },
        accessModes: draw.chance(0.8) ? ['ReadWriteOnce', 'ReadOnlyMany'] : ['ReadOnlyMany'],
        storageClassName: draw.chance(0.85) ? 'local' : 'made',
        volumeMode: draw.chance(0.9) ? 'Filesystem' : 'Block',
        csi: { driver: DRIVER, volumeHandle: `free-${i}` },
        ...reach(draw, nodes),
      },
      status: { phase: draw.chance(0.9) ? 'Available' : 'Released' },
    }),
  );
}

/** A claim and its volume, of a CSI driver or of an in-tree plugin, with or without labels of zones. */
function bound(draw: Drawing, name: string, nodes: readonly string[]): ClusterObject[] {
  const source = draw.of([
    { csi: { driver: DRIVER, volumeHandle: name } },
    { awsElasticBlockStore: { volumeID: `aws://a/vol-${name.length}${name.slice(-1)}` } },
    { gcePersistentDisk: { pdName: name } },
  ]);
  const accessMode = draw.chance(0.3) ? 'ReadWriteOncePod' : 'ReadWriteOnce';
  const zones = draw.of([
    undefined,
    FIRST_ZONE,
    `${SECOND_ZONE}__${THIRD_ZONE}`,
    `${THIRD_ZONE}__${FIRST_ZONE}`,
  ]);
  const label = draw.of([ZONE, 'failure-domain.beta.kubernetes.io/zone']);
  const isGone = draw.chance(0.1);
  const labels = zones === undefined ? {} : { [label]: zones };
  const volume = boundVolume(name, accessMode, { ...source, ...reach(draw, nodes) }, labels);
  const claim = boundClaim(name, accessMode, draw.chance(0.9) ? 'Bound' : 'Lost');
  return isGone ? [claim] : [volume, claim];
}

function claims(draw: Drawing): ClusterObject[] {
  return Array.from({ length: UNBOUND }, (_, i): ClusterObject => {
    const selector = draw.chance(0.2) ? { selector: { matchLabels: { tier: 'fast' } } } : {};
    return {
      kind: 'PersistentVolumeClaim',
      metadata: { name: `open-${i}`, namespace: 'default' },
      spec: {
        storageClassName: draw.of(['local', 'local', 'made', 'tracked', 'tracked', 'now', 'gone']),
        accessModes: [draw.of(['ReadWriteOnce', 'ReadWriteOnce', 'ReadOnlyMany'])],
        resources: { requests: { storage: `${draw.whole(1, 6) * 900}Mi` } },
        ...selector,
      },
    };
  });
}

function csiNode(draw: Drawing, name: string): ClusterObject {
  const limited = (driver: string) => ({
    name: driver,
    nodeID: name,
    ...(draw.chance(0.8) && { allocatable: { count: draw.whole(1, 3) } }),
  });
  const drivers = [DRIVER, 'tracked.invalid', 'ebs.csi.aws.com', 'pd.csi.storage.gke.io'];
  const plugins = ['kubernetes.io/aws-ebs', 'kubernetes.io/gce-pd'].filter(() => draw.chance(0.5));
  const annotations = { 'storage.alpha.kubernetes.io/migrated-plugins': plugins.join(',') };
  return {
    kind: 'CSINode',
    metadata: { name, annotations },
    spec: { drivers: drivers.filter(() => draw.chance(0.8)).map(limited) },
  };
}

function attachments(draw: Drawing, nodes: readonly string[]): ClusterObject[] {
  return Array.from({ length: draw.whole(0, 2) }, (_, i) => ({
    kind: 'VolumeAttachment',
    metadata: { name: `va-${i}` },
    spec: { attacher: DRIVER, nodeName: draw.of(nodes), source: { persistentVolumeName: `free-${i}` } },
  }));
}

function drawPod(draw: Drawing, index: number): DrawnStep {
  // Odd amounts that depend on the pod: the scheduler would treat two equal pods in a row as a batch.
  const requests = {
    cpu: `${draw.whole(1, 9) * 100 + index}m`,
    memory: `${draw.whole(1, 9) * 100 + index}Mi`,
  };
  const count = draw.of([0, 1, 1, 1, 1, 2, 2]);
  return {
    create: {
      metadata: { name: `p${index}` },
      spec: {
        containers: [{ name: 'c0', image: 'none.invalid/none', resources: { requests } }],
        terminationGracePeriodSeconds: 0,
        volumes: Array.from({ length: count }, (_, i) => ({ name: `v${i}`, ...drawVolume(draw) })),
      },
    },
  };
}

function drawVolume(draw: Drawing): Omit<Volume, 'name'> {
  if (draw.chance(0.75)) {
    const bounds = `bound-${draw.whole(0, BOUND - 1)}`;
    const opens = `open-${draw.whole(0, UNBOUND - 1)}`;
    return {
      persistentVolumeClaim: { claimName: draw.of([bounds, bounds, opens, opens, opens, opens, 'missing']) },
    };
  }
  const readOnly = draw.chance(0.5);
  return draw.of<Omit<Volume, 'name'>>([
    { gcePersistentDisk: { pdName: draw.of(['d0', 'd1']), readOnly } },
    { awsElasticBlockStore: { volumeID: draw.of(['vol-1', 'vol-2']), readOnly } },
    {
      iscsi: {
        targetPortal: '192.0.2.1:3260',
        iqn: 'iqn.2026-01.invalid:d',
        lun: draw.whole(0, 1),
        readOnly,
      },
    },
    { rbd: { monitors: draw.of([['x', 'y'], ['y'], ['z']]), image: 'd', readOnly } },
    {
      ephemeral: {
        volumeClaimTemplate: {
          spec: {
            storageClassName: 'made',
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
          },
        },
      },
    },
  ]);
}
