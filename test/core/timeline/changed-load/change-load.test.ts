/** What-ifs about the load change the pods that they name, and nothing else. */
import test from 'ava';
import type { LoadChanges } from '../../../../src/core/timeline/changed-load/change-load.ts';
import { changeLoad } from '../../../../src/core/timeline/changed-load/change-load.ts';
import type { TimelineEvent } from '../../../../src/core/timeline/timeline-event.ts';
import fc from '../../../seeded-properties.ts';
import { BATCH, pods, WEB } from '../pod-groups.ts';
import { arrivals, asLines, expand } from '../written-scenario.ts';

const DAY = pods(WEB, BATCH);

function changed(
  timeline: readonly TimelineEvent[],
  changes: Partial<LoadChanges>,
  seed = 1,
): TimelineEvent[] {
  const asked = { amplify: 1, requestsScale: 1, keeps: () => true, ...changes };
  return changeLoad(timeline, asked, seed, Number.POSITIVE_INFINITY).events;
}

test('nothing asked, nothing changed', (t) => {
  t.is(asLines(changed(expand(DAY), {})), asLines(expand(DAY)));
});

test('each group has its pods times the factor, within half a pod', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (tenths, seed) => {
      const [before, after] = [expand(DAY), changed(expand(DAY), { amplify: tenths / 10 }, seed)];
      return ['web', 'batch'].every((group) => {
        const wanted = (arrivals(before, group).length * tenths) / 10;
        return Math.abs(arrivals(after, group).length - wanted) <= 0.5 + 1e-9;
      });
    }),
    { numRuns: 30 },
  );
  t.pass();
});

test('a copy arrives between its pod and the next of its group, with the same life', (t) => {
  const before = arrivals(expand(DAY), 'web');
  const after = arrivals(changed(expand(DAY), { amplify: 2 }), 'web');
  t.is(new Set(after.map(({ name }) => name)).size, 2 * before.length);
  before.forEach((pod, index) => {
    const copy = after.find(({ name }) => name === `${pod.name}-copy-1`)!;
    t.true(copy.at >= pod.at && copy.at <= (before[index + 1]?.at ?? pod.at));
    t.like(copy, { lifetime: pod.lifetime, startDelay: pod.startDelay, template: pod.template });
  });
});

test('no two copies that may run together have one name', (t) => {
  const [first, second] = expand(pods(WEB));
  const name = 'same';
  const renamed = [first!, second!].map((event, at) =>
    event.action.kind === 'create-pod'
      ? { ...event, at, action: { ...event.action, pod: { ...event.action.pod, name } } }
      : event,
  );
  const taken = { ...renamed[0]!, at: 2 };
  if (taken.action.kind === 'create-pod') {
    taken.action = { ...taken.action, pod: { ...taken.action.pod, name: 'same-copy-1' } };
  }
  const after = arrivals(changed([...renamed, taken], { amplify: 2 }), 'web');
  const names = after.map((pod) => pod.name);
  t.is(names.length, 6);
  t.deepEqual([...new Set(names)].sort(), [
    'same',
    'same-2-copy-1',
    'same-3-copy-1',
    'same-copy-1',
    'same-copy-1-copy-1',
  ]);
});

