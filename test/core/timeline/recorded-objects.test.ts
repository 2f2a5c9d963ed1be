/** Objects of a recording become planned events: what was set, and not what followed from where pods ran. */
import test from 'ava';
import type { ClusterObject } from '../../../src/core/objects/cluster-object.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { collectReplayedObjects } from '../../../src/core/timeline/recorded-objects.ts';

let at = 0;
const set = (object: object): Observation => {
  at += 1;
  return { at, kind: 'object-set', object: object as ClusterObject };
};
const named = (kind: string, uid: string, more: object = {}) => ({
  kind,
  metadata: { name: uid, namespace: 'n', uid },
  ...more,
});

function replayed(...observations: readonly Observation[]) {
  const objects = collectReplayedObjects();
  for (const each of observations) objects.observe(each);
  return objects.planned().map(({ action }) => action);
}

test('objects are set when they differ, and removed', (t) => {
  const service = named('Service', 's', { spec: { selector: { app: 'web' } } });
  const other = named('Service', 's', { spec: { selector: {} } });
  const actions = replayed(set(service), set(service), set(other), {
    at: 99,
    kind: 'object-removed',
    uid: 's',
  });
  t.deepEqual(actions as unknown, [
    { kind: 'set-object', object: service },
    { kind: 'set-object', object: other },
    { kind: 'remove-object', object: { kind: 'Service', metadata: service.metadata } },
  ]);
});

test('the status of a budget and attachments of volumes are left to the replay', (t) => {
  const budget = (allowed: number) =>
    named('PodDisruptionBudget', 'b', {
      spec: { minAvailable: 1 },
      status: { disruptionsAllowed: allowed },
    });
  const attachment = named('VolumeAttachment', 'a', { spec: { nodeName: 'x' } });
  const actions = replayed(set(budget(1)), set(budget(0)), set(attachment), {
    at: 99,
    kind: 'object-removed',
    uid: 'a',
  });
  t.deepEqual(actions as unknown, [
    { kind: 'set-object', object: named('PodDisruptionBudget', 'b', { spec: { minAvailable: 1 } }) },
  ]);
});

const CLASS = (mode: string) => ({
  kind: 'StorageClass',
  metadata: { name: 'fast', uid: 'c' },
  provisioner: 'x',
  volumeBindingMode: mode,
});
const CLAIM = named('PersistentVolumeClaim', 'p', { spec: { storageClassName: 'fast' } });
const BOUND = {
  ...CLAIM,
  metadata: {
    ...CLAIM.metadata,
    annotations: {
      'volume.kubernetes.io/selected-node': 'x',
      'volume.beta.kubernetes.io/storage-class': 'fast',
    },
  },
  spec: { storageClassName: 'fast', volumeName: 'v' },
  status: { phase: 'Bound' },
};
const VOLUME = (annotations: object) => ({
  kind: 'PersistentVolume',
  metadata: { name: 'v', uid: 'v', annotations },
  spec: { storageClassName: 'fast', claimRef: { name: 'p', namespace: 'n', uid: 'p' } },
  status: { phase: 'Bound' },
});
const MADE = VOLUME({ 'pv.kubernetes.io/provisioned-by': 'x' });

test('a claim that waits for its first pod stays unbound, without the volume made for it', (t) => {
  const actions = replayed(set(CLASS('WaitForFirstConsumer')), set(CLAIM), set(MADE), set(BOUND));
  t.deepEqual(
    actions.map((action) => action.kind === 'set-object' && action.object.metadata.uid),
    ['c', 'p', 'p'],
  );
  for (const action of actions.slice(1))
    t.is(
      (action as { object: { spec: { volumeName?: string } } }).object.spec.volumeName,
      undefined,
      JSON.stringify(action),
    );
});

test('a volume that a person made for such a claim is free', (t) => {
  const actions = replayed(set(CLASS('WaitForFirstConsumer')), set(CLAIM), set(VOLUME({})));
  t.like(actions.at(-1), {
    object: { spec: { storageClassName: 'fast' }, status: { phase: 'Available' } },
  });
  t.false(JSON.stringify(actions.at(-1)).includes('claimRef'));
});

test('claims that are bound at once, or were bound at the start, are played as recorded', (t) => {
  for (const first of [CLASS('Immediate'), CLASS('WaitForFirstConsumer')]) {
    const states = first.volumeBindingMode === 'Immediate' ? [CLAIM, MADE, BOUND] : [MADE, BOUND];
    const actions = replayed(set(first), ...states.map(set));
    t.deepEqual(
      actions.map((action) => (action as { object: unknown }).object),
      [first, ...states],
    );
  }
});
