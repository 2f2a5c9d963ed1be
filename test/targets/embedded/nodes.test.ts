/** Nodes join, change, get taints and leave on the embedded cluster, with effects on their pods. */
import test from 'ava';
import { observed, placements, storyOf } from './small-play.ts';

const TWO = 'cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 2, memory: 4Gi}}}]}\n';
const ONE = 'cluster: {nodes: [{name: a, template: {allocatable: {cpu: 2, memory: 4Gi}}}]}\n';

function events(pods: readonly string[], nodes: readonly string[]): string {
  const list = (entries: readonly string[]): string => entries.map((entry) => `    - ${entry}\n`).join('');
  return `events:\n  pods:\n${list(pods)}  nodes:\n${list(nodes)}`;
}

test('a new node gives room to pods that wait', (t) => {
  const day = observed(
    TWO +
      events(
        ['{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{resources: {requests: {cpu: 3}}}]}}}'],
        ['{at: 60s, action: add, name: large, template: {allocatable: {cpu: 4}}}'],
      ),
  );
  t.deepEqual(placements(day), { p: '60.011s large' });
});

test('a new node can take a pod that is created at the same time', (t) => {
  const day = observed(
    events(
      ['{name: p, arrivalTime: 5s, template: small}'],
      ['{at: 5s, action: add, name: a, template: {allocatable: {cpu: 2}}}'],
    ),
  );
  t.deepEqual(storyOf('p', day).slice(0, 2), ['5s created', '5.011s bound on a']);
});

test('nodes are observed with their pool, labels, taints and resources', (t) => {
  const { observations } = observed(
    'cluster: {nodes: [{name: n, count: 1, template: {labels: {disk: ssd}, taints: [{key: k, effect: NoSchedule}], allocatable: {cpu: 2}}}]}\n',
  );
  t.deepEqual(observations, [
    {
      at: 0,
      kind: 'node-added',
      uid: 'n1',
      name: 'n-0',
      pool: 'n',
      labels: { 'kubernetes.io/hostname': 'n-0', disk: 'ssd' },
      taints: [{ key: 'k', effect: 'NoSchedule' }],
      capacity: { cpu: 2, pods: 110 },
      allocatable: { cpu: 2, pods: 110 },
    },
  ]);
});

test('a cordoned node keeps its pods and takes new ones when it is uncordoned', (t) => {
  const day = observed(
    ONE +
      events(
        [
          '{name: first, arrivalTime: 1s, template: small}',
          '{name: second, arrivalTime: 10s, template: small}',
        ],
        ['{at: 5s, action: cordon, name: a}', '{at: 60s, action: uncordon, name: a}'],
      ),
  );
  t.deepEqual(placements(day), { first: '1.011s a', second: '60.011s a' });
  t.is(storyOf('first', day).at(-1), '1.011s ready');
  t.deepEqual(
    day.observations.flatMap((each) =>
      each.kind === 'node-changed' ? [[each.at, each.unschedulable, each.allocatable]] : [],
    ),
    [
      [5e6, true, undefined],
      [60e6, false, undefined],
    ],
    'only what changed',
  );
});

test('a removed node takes its pods with it; pods that wait stay', (t) => {
  const day = observed(
    ONE +
      events(
        [
          '{name: runs, arrivalTime: 1s, evictTime: 1h, template: large}',
          '{name: waits, arrivalTime: 2s, template: large}',
        ],
        ['{at: 30s, action: remove, name: a}'],
      ),
  );
  t.is(storyOf('runs', day).at(-1), '30s deleted (node removed)');
  t.false(storyOf('waits', day).some((line) => /deleted|bound/.test(line)));
  t.is(day.observations.filter(({ kind }) => kind === 'node-removed').length, 1);
  const kinds = day.observations.filter(({ at }) => at === 30e6).map(({ kind }) => kind);
  t.deepEqual(kinds.slice(0, 2), ['pod-deleted', 'node-removed'], 'the pods first');
});

