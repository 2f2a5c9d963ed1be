/** The objects of a scenario as a run creates them on a cluster. */
import test from 'ava';
import type { ClusterObject } from '../../../../src/core/objects/cluster-object.ts';
import { OBJECT_KINDS } from '../../../../src/core/objects/object-kinds.ts';
import { runObject, runObjectPath } from '../../../../src/targets/live/objects/run-object.ts';

const sent = (object: ClusterObject) => runObject(object, 'abc', 7)!;

test('a Service is sent without an address and without ports, because only its selector decides', (t) => {
  const service: ClusterObject = {
    kind: 'Service',
    metadata: { name: 'web', namespace: 'x' },
    spec: { selector: { app: 'web' }, ...{ ports: [{ port: 80 }] } },
  };
  t.deepEqual(sent(service) as unknown, {
    path: '/api/v1/namespaces/keg-abc-x/services',
    name: 'web',
    body: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'web',
        namespace: 'keg-abc-x',
        labels: { 'keg.dev/run': 'abc' },
        annotations: { 'keg.dev/sequence': '7' },
      },
      spec: { clusterIP: 'None', selector: { app: 'web' } },
    },
  });
});

test('a RuntimeClass gets a name that only this run has', (t) => {
  const kata: ClusterObject = {
    kind: 'RuntimeClass',
    metadata: { name: 'kata' },
    handler: 'kata',
    overhead: { podFixed: { cpu: '250m' } },
  };
  t.like(sent(kata), {
    name: 'keg-abc-kata',
    body: { handler: 'kata', overhead: { podFixed: { cpu: '250m' } } },
  });
  t.is(runObjectPath(kata, 'abc'), '/apis/node.k8s.io/v1/runtimeclasses/keg-abc-kata');
});

test('every object that is sent has the label of the run, in its own metadata', (t) => {
  const kinds = OBJECT_KINDS.flatMap(({ kind, isNamespaced }) => {
    const metadata = isNamespaced ? { name: 'o', namespace: 'x' } : { name: 'o' };
    const call = runObject({ kind, metadata, spec: {} } as unknown as ClusterObject, 'abc', 1);
    if (call) t.like(call.body.metadata, { labels: { 'keg.dev/run': 'abc' } });
    return call ? [kind] : [];
  });
  t.deepEqual(kinds, [
    ...['Namespace', 'Service', 'PodDisruptionBudget', 'RuntimeClass'],
    ...['PersistentVolume', 'PersistentVolumeClaim', 'StorageClass'],
    ...['CSINode', 'CSIDriver', 'CSIStorageCapacity', 'VolumeAttachment'],
  ]);
});
