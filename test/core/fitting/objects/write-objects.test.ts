/** A scenario has the recorded objects that decide about its pods, and no others. */
import test from 'ava';
import { writeObjects } from '../../../../src/core/fitting/writing/write-objects.ts';
import type { ClusterObject } from '../../../../src/core/objects/cluster-object.ts';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';

function object(kind: string, name: string, rest: object = {}, namespace?: string): ClusterObject {
  const metadata = { name, uid: `uid-${name}`, ...(namespace && { namespace }) };
  return { kind, metadata, ...rest } as unknown as ClusterObject;
}

function pods(spec: Partial<PodSpec> = {}, labels: Readonly<Record<string, string>> = { app: 'web' }) {
  return [{ namespace: 'shop', template: { metadata: { labels }, spec: { containers: [], ...spec } } }];
}

function names(objects: readonly ClusterObject[], templates = pods()): unknown[] {
  const changes = objects.map((each) => ({ at: 0, object: each }));
  return writeObjects(changes, templates).present.map(({ metadata }) => (metadata as { name: string }).name);
}

test('services and budgets are kept where they select fitted pods', (t) => {
  const selector = { app: 'web' };
  const budget = { spec: { selector: { matchLabels: selector }, minAvailable: 1 } };
  t.deepEqual(
    names([
      object('Service', 'mine', { spec: { selector } }, 'shop'),
      object('Service', 'other', { spec: { selector: { app: 'db' } } }, 'shop'),
      object('Service', 'elsewhere', { spec: { selector } }, 'bank'),
      object('Service', 'without', { spec: {} }, 'shop'),
      object('PodDisruptionBudget', 'budget', budget, 'shop'),
      object('PodDisruptionBudget', 'far', budget, 'bank'),
    ]),
    ['mine', 'budget'],
  );
});

test('classes are kept where a fitted pod names them', (t) => {
  const classes = [
    object('PriorityClass', 'high', { value: 10 }),
    object('PriorityClass', 'low', { value: 1 }),
    object('RuntimeClass', 'kata'),
  ];
  t.deepEqual(names(classes, pods({ priorityClassName: 'high', runtimeClassName: 'kata' })), [
    'high',
    'kata',
  ]);
  t.deepEqual(names(classes), []);
});

test('a claim that all pods mount is kept with its volume and its storage class', (t) => {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
  const claimRef = { namespace: 'shop', name: 'data', uid: 'uid-data' };
  const present = [
    object('StorageClass', 'fast', { provisioner: 'x' }),
    object('StorageClass', 'slow', { provisioner: 'x' }),
    object('PersistentVolumeClaim', 'data', { spec: { volumeName: 'pv', storageClassName: 'fast' } }, 'shop'),
    object('PersistentVolumeClaim', 'other', { spec: { volumeName: 'pv2' } }, 'shop'),
    object('PersistentVolume', 'pv', { spec: { claimRef } }),
    object('PersistentVolume', 'pv2', { spec: {} }),
  ];
  t.deepEqual(names(present, pods({ volumes })), ['fast', 'data', 'pv']);
  const [volume] = writeObjects(
    [
      { at: 0, object: present[4]! },
      { at: 0, object: present[2]! },
    ],
    pods({ volumes }),
  ).present;
  t.deepEqual(volume, {
    kind: 'PersistentVolume',
    metadata: { name: 'pv' },
    spec: { claimRef: { namespace: 'shop', name: 'data' } },
  });
});

test('namespaces are kept where an affinity selects namespaces', (t) => {
  const term = { topologyKey: 'zone', labelSelector: {}, namespaceSelector: { matchLabels: { team: 'a' } } };
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  const namespaces = [object('Namespace', 'shop'), object('Namespace', 'bank')];
  t.deepEqual(names(namespaces, pods({ affinity })), ['shop']);
  t.deepEqual(names(namespaces), []);
});

test('later changes and removals are events', (t) => {
  const service = (app: string) => object('Service', 'web', { spec: { selector: { app } } }, 'shop');
  const { present, events } = writeObjects(
    [
      { at: -1, object: service('old') },
      { at: 5, object: service('web') },
      { at: 9, removed: service('web') },
    ],
    pods(),
  );
  const metadata = { name: 'web', namespace: 'shop' };
  t.deepEqual(present, [{ kind: 'Service', metadata, spec: { selector: { app: 'old' } } }]);
  t.deepEqual(events, [
    { at: '5s', action: 'set', object: { kind: 'Service', metadata, spec: { selector: { app: 'web' } } } },
    { at: '9s', action: 'remove', kind: 'Service', name: 'web', namespace: 'shop' },
  ]);
});
