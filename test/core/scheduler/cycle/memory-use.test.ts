/** Pods of one template reuse verdicts, scores and failures until a node changes. */
import test from 'ava';
import { definePlugin } from '../../../../src/core/scheduler/framework/plugin-definition.ts';
import { unschedulable } from '../../../../src/core/scheduler/framework/rejection.ts';
import { SCHEDULER_PLUGINS } from '../../../../src/core/scheduler/plugins/index.ts';
import { createScheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { node, pod } from '../small-objects.ts';

/** A scheduler with two nodes whose plugin `Counting` counts its calls, and a function that places a pod and returns the calls. */
function counting({ rejects = false, explain = false } = {}) {
  const calls = { prepare: 0, filter: 0, score: 0 };
  const rejection = unschedulable('Counting', 'counted');
  const plugin = definePlugin({
    name: 'Counting',
    points: ['filter', 'score'],
    create: () => ({
      name: 'Counting',
      preFilter: () => {
        calls.prepare += 1;
        const reject = () => {
          calls.filter += 1;
          return rejects ? rejection : undefined;
        };
        return { filter: { local: true, reject } };
      },
      preScore: () => ({
        local: true,
        score: () => {
          calls.score += 1;
          return 50;
        },
      }),
      events: [{ kinds: ['node-added'] }],
    }),
  });
  const scheduler = createScheduler({
    kubernetesVersion: '1.36',
    plugins: [...SCHEDULER_PLUGINS, plugin],
    explain,
  });
  for (const name of ['a', 'b']) scheduler.addNode(node(name, 64), 0);
  const { template } = pod('p', 1);
  const place = (uid: string) => {
    Object.assign(calls, { prepare: 0, filter: 0, score: 0 });
    scheduler.addPod({ uid, namespace: 'd', name: uid, template }, 0);
    scheduler.scheduleOne(0);
    return { ...calls };
  };
  return { scheduler, place };
}

test('from the second pod of a template only the changed node is filtered and scored again', (t) => {
  const { place } = counting();
  t.deepEqual(place('p0'), { prepare: 1, filter: 2, score: 2 });
  t.deepEqual(place('p1'), { prepare: 1, filter: 2, score: 2 });
  t.deepEqual(place('p2'), { prepare: 1, filter: 1, score: 1 });
});

test('a changed node is filtered again', (t) => {
  const { scheduler, place } = counting();
  for (const uid of ['p0', 'p1', 'p2']) place(uid);
  for (const name of ['a', 'b']) scheduler.updateNode(node(name, 32), 0);
  t.is(place('p3').filter, 2);
});

test('a failure is remembered until a node changes', (t) => {
  const { scheduler, place } = counting({ rejects: true });
  t.deepEqual(place('p0'), { prepare: 1, filter: 2, score: 0 });
  t.deepEqual(place('p1'), { prepare: 0, filter: 0, score: 0 });
  scheduler.updateNode(node('a', 32), 0);
  t.deepEqual(place('p2'), { prepare: 1, filter: 2, score: 0 });
  scheduler.updateNode(node('a', 16), 0);
  t.deepEqual(place('p3'), { prepare: 1, filter: 1, score: 0 });
});

test('a remembered failure has the message of the first one', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  for (const name of ['a', 'b']) scheduler.addNode(node(name, 1), 0);
  const { template } = pod('p', 2);
  const decisions = ['p0', 'p1', 'p2'].map((uid) => {
    scheduler.addPod({ uid, namespace: 'd', name: uid, template }, 0);
    const { outcome, evaluated, feasibleCount, message } = scheduler.scheduleOne(0) ?? {};
    return { outcome, evaluated, feasibleCount, message };
  });
  t.regex(decisions[0]?.message ?? '', /2 Insufficient cpu/);
  t.deepEqual(decisions[1], decisions[0]);
  t.deepEqual(decisions[2], decisions[0]);
});

test('an explained decision never uses a remembered failure', (t) => {
  const { place } = counting({ rejects: true, explain: true });
  t.deepEqual(
    ['p0', 'p1', 'p2'].map((uid) => place(uid).prepare),
    [1, 1, 1],
  );
});

test('a normalised score is computed over all feasible nodes every time', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36', explain: true });
  const preference = { matchExpressions: [{ key: 'disk', operator: 'Exists' }] };
  const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 3, preference }] };
  const { template } = pod('p', 1, { affinity: { nodeAffinity: preferred } });
  scheduler.addNode(node('a', 64), 0);
  scheduler.addNode(node('b', 64, { labels: { disk: '' } }), 0);
  for (const uid of ['p0', 'p1', 'p2']) {
    scheduler.addPod({ uid, namespace: 'd', name: uid, template }, 0);
    const { explanation, node: chosen } = scheduler.scheduleOne(0) ?? {};
    t.is(chosen, 'b');
    t.is(explanation?.scores?.get('b')?.get('NodeAffinity'), 200);
    t.is(explanation?.scores?.get('a')?.get('NodeAffinity'), 0);
  }
});
