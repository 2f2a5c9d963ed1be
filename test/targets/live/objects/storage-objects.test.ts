/** Volumes, claims and classes as a run creates them: with names of the run, and with all that an API server asks for. */
import test from 'ava';
import type { ClaimTemplate, ClusterObject } from '../../../../src/core/objects/cluster-object.ts';
import { runObject } from '../../../../src/targets/live/objects/run-object.ts';
import {
  runClaimTemplates,
  runVolumes,
  withDefaultClass,
} from '../../../../src/targets/live/objects/storage-objects.ts';

const sent = (object: object): { path: string; body: object } =>
  runObject(object as ClusterObject, 'abc', 1)!;

test('a claim names its class and its volume as the run does, never a class of the cluster', (t) => {
  const metadata = { name: 'data', namespace: 'shop' };
  const claim = { kind: 'PersistentVolumeClaim', metadata };
  const spec = { storageClassName: 'zonal', volumeName: 'v1', resources: { requests: { storage: 5 } } };
  const named = sent({ ...claim, spec });
  t.is(named.path, '/api/v1/namespaces/keg-abc-shop/persistentvolumeclaims');
  t.like(named.body, {
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'keg-abc-zonal',
      volumeName: 'keg-abc-v1',
      resources: { requests: { storage: '5' } },
    },
  });
  t.like(sent(claim).body, { spec: { storageClassName: '' } });
});

test('a claim that is bound is bound again by the volume controller of the cluster', (t) => {
  const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' };
  const metadata = { name: 'data', namespace: 'shop', annotations };
  const { body } = sent({ kind: 'PersistentVolumeClaim', metadata, status: { phase: 'Bound' } });
  t.deepEqual((body as { metadata: { annotations: object } }).metadata.annotations, {
    'keg.dev/sequence': '1',
  });
  t.false('status' in body);
});

test('a volume keeps its place and its disk, and names its claim in the namespace of the run', (t) => {
  const nodeAffinity = { required: { nodeSelectorTerms: [] } };
  const spec = { nodeAffinity, claimRef: { namespace: 'shop', name: 'data', uid: 'u1' } };
  const { body } = sent({ kind: 'PersistentVolume', metadata: { name: 'v1' }, spec });
  t.like(body, { metadata: { name: 'keg-abc-v1' } });
  t.deepEqual((body as { spec: object }).spec, {
    nodeAffinity,
    hostPath: { path: '/dev/null' },
    capacity: { storage: '1' },
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    claimRef: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace: 'keg-abc-shop',
      name: 'data',
    },
  });
  const csi = { driver: 'd', volumeHandle: 'h' };
  const disk = sent({ kind: 'PersistentVolume', metadata: { name: 'v1' }, spec: { csi } });
  t.false('hostPath' in (disk.body as { spec: object }).spec);
});

test('nodes of drivers and drivers keep their names, and classes do not become the default', (t) => {
  const isDefault = { 'storageclass.kubernetes.io/is-default-class': 'true' };
  const zonal = {
    kind: 'StorageClass',
    metadata: { name: 'zonal', annotations: isDefault },
    provisioner: 'd',
  };
  t.like(sent(zonal).body, { metadata: { name: 'keg-abc-zonal' }, provisioner: 'd' });
  t.notRegex(JSON.stringify(sent(zonal)), /is-default/);
  const node = { kind: 'CSINode', metadata: { name: 'n' }, spec: { drivers: [{ name: 'd' }] } };
  t.like(sent(node).body, { metadata: { name: 'n' }, spec: { drivers: [{ name: 'd', nodeID: 'n' }] } });
  t.like(sent({ kind: 'CSIDriver', metadata: { name: 'd' } }).body, { metadata: { name: 'd' } });
});

test('claims that name no class get the default class of the scenario', (t) => {
  const claim = (spec: NonNullable<ClaimTemplate['spec']> | null): ClaimTemplate => ({
    metadata: { name: 'data' },
    spec,
  });
  t.is(withDefaultClass(claim(null), 'usual').spec?.storageClassName, 'usual');
  t.is(withDefaultClass(claim({ storageClassName: '' }), 'usual').spec?.storageClassName, '');
  const [template] = runClaimTemplates([claim({})], 'abc', 'usual');
  t.like(template, {
    metadata: { name: 'data', labels: { 'keg.dev/run': 'abc' } },
    spec: { storageClassName: 'keg-abc-usual' },
  });
});

test('a pod keeps its claims and disks, and loses what decides nothing', (t) => {
  const claim = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
  const scratch = {
    name: 'scratch',
    ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'zonal' } } },
  };
  const secret = { name: 'key', secret: { secretName: 'key' } };
  const kept = runVolumes([claim, scratch, secret], 'abc', undefined);
  t.deepEqual(
    kept.map(({ name }) => name),
    ['data', 'scratch'],
  );
  t.like(kept[1], {
    ephemeral: {
      volumeClaimTemplate: {
        metadata: { labels: { 'keg.dev/run': 'abc' } },
        spec: { storageClassName: 'keg-abc-zonal' },
      },
    },
  });
});
