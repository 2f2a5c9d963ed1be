/** Pods that change while they exist: gates that fall away, labels and requests; and pods that no profile takes. */
import test from 'ava';
import { NODE, pods } from './one-node.ts';
import { observed, placements, storyOf } from './small-play.ts';

const GATED = 'podSpec: {spec: {schedulingGates: [{name: example.com/a}], containers: [{}]}}';

test('a gated pod is never tried, and the reason is observed', (t) => {
  const day = observed(NODE + pods(`{name: p, arrivalTime: 1s, ${GATED}}`));
  t.deepEqual(storyOf('p', day), ['1s created', '1s unschedulable']);
  const held = day.observations.find((each) => each.kind === 'pod-unschedulable');
  t.is(held?.reason, 'SchedulingGated');
  t.regex(held?.message ?? '', /non-empty scheduling gates/);
});

test('a pod whose gates fall away is scheduled', (t) => {
  const day = observed(
    NODE +
      pods(
        `{name: p, arrivalTime: 1s, ${GATED}}`,
        '{name: p, arrivalTime: 5s, update: {ungate: [example.com/a]}}',
      ),
  );
  t.deepEqual(storyOf('p', day).slice(0, 4), [
    '1s created',
    '1s unschedulable',
    '5s changed',
    '5.011s bound on a',
  ]);
});

test('a pod that gets smaller makes room for another', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: first, arrivalTime: 0s, template: large}',
        '{name: second, arrivalTime: 1s, podSpec: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}',
        '{name: first, arrivalTime: 9s, update: {resize: {requests: {cpu: 500m}}}}',
      ),
  );
  t.true(storyOf('first', day).includes('9s resized'));
  t.regex(placements(day).second ?? '', /^(9|10)\.\d+s a$/);
});

test('a pod that does not exist cannot be updated', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: p, arrivalTime: 5s, update: {labels: {a: b}}}',
        '{name: q, arrivalTime: 9s, template: small}',
      ),
  );
  t.is(day.played.refusals[0]?.message, 'pod "default/p" does not exist and cannot be updated');
});

test('a pod that names a scheduler of no profile stays pending, and the reason is observed', (t) => {
  const day = observed(
    NODE + pods('{name: p, arrivalTime: 1s, podSpec: {spec: {schedulerName: volcano, containers: [{}]}}}'),
  );
  t.deepEqual(storyOf('p', day), ['1s created', '1s unschedulable']);
  const held = day.observations.find((each) => each.kind === 'pod-unschedulable');
  t.is(held?.message, 'no profile is named volcano');
});

test('a gate that the pod does not have is refused, and the others fall away', (t) => {
  const day = observed(
    NODE +
      pods(
        `{name: p, arrivalTime: 1s, ${GATED}}`,
        '{name: p, arrivalTime: 5s, update: {ungate: [typo, example.com/a]}}',
      ),
  );
  t.deepEqual(day.played.refusals, [
    { at: 5e6, message: 'pod "default/p" has no scheduling gate "typo" to remove' },
  ]);
  t.deepEqual(placements(day), { p: '5.011s a' });
});

for (const [what, pod, update, rest] of [
  ['a gate that the pod lacks', GATED, 'ungate: [example.com/b]', ['1s created', '1s unschedulable']],
  [
    'a label that the pod has',
    'podSpec: {metadata: {labels: {a: b}}, spec: {containers: [{}]}}',
    'labels: {a: b, c: null}',
    ['1s created', '1.011s bound on a', '1.011s started', '1.011s ready'],
  ],
  [
    'requests that the pod has',
    'podSpec: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}',
    'resize: {requests: {cpu: 1000m}}',
    ['1s created', '1.011s bound on a', '1.011s started', '1.011s ready'],
  ],
] as const) {
  test(`an update to ${what} changes nothing, and nothing is observed`, (t) => {
    const day = observed(
      NODE + pods(`{name: p, arrivalTime: 1s, ${pod}}`, `{name: p, arrivalTime: 5s, update: {${update}}}`),
    );
    t.deepEqual(storyOf('p', day), rest);
  });
}
