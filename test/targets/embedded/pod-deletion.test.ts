/** How pods are deleted on the embedded cluster: what takes its time holds its room until it ends. */
import test from 'ava';
import { NODE, pods } from './one-node.ts';
import { observed, storyOf } from './small-play.ts';
import { alive, created, play } from './workload-day.ts';

const SPEC = 'containers: [{resources: {requests: {cpu: 2}}}]';

test('a deleted pod ends after phases.terminated and holds its room until then', (t) => {
  const day = observed(
    NODE +
      pods(
        `{name: first, arrivalTime: 0s, evictTime: 10s, phases: {terminated: 7s}, podSpec: {spec: {${SPEC}}}}`,
        `{name: second, arrivalTime: 1s, podSpec: {spec: {${SPEC}}}}`,
      ),
  );
  t.deepEqual(storyOf('first', day).slice(-2), ['10.011s terminating within 30s', '17.011s deleted']);
  t.true(storyOf('second', day).includes('17.022s bound on a'));
});

test('the grace period ends a pod that takes longer', (t) => {
  const spec = `terminationGracePeriodSeconds: 5, ${SPEC}`;
  const day = observed(
    NODE +
      pods(
        `{name: p, arrivalTime: 0s, evictTime: 10s, phases: {terminated: 7s}, podSpec: {spec: {${spec}}}}`,
      ),
  );
  t.deepEqual(storyOf('p', day).slice(-2), ['10.011s terminating within 5s', '15.011s deleted']);
});

test('a pod that does not run yet is gone at once', (t) => {
  const day = observed(
    NODE +
      pods(
        `{name: p, arrivalTime: 0s, phases: {started: 60s, terminated: 7s}, podSpec: {spec: {${SPEC}}}}`,
        '{name: p, eventType: delete, arrivalTime: 9s}',
      ),
  );
  t.is(storyOf('p', day).at(-1), '9s deleted');
});

test('a second request to delete a pod changes nothing', (t) => {
  const day = observed(
    NODE +
      pods(
        `{name: p, arrivalTime: 0s, phases: {terminated: 7s}, podSpec: {spec: {${SPEC}}}}`,
        '{name: p, eventType: delete, arrivalTime: 9s}',
        '{name: p, eventType: delete, arrivalTime: 11s}',
      ),
  );
  t.deepEqual(storyOf('p', day).slice(-2), ['9s terminating within 30s', '16s deleted']);
});

test('a pod that ends by itself while it terminates is gone then', (t) => {
  const day = observed(
    NODE +
      pods(
        `{name: p, arrivalTime: 0s, evictTime: 10s, end: succeeded, phases: {terminated: 7s}, podSpec: {spec: {${SPEC}}}}`,
        '{name: p, eventType: delete, arrivalTime: 9s}',
      ),
  );
  t.deepEqual(storyOf('p', day).slice(-2), ['9s terminating within 30s', '10.011s deleted']);
});

const TAINT = '{at: 5s, action: update, name: n-0, template: {taints: [{key: gone, effect: NoExecute}]}}';

for (const [kind, at] of [
  ['Deployment', 5],
  ['StatefulSet', 12],
] as const) {
  test(`a ${kind} replaces a terminating pod ${at === 5 ? 'at once' : 'when it is gone'}`, (t) => {
    const day = play({
      workloads: [
        `{at: 0s, kind: ${kind}, name: w, replicas: 1, phases: {terminated: 7s}, podSpec: {spec: {${SPEC}}}}`,
      ],
      nodes: [TAINT],
      rest: 'duration: 60s\n',
    });
    t.deepEqual(
      created(day).map((each) => Number.parseFloat(each)),
      [0, at],
    );
    t.is(alive(day).length, 1);
  });
}