test('a removed node takes a pod that is being bound to it', (t) => {
  const day = observed(
    ONE + events(['{name: p, arrivalTime: 1s, template: small}'], ['{at: 1005ms, action: remove, name: a}']),
  );
  t.deepEqual(storyOf('p', day), ['1s created', '1.011s deleted (node removed)']);
});

test('a binding to a removed node does not go to a new node of the same name', (t) => {
  const day = observed(
    ONE +
      events(
        ['{name: p, arrivalTime: 1s, template: large}'],
        [
          '{at: 1005ms, action: remove, name: a}',
          '{at: 1006ms, action: add, name: a, template: {allocatable: {cpu: 1}}}',
        ],
      ),
  );
  t.deepEqual(storyOf('p', day), ['1s created', '1.011s deleted (node removed)']);
});

test('a node with the name of a removed one is new and empty', (t) => {
  const day = observed(
    ONE +
      events(
        [
          '{name: first, arrivalTime: 1s, template: large}',
          '{name: second, arrivalTime: 20s, template: large}',
        ],
        [
          '{at: 10s, action: remove, name: a}',
          '{at: 10s, action: add, name: a, template: {allocatable: {cpu: 2, memory: 4Gi}}}',
        ],
      ),
  );
  t.deepEqual(placements(day), { first: '1.011s a', second: '20.011s a' });
  t.deepEqual(
    day.observations.flatMap((each) => (each.kind === 'node-added' ? [each.uid] : [])),
    ['n1', 'n3'],
  );
  t.deepEqual(day.played.refusals, []);
});

test('a node that grows gives room to pods that wait', (t) => {
  const day = observed(
    ONE +
      events(
        ['{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{resources: {requests: {cpu: 3}}}]}}}'],
        ['{at: 60s, action: update, name: a, template: {allocatable: {cpu: 3}}}'],
      ),
  );
  t.is(placements(day).p, '60.011s a');
});

test('a node that shrinks keeps its pods and takes no new ones', (t) => {
  const day = observed(
    ONE +
      events(
        ['{name: p, arrivalTime: 1s, template: small}', '{name: q, arrivalTime: 20s, template: small}'],
        ['{at: 10s, action: update, name: a, template: {allocatable: {cpu: 1, memory: 4Gi}}}'],
      ),
  );
  t.deepEqual(placements(day), { p: '1.011s a' });
  t.is(storyOf('p', day).at(-1), '1.011s ready');
});

test('a node whose labels change takes pods that select them', (t) => {
  const day = observed(
    ONE +
      events(
        ['{name: p, arrivalTime: 1s, podSpec: {spec: {nodeSelector: {disk: ssd}, containers: [{}]}}}'],
        ['{at: 60s, action: update, name: a, template: {labels: {disk: ssd}}}'],
      ),
  );
  t.is(placements(day).p, '60.011s a');
});

const TAINT = 'taints: [{key: k, value: v, effect: NoExecute}]';
const taintAt = (at: string, taints = TAINT): string =>
  `{at: ${at}, action: update, name: a, template: {${taints}}}`;
const tolerating = (name: string, seconds: string): string =>
  `{name: ${name}, arrivalTime: 1s, podSpec: {spec: {containers: [{}], tolerations: [{key: k, operator: Exists, effect: NoExecute${seconds}}]}}}`;

test('a NoExecute taint evicts pods at once, after tolerationSeconds, or never', (t) => {
  const day = observed(
    ONE +
      events(
        [
          '{name: strict, arrivalTime: 1s, template: small}',
          tolerating('patient', ', tolerationSeconds: 60'),
          tolerating('steadfast', ''),
        ],
        [taintAt('10s')],
      ),
  );
  t.is(storyOf('strict', day).at(-1), '10s deleted (DeletionByTaintManager)');
  t.is(storyOf('patient', day).at(-1), '70s deleted (DeletionByTaintManager)');
  t.false(storyOf('steadfast', day).some((line) => line.includes('deleted')));
});

