/** Tests of changes of what decides about a pod: labels, scheduling gates, nominations. */
import test from 'ava';
import { decidingParts } from '../../../src/core/observing/deciding-parts.ts';
import type { PodObject } from '../../../src/core/observing/pod-object.ts';
import { createPodTransitions } from '../../../src/core/observing/pod-transitions.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { keepingObserver, podObject } from './pod-states.ts';

function watching() {
  const observations: Observation[] = [];
  const pods = createPodTransitions(
    keepingObserver(observations),
    (pod) => ({ namespace: 'default', name: pod.metadata.name, ...decidingParts(pod) }),
    { observesIncidents: true, stampOf: (stamp) => Date.parse(stamp) * 1000 },
  );
  return { pods, taken: () => observations.splice(0).filter(({ kind }) => kind !== 'template') };
}

const POD = podObject();
const labelled = (labels: Record<string, string>): PodObject => ({
  ...POD,
  metadata: { ...POD.metadata, labels },
});
const gated = (...gates: string[]): PodObject => ({
  ...POD,
  spec: { ...POD.spec, schedulingGates: gates.map((name) => ({ name })) },
});

test('a pod is created with its labels and deciding volumes, which its template lacks', (t) => {
  const { pods, taken } = watching();
  const volumes = [
    { name: 'data', persistentVolumeClaim: { claimName: 'data-0' } },
    { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
    { name: 'tls', secret: { secretName: 'tls' } },
  ];
  pods.seen({ ...labelled({ app: 'web' }), spec: { ...POD.spec, volumes } }, 0);
  t.like(taken()[0], {
    kind: 'pod-created',
    labels: { app: 'web' },
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'data-0' } },
      { name: 'scratch', persistentVolumeClaim: { claimName: `${POD.metadata.name}-scratch` } },
    ],
  });
});

test('changed labels are observed whole, and equal ones in another order are not', (t) => {
  const { pods, taken } = watching();
  const { uid } = POD.metadata;
  pods.seen(labelled({ app: 'web', tier: 'a' }), 0);
  taken();
  pods.seen(labelled({ tier: 'a', app: 'web' }), 1);
  t.deepEqual(taken(), []);
  pods.seen(labelled({ app: 'web' }), 2);
  t.deepEqual(taken(), [{ at: 2, kind: 'pod-changed', uid, labels: { app: 'web' } }]);
  pods.seen(labelled({}), 3);
  t.deepEqual(taken(), [{ at: 3, kind: 'pod-changed', uid, labels: {} }]);
});

test('a removed gate changes the template, once for each gate', (t) => {
  const { pods, taken } = watching();
  pods.seen(gated('a', 'b'), 0);
  const [created] = taken();
  pods.seen(gated('b'), 1);
  const [first] = taken();
  t.like(first, { kind: 'pod-changed', at: 1 });
  t.not((first as { template?: string }).template, (created as { template?: string }).template);
  pods.seen(gated(), 2);
  t.like(taken()[0], { kind: 'pod-changed', at: 2 });
  pods.seen(gated(), 3);
  t.deepEqual(taken(), []);
});

test('a nomination is observed, withdrawn, and ended by the binding without a line', (t) => {
  const { pods, taken } = watching();
  const { uid } = POD.metadata;
  const nominated = (node: string | null): PodObject => ({
    ...POD,
    status: { phase: 'Pending', nominatedNodeName: node },
  });
  pods.seen(nominated('a'), 0);
  t.deepEqual(taken().at(-1), { at: 0, kind: 'pod-nominated', uid, node: 'a' });
  pods.seen(nominated(null), 1);
  t.deepEqual(taken(), [{ at: 1, kind: 'pod-nominated', uid, node: null }]);
  pods.seen(nominated('b'), 2);
  t.is(taken().length, 1);
  pods.seen({ ...POD, spec: { ...POD.spec, nodeName: 'b' } }, 3);
  t.deepEqual(
    taken().map(({ kind }) => kind),
    ['pod-bound'],
  );
});

test('a started pod has the time at which its kubelet accepted it', (t) => {
  const { pods, taken } = watching();
  const startTime = '2026-03-02T08:00:10Z';
  pods.seen({ ...POD, spec: { ...POD.spec, nodeName: 'a' }, status: { phase: 'Running', startTime } }, 0);
  t.like(taken().at(-1), { kind: 'pod-started', startTime: Date.parse(startTime) * 1000 });
});
