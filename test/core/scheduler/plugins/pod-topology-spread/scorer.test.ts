/** How PodTopologySpread scores nodes (expected from podtopologyspread/scoring.go and its tests). */
import test from 'ava';
import { constraint, decide, HOST, spreadScheduler, spreadScores, web, zoned } from './spread-cluster.ts';

const soft = { whenUnsatisfiable: 'ScheduleAnyway' };
const RS = { kind: 'ReplicaSet', name: 'rs', apiVersion: 'apps/v1' };
const replicaSet = {
  kind: 'ReplicaSet',
  metadata: { namespace: 'default', name: 'rs' },
  spec: { selector: { matchLabels: { app: 'web' } } },
} as const;
const service = {
  kind: 'Service',
  metadata: { namespace: 'default', name: 'svc' },
  spec: { selector: { app: 'web' } },
} as const;

function existing(counts: Record<string, number>) {
  return Object.entries(counts).flatMap(([on, count]) =>
    Array.from({ length: count }, (_, i) => web(`${on}-${i}`, { on })),
  );
}

test('hosts with 2, 1, 0 and 3 pods score 20, 60, 100 and 0 at a skew of 1', (t) => {
  const nodes = ['n0', 'n1', 'n2', 'n3'].map((name) => zoned(name));
  const constraints = [constraint({ ...soft, topologyKey: HOST })];
  const pods = [...existing({ n0: 2, n1: 1, n3: 3 }), web('p', { constraints })];
  t.deepEqual(spreadScores(decide(spreadScheduler(nodes), ...pods)), { n0: 20, n1: 60, n2: 100, n3: 0 });
});

test('a larger skew makes differences smaller', (t) => {
  const nodes = ['n0', 'n1', 'n2', 'n3'].map((name) => zoned(name));
  const constraints = [constraint({ ...soft, topologyKey: HOST, maxSkew: 2 })];
  const pods = [...existing({ n0: 2, n1: 1, n3: 3 }), web('p', { constraints })];
  t.deepEqual(spreadScores(decide(spreadScheduler(nodes), ...pods)), { n0: 33, n1: 66, n2: 100, n3: 16 });
});

test('a node without a topology key of the pod’s own constraints scores 0', (t) => {
  const pods = [...existing({ a: 1 }), web('p', { constraints: [constraint(soft)] })];
  const scores = spreadScores(
    decide(spreadScheduler([zoned('a', 'a'), zoned('b', 'b'), zoned('c')]), ...pods),
  );
  t.deepEqual(scores, { a: 0, b: 100, c: 0 });
});

test('pods of a ReplicaSet are spread over hosts and zones without constraints of their own', (t) => {
  const scheduler = spreadScheduler([zoned('a1', 'a'), zoned('a2', 'a'), zoned('b1', 'b'), zoned('b2', 'b')]);
  scheduler.setObject(replicaSet, 0);
  const nodes = Array.from({ length: 8 }, (_, i) => decide(scheduler, web(`p${i}`, { owner: RS }))?.node);
  t.deepEqual(nodes.toSorted(), ['a1', 'a1', 'a2', 'a2', 'b1', 'b1', 'b2', 'b2']);
});

test('the default constraints also spread over nodes without a zone', (t) => {
  const scheduler = spreadScheduler([zoned('n0'), zoned('n1')]);
  scheduler.setObject(service, 0);
  const scores = spreadScores(decide(scheduler, ...existing({ n0: 1 }), web('p')));
  t.true((scores.n1 ?? 0) > (scores.n0 ?? 0));
});

for (const [what, owner, objects] of [
  ['no Service and no controller', undefined, []],
  ['a Job', { kind: 'Job', name: 'job', apiVersion: 'batch/v1' }, [replicaSet]],
  ['a ReplicaSet that is gone', RS, []],
  ['a kind of the same name of another group', { ...RS, apiVersion: 'example.com/v1' }, [replicaSet]],
] as const) {
  test(`pods of ${what} are not scored`, (t) => {
    const scheduler = spreadScheduler([zoned('n0'), zoned('n1')]);
    for (const object of objects) scheduler.setObject(object, 0);
    const decision = decide(scheduler, web('p', owner ? { owner } : {}));
    t.deepEqual(spreadScores(decision), { n0: undefined, n1: undefined });
  });
}

test('a pod of a Service of another namespace, or without a selector, is not scored', (t) => {
  const scheduler = spreadScheduler([zoned('n0'), zoned('n1')]);
  scheduler.setObject({ ...service, metadata: { namespace: 'other', name: 'svc' } }, 0);
  scheduler.setObject({ kind: 'Service', metadata: { namespace: 'default', name: 'empty' } }, 0);
  t.deepEqual(spreadScores(decide(scheduler, web('p'))), { n0: undefined, n1: undefined });
});

test('the selectors of the Services and of the controller must all match', (t) => {
  const scheduler = spreadScheduler([zoned('n0'), zoned('n1')]);
  scheduler.setObject(service, 0);
  scheduler.setObject({ ...replicaSet, spec: { selector: { matchLabels: { rs: 'x' } } } }, 0);
  const labels = { app: 'web', rs: 'x' };
  // The pod on n0 is of the Service but not of the ReplicaSet.
  const pods = [
    web('other', { on: 'n0' }),
    web('own', { on: 'n1', labels }),
    web('p', { labels, owner: RS }),
  ];
  const scores = spreadScores(decide(scheduler, ...pods));
  t.true((scores.n0 ?? 0) > (scores.n1 ?? 0));
});

test('a Service that appears later changes the next score', (t) => {
  const scheduler = spreadScheduler([zoned('n0'), zoned('n1')]);
  t.deepEqual(spreadScores(decide(scheduler, web('p'))).n0, undefined);
  scheduler.setObject(service, 0);
  t.not(spreadScores(decide(scheduler, web('q'))).n0, undefined);
});

test('default constraints of the configuration replace those of the system', (t) => {
  const args = {
    defaultingType: 'List',
    defaultConstraints: [{ maxSkew: 1, topologyKey: HOST, whenUnsatisfiable: 'DoNotSchedule' }],
  };
  const scheduler = spreadScheduler([zoned('n0'), zoned('n1')], args);
  scheduler.setObject(service, 0);
  const decision = decide(scheduler, ...existing({ n0: 1 }), web('p'));
  t.deepEqual(decision?.explanation?.feasible, ['n1']);
});

test('an empty list of default constraints turns the default spreading off', (t) => {
  const scheduler = spreadScheduler([zoned('n0'), zoned('n1')], { defaultingType: 'List' });
  scheduler.setObject(service, 0);
  t.deepEqual(spreadScores(decide(scheduler, web('p'))), { n0: undefined, n1: undefined });
});