test('pods of a DaemonSet that a recording has are not multiplied', (t) => {
  const timeline = expand(pods(WEB)).map((event) => {
    if (event.action.kind !== 'create-pod') return event;
    const owners = [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', uid: 'agent' }];
    return { ...event, action: { ...event.action, pod: { ...event.action.pod, owners } } };
  });
  const asked = { amplify: 3, requestsScale: 1, keeps: () => true };
  const { events, unamplified } = changeLoad(timeline, asked, 1, Number.POSITIVE_INFINITY);
  t.is(events.length, timeline.length);
  t.is(unamplified, 1);
});

test('the same seed gives the same copies, another seed other times', (t) => {
  const [one, again, other] = [1, 1, 2].map((seed) => asLines(changed(expand(DAY), { amplify: 3 }, seed)));
  t.is(one, again);
  t.not(one, other);
});

test('times never decrease, and sequence counts the events', (t) => {
  const timeline = changed(expand(DAY), {
    amplify: 2.5,
    keeps: ({ 'keg.dev/group': group }) => group !== 'x',
  });
  t.deepEqual(
    timeline.map(({ sequence }) => sequence),
    timeline.map((_, index) => index),
  );
  t.true(timeline.every(({ at }, index) => index === 0 || at >= timeline[index - 1]!.at));
});

test('requests and limits are multiplied and rounded up to whole units', (t) => {
  const [{ template }] = arrivals(
    changed(
      expand(`events:
  pods:
    - name: one
      arrivalTime: 1s
      podSpec:
        spec:
          initContainers: [{name: i, resources: {requests: {memory: 1Ki}}}]
          containers:
            - {name: c, resources: {requests: {cpu: 105m, nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 1}}}
            - {name: d}`),
      { requestsScale: 1.1 },
    ),
  ) as [ReturnType<typeof arrivals>[0]];
  t.deepEqual(template.spec.containers[0]!.resources, {
    requests: { cpu: '116m', 'nvidia.com/gpu': 2 },
    limits: { 'nvidia.com/gpu': 2 },
  });
  t.is(template.spec.containers[1]!.resources, undefined);
  t.deepEqual(template.spec.initContainers![0]!.resources, { requests: { memory: 1127 } });
});

test('what happens to a pod goes with it, and to each of its copies', (t) => {
  const created = expand(`events:
  pods:
    - {name: kept, arrivalTime: 1s, template: small}
    - {name: gone, arrivalTime: 1s, template: small}`);
  const change = { labels: { a: 'b' } };
  const timeline = [
    ...created,
    ...['kept', 'gone'].map(
      (name, index): TimelineEvent => ({
        at: 5_000_000,
        sequence: created.length + index,
        action: { kind: 'update-pod', namespace: 'default', name, change },
      }),
    ),
  ];
  const keeps = ({ 'metadata.name': name }: Readonly<Record<string, string>>) => name !== 'gone';
  const story = changed(timeline, { keeps, amplify: 2 }).map(({ at, action }) =>
    action.kind === 'create-pod'
      ? `${at / 1e6}s +${action.pod.name}`
      : `${at / 1e6}s ${action.kind} ${'name' in action ? action.name : ''}`,
  );
  t.deepEqual(story, ['1s +kept', '1s +kept-copy-1', '5s update-pod kept', '5s update-pod kept-copy-1']);
});

test('workloads get as many replicas and completions, and keep one template over their steps', (t) => {
  const timeline = expand(`duration: 1h
events:
  workloads:
    - {kind: Deployment, name: web, at: 0s, replicas: 3, template: small}
    - {kind: Deployment, name: web, at: 5s, replicas: 0}
    - {kind: Job, name: batch, at: 1s, completions: 4, parallelism: 1, template: small, lifetime: 5s}`);
  const steps = changed(timeline, { amplify: 1.5, requestsScale: 2 }).flatMap(({ action }) =>
    action.kind === 'scale-workload' ? [action] : [],
  );
  t.throws(() => changed(timeline, { amplify: 400_000 }), {
    message: /more than 2 million pods: about 2,800,000$/,
  });
  const webSteps = steps.filter(({ workload }) => workload.name === 'web');
  t.deepEqual(
    webSteps.map(({ pods: count }) => count),
    [5, 0],
  );
  t.is(webSteps[0]!.workload.template, webSteps[1]!.workload.template);
  t.is(webSteps[0]!.workload.template.spec.containers[0]!.resources!.requests!.cpu, '2000m');
  t.like(
    steps.find(({ workload }) => workload.name === 'batch'),
    { pods: 2, workload: { job: { completions: 6 } } },
  );
});
