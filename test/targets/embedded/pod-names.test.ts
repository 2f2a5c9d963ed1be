/** Names of pods and of their nodes: deletions, refusals, spec.nodeName and starts beside others. */
import test from 'ava';
import type { PlannedPod, TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';
import { NODE, pods } from './one-node.ts';
import { observed, placements, playOf, run, storyOf } from './small-play.ts';

test('a running pod and a waiting pod are deleted by name', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: runs, arrivalTime: 0s, template: large}',
        '{name: waits, arrivalTime: 1s, template: large}',
        '{name: waits, arrivalTime: 5s, eventType: delete}',
        '{name: runs, arrivalTime: 10s, eventType: delete}',
      ),
  );
  t.deepEqual(storyOf('waits', day), ['1s created', '1.001s unschedulable', '5s deleted']);
  t.is(storyOf('runs', day).at(-1), '10s deleted');
  t.deepEqual(day.played.refusals, []);
});

test('a pod that is deleted while it is being bound frees its room', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: gone, arrivalTime: 0s, template: large}',
        '{name: gone, arrivalTime: 5ms, eventType: delete}',
        '{name: next, arrivalTime: 1s, template: large}',
      ),
  );
  t.deepEqual(storyOf('gone', day), ['0s created', '0.005s deleted']);
  t.deepEqual(placements(day), { next: '1.011s a' });
});

test('a second pod of a name is refused while the first one exists', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: p, arrivalTime: 0s, evictTime: 10s, template: small}',
        '{name: p, arrivalTime: 5s, evictTime: 1s, template: small}',
        '{name: p, arrivalTime: 20s, evictTime: 1s, template: small}',
        '{name: p, namespace: other, arrivalTime: 5s, evictTime: 1s, template: small}',
        '{name: none, arrivalTime: 6s, eventType: delete}',
      ),
  );
  t.deepEqual(day.played.refusals, [
    { at: 5e6, message: 'pod "default/p" exists already' },
    { at: 6e6, message: 'pod "default/none" does not exist and cannot be deleted' },
  ]);
  t.deepEqual(
    storyOf('p', day).filter((line) => line.endsWith('created')),
    ['0s created', '5s created', '20s created'],
  );
});

test('a name is free at the time of its deletion', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: p, arrivalTime: 0s, template: large}',
        '{name: p, arrivalTime: 5s, template: large}',
        '{name: p, arrivalTime: 5s, eventType: delete}',
      ),
  );
  t.deepEqual(day.played.refusals, []);
  t.deepEqual(placements(day), { p: '5.011s a' });
});

test('a terminal pod keeps its name until it is deleted', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: p, arrivalTime: 0s, evictTime: 1s, end: succeeded, template: small}',
        '{name: p, arrivalTime: 5s, template: small}',
        '{name: p, arrivalTime: 6s, eventType: delete}',
        '{name: p, arrivalTime: 7s, template: small}',
      ),
  );
  t.deepEqual(day.played.refusals, [{ at: 5e6, message: 'pod "default/p" exists already' }]);
  t.deepEqual(
    storyOf('p', day).filter((line) => /created|finished|deleted/.test(line)),
    ['0s created', '1.011s finished Succeeded', '6s deleted', '7s created'],
  );
});

/** Pods as a recording plans them: with a time at which their owner deletes them. */
function withdrawn(at: number, withdrawnAt: number, cpu: number): TimelineEvent {
  const pod: PlannedPod = {
    namespace: 'default',
    name: 'p',
    group: 'p',
    template: { spec: { containers: [{ resources: { requests: { cpu } } }] } },
    lifetime: null,
    end: 'deleted',
    startDelay: 0,
    readyDelay: null,
    withdrawnAt,
  };
  return { at, sequence: 0, action: { kind: 'create-pod', pod } };
}

test('a pod is withdrawn at its time, waiting or running', (t) => {
  const story = (event: TimelineEvent): string[] => {
    const play = playOf(NODE);
    return storyOf('p', run({ ...play, timeline: [...play.timeline, event] }));
  };
  t.deepEqual(story(withdrawn(1e6, 9e6, 3)), ['1s created', '1.001s unschedulable', '9s deleted']);
  t.deepEqual(story(withdrawn(1e6, 9e6, 1)), [
    '1s created',
    '1.011s bound on a',
    '1.011s started',
    '9s deleted',
  ]);
  t.deepEqual(story(withdrawn(1e6, 1e6, 1)), ['1s created', '1s deleted']);
});