test('a node that is not ready keeps its pods for five minutes', (t) => {
  const unready = taintAt('10s', 'taints: [{key: node.kubernetes.io/not-ready, effect: NoExecute}]');
  const back = taintAt('300s', 'taints: []');
  const pod = ['{name: p, arrivalTime: 1s, template: small}'];
  t.is(storyOf('p', observed(ONE + events(pod, [unready]))).at(-1), '310s deleted (DeletionByTaintManager)');
  t.is(storyOf('p', observed(ONE + events(pod, [unready, back]))).at(-1), '1.011s ready');
});

test('taints with other effects evict no pod', (t) => {
  const day = observed(
    ONE +
      events(
        ['{name: p, arrivalTime: 1s, template: small}'],
        [taintAt('10s', 'taints: [{key: k, effect: NoSchedule}, {key: l, effect: PreferNoSchedule}]')],
      ),
  );
  t.is(storyOf('p', day).at(-1), '1.011s ready');
});

test('a taint that is removed in time evicts no pod', (t) => {
  const day = observed(
    ONE +
      events([tolerating('p', ', tolerationSeconds: 60')], [taintAt('10s'), taintAt('69s', 'taints: []')]),
  );
  t.is(storyOf('p', day).at(-1), '1.011s ready');
});

test('a taint that is removed and set again starts a new countdown', (t) => {
  const day = observed(
    ONE +
      events(
        [tolerating('p', ', tolerationSeconds: 60')],
        [taintAt('10s'), taintAt('20s', 'taints: []'), taintAt('50s')],
      ),
  );
  t.is(storyOf('p', day).at(-1), '110s deleted (DeletionByTaintManager)');
});

test('another update of the node does not restart the countdown', (t) => {
  const day = observed(
    ONE +
      events(
        [tolerating('p', ', tolerationSeconds: 60')],
        [taintAt('10s'), '{at: 40s, action: update, name: a, template: {labels: {disk: ssd}}}'],
      ),
  );
  t.is(storyOf('p', day).at(-1), '70s deleted (DeletionByTaintManager)');
});

test('the first toleration that matches a taint counts', (t) => {
  const twice =
    '{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{}], tolerations: [{operator: Exists}, {key: k, operator: Exists, tolerationSeconds: 5}]}}}';
  t.false(
    storyOf('p', observed(ONE + events([twice], [taintAt('10s')]))).some((line) => line.includes('deleted')),
  );
});

test('a pod with tolerationSeconds is bound to a tainted node and evicted when they are over', (t) => {
  const day = observed(ONE + events([tolerating('p', ', tolerationSeconds: 60')], [taintAt('0s')]));
  t.deepEqual(
    [storyOf('p', day)[1], storyOf('p', day).at(-1)],
    ['1.011s bound on a', '61.011s deleted (DeletionByTaintManager)'],
  );
});

test('a cordon is observed with its taint, and removed with it', (t) => {
  const { observations } = observed(
    `cluster: {nodes: [{name: a, template: {unschedulable: true, allocatable: {cpu: 2}}}, {name: b, template: {allocatable: {cpu: 2}}}]}
events:
  pods: [{name: p, arrivalTime: 9s, podSpec: {spec: {containers: [{}]}}}]
  nodes:
    - {at: 1s, action: cordon, name: b}
    - {at: 2s, action: update, name: b, template: {taints: [{key: x, effect: PreferNoSchedule}]}}
    - {at: 3s, action: uncordon, name: b}`,
  );
  const taints = observations.flatMap((each) =>
    each.kind === 'node-added' || each.kind === 'node-changed'
      ? [(each.taints ?? []).map(({ key }) => key)]
      : [],
  );
  const cordon = 'node.kubernetes.io/unschedulable';
  t.deepEqual(taints, [[cordon], [], [cordon], ['x', cordon], ['x']]);
});
