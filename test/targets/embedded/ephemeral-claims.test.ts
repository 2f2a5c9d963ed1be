/** Claims of ephemeral volumes come and go with their pods. */
import test from 'ava';
import { NODE, pods } from './one-node.ts';
import { observed } from './small-play.ts';

const VOLUMES =
  'volumes: [{name: data, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast, accessModes: [ReadWriteOnce]}}}}]';

test('a pod with an ephemeral volume gets a claim, which is gone with the pod', (t) => {
  const { observations } = observed(
    NODE +
      pods(
        `{name: p, arrivalTime: 1s, podSpec: {spec: {${VOLUMES}, containers: [{}]}}}`,
        '{name: p, eventType: delete, arrivalTime: 9s}',
      ),
  );
  const pod = observations.find((each) => each.kind === 'pod-created')!.uid;
  const set = observations.flatMap((each) => (each.kind === 'object-set' ? [each] : []))[0]!;
  t.like(set, {
    at: 1e6,
    object: {
      kind: 'PersistentVolumeClaim',
      metadata: { namespace: 'default', name: 'p-data' },
      spec: { storageClassName: 'fast' },
    },
  });
  t.is(set.object.metadata.ownerReferences?.[0]?.uid, pod);
  const removed = observations.find((each) => each.kind === 'object-removed');
  t.like(removed, { at: 9e6, uid: set.object.metadata.uid });
});