test('a pod that is not bound by its withdrawal is deleted, a bound one runs on', (t) => {
  const day = (cpu: number): string =>
    NODE +
    pods(
      `{arrivalTime: 1s, name: p, phases: {withdrawn: 8s}, podSpec: {spec: {containers: [{resources: {requests: {cpu: ${cpu}}}}]}}}`,
    );
  t.deepEqual(storyOf('p', observed(day(3))), ['1s created', '1.001s unschedulable', '9s deleted']);
  t.deepEqual(storyOf('p', observed(day(1))), [
    '1s created',
    '1.011s bound on a',
    '1.011s started',
    '1.011s ready',
  ]);
});

test('a pod holds its room until its end is reported, and a deletion needs no report', (t) => {
  const day = (end: string): string =>
    NODE +
    pods(`{arrivalTime: 1s, name: p, lifetime: 5s, end: ${end}, phases: {finished: 2s}, template: small}`);
  t.is(storyOf('p', observed(day('succeeded'))).at(-1), '8.011s finished Succeeded');
  t.is(storyOf('p', observed(day('deleted'))).at(-1), '6.011s deleted');
});

test('a pod with spec.nodeName is bound at once, and holds its room', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: pinned, arrivalTime: 0s, evictTime: 60s, podSpec: {spec: {nodeName: a, containers: [{resources: {requests: {cpu: 2}}}]}}}',
        '{name: next, arrivalTime: 1s, template: small}',
      ),
  );
  t.deepEqual(storyOf('pinned', day).slice(0, 2), ['0s created', '0s bound on a']);
  t.is(storyOf('next', day)[1], '1.001s unschedulable');
  t.is(placements(day).next, '60.011s a');
});

test('a pod with the name of an unknown node is never bound, and the reason is observed', (t) => {
  const day = observed(
    NODE + pods('{name: p, arrivalTime: 1s, podSpec: {spec: {nodeName: none, containers: [{}]}}}'),
  );
  t.deepEqual(storyOf('p', day), ['1s created', '1s unschedulable']);
  const said = day.observations.find((each) => each.kind === 'pod-unschedulable');
  t.is(said?.message, 'node none does not exist');
});

test('any extended resource of a node counts', (t) => {
  const gpu = '{spec: {containers: [{resources: {requests: {example.com/gpu: 1}}}]}}';
  const day = observed(
    'cluster: {nodes: [{name: a, template: {allocatable: {cpu: 2, example.com/gpu: 2}}}]}\n' +
      pods(
        `{name: one, arrivalTime: 1s, evictTime: 100s, podSpec: ${gpu}}`,
        `{name: two, arrivalTime: 2s, podSpec: ${gpu}}`,
        `{name: three, arrivalTime: 3s, podSpec: ${gpu}}`,
      ),
  );
  t.deepEqual(placements(day), { one: '1.011s a', two: '2.011s a', three: '101.022s a' });
});

test('the kubelet fails a pod that was put on a full node by name', (t) => {
  const pinned = (name: string, at: string, cpu: number): string =>
    `{name: ${name}, arrivalTime: ${at}, podSpec: {spec: {nodeName: a, containers: [{resources: {requests: {cpu: ${cpu}}}}]}}}`;
  const day = observed(
    NODE + pods(pinned('first', '0s', 1), pinned('second', '1s', 2), pinned('third', '2s', 1)),
  );
  t.deepEqual(storyOf('second', day), ['1s created', '1s bound on a', '1s finished Failed']);
  t.deepEqual(storyOf('third', day).slice(0, 3), ['2s created', '2s bound on a', '2s started']);
  const refused = day.observations.find((each) => each.kind === 'pod-finished');
  t.is(refused?.reason, 'OutOfcpu');
});

test('a pod put on a node by name takes the room of one that is being bound there', (t) => {
  const day = observed(
    NODE +
      pods(
        '{name: slow, arrivalTime: 1s, template: small}',
        '{name: pinned, arrivalTime: 1.005s, podSpec: {spec: {nodeName: a, containers: [{resources: {requests: {cpu: 2}}}]}}}',
      ),
  );
  t.is(storyOf('pinned', day)[1], '1.005s bound on a');
  t.deepEqual(storyOf('slow', day).slice(1), ['1.011s bound on a', '1.011s finished Failed']);
});
