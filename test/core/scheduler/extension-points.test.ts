/** Toy plugins at the extension points: each is called where kube-scheduler calls it, and its verdict has the effect that it has there. */
import test from 'ava';
import type { Plugin } from '../../../src/core/scheduler/framework/plugin.ts';
import {
  definePlugin,
  type ExtensionPoint,
  type PluginContext,
} from '../../../src/core/scheduler/framework/plugin-definition.ts';
import { unresolvable, unschedulable } from '../../../src/core/scheduler/framework/rejection.ts';
import type { SchedulerHandle } from '../../../src/core/scheduler/framework/waiting-pods.ts';
import type { KubernetesVersion } from '../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../src/core/scheduler/plugins/index.ts';
import { createScheduler, type Scheduler } from '../../../src/core/scheduler/scheduler.ts';
import { node, pod, SECOND } from './small-objects.ts';

interface Toy {
  readonly points: readonly ExtensionPoint[];
  readonly create: (context: PluginContext<unknown>) => Omit<Plugin, 'name'>;
}

/** A scheduler whose only plugins besides the default ones are toys, by name. Toys may take a point for themselves. */
function withToys(
  toys: Readonly<Record<string, Toy>>,
  more: { version?: KubernetesVersion; alone?: ExtensionPoint; reportsBindings?: boolean } = {},
): Scheduler {
  const definitions = Object.entries(toys).map(([name, { points, create }]) =>
    definePlugin({
      name,
      points,
      isDefault: () => false,
      create: (context: PluginContext<unknown>) => ({ name, ...create(context) }),
    }),
  );
  const enabled = definitions.map(({ name }) => ({ name }));
  const scheduler = createScheduler({
    kubernetesVersion: more.version ?? '1.36',
    plugins: [...SCHEDULER_PLUGINS, ...definitions],
    configuration: {
      plugins: {
        multiPoint: { enabled },
        ...(more.alone && { [more.alone]: { disabled: [{ name: '*' }], enabled } }),
      },
    },
    reportsBindings: more.reportsBindings ?? false,
  });
  scheduler.addNode(node('n', 4), 0);
  return scheduler;
}

function scheduled(scheduler: Scheduler, now = 0) {
  scheduler.addPod(pod('p', 1), now);
  return scheduler.scheduleOne(now);
}

const filterBy = (...nodeNames: string[]): Toy => ({
  points: ['preFilter', 'filter'],
  create: () => ({ preFilter: () => ({ filter: { reject: () => undefined }, nodeNames }) }),
});
const refusing = (name: string, reason: string, refuse = unschedulable): Toy => ({
  points: ['preFilter'],
  create: () => ({ preFilter: () => ({ rejection: refuse(name, reason) }) }),
});

test('PreFilter goes on after a rejection that preemption could lift, and the last one counts', (t) => {
  const scheduler = withToys({ First: refusing('First', 'one'), Second: refusing('Second', 'two') });
  t.regex(scheduled(scheduler)?.message ?? '', /^0\/1 nodes are available: two\. /);
});

test('PreFilter ends with a rejection that cannot be lifted', (t) => {
  const scheduler = withToys({
    First: refusing('First', 'one', unresolvable),
    Second: refusing('Second', 'two'),
  });
  t.regex(scheduled(scheduler)?.message ?? '', /^0\/1 nodes are available: one\. /);
});

test('plugins that want different nodes leave none, and the message names them', (t) => {
  const none = withToys({ B: filterBy('n'), A: filterBy('other') });
  t.regex(
    scheduled(none)?.message ?? '',
    /^0\/1 nodes are available: node\(s\) didn't satisfy plugin\(s\) \[A B\] simultaneously\. /,
  );
  const single = withToys({ A: filterBy() });
  t.regex(scheduled(single)?.message ?? '', /available: node\(s\) didn't satisfy plugin A\. /);
});

test('a plugin at filter but not at preFilter neither rejects the pod nor restricts the search', (t) => {
  const scheduler = withToys({ A: { ...filterBy(), points: ['filter'] } });
  t.is(scheduled(scheduler)?.outcome, 'bound');
});

test('PreEnqueue gates a pod until an event for which its plugin listens', (t) => {
  let isOpen = false;
  const gate: Toy = {
    points: ['preEnqueue'],
    create: () => ({
      preEnqueue: () => (isOpen ? undefined : unresolvable('Gate', 'closed')),
      events: [{ kinds: ['node-added'] }],
    }),
  };
  const scheduler = withToys({ Gate: gate });
  t.like(scheduler.addPod(pod('p', 1), 0), { outcome: 'gated', message: 'closed' });
  isOpen = true;
  scheduler.updateNode(node('n', 8), 0);
  t.is(scheduler.queueLengths.gated, 1, 'no such event');
  scheduler.addNode(node('m', 8), 0);
  t.is(scheduler.scheduleOne(0)?.outcome, 'bound');
});

test('QueueSort orders the ready pods', (t) => {
  const scheduler = withToys(
    {
      Reverse: { points: ['queueSort'], create: () => ({ comesBefore: (a, b) => a.pod.name > b.pod.name }) },
    },
    { alone: 'queueSort' },
  );
  for (const name of ['a', 'c', 'b']) scheduler.addPod(pod(name, 1, { priority: 9 }), 0);
  t.deepEqual(
    [1, 2, 3].map(() => scheduler.scheduleOne(0)?.uid),
    ['c', 'b', 'a'],
  );
});

test('a rejection at Reserve gives everything back, in reverse order', (t) => {
  const calls: string[] = [];
  const reserving = (name: string, refuses: boolean): Toy => ({
    points: ['preFilter', 'filter', 'reserve'],
    create: () => ({
      preFilter: () => ({
        filter: {
          reject: () => undefined,
          reserve: () => (refuses ? unschedulable(name, 'nothing left') : void calls.push(`${name} takes`)),
          unreserve: () => void calls.push(`${name} gives back`),
        },
      }),
    }),
  });
  const scheduler = withToys({ First: reserving('First', false), Second: reserving('Second', true) });
  t.like(scheduled(scheduler), {
    outcome: 'unschedulable',
    message: '0/1 nodes are available: 1 nothing left.',
  });
  t.deepEqual(calls, ['First takes', 'Second gives back', 'First gives back']);
  t.deepEqual([scheduler.assignedCount, scheduler.queueLengths.unschedulable], [0, 1]);
});

/** Lets pods wait 5 seconds at Permit. */
function permitting(): { toy: Toy; handle: () => SchedulerHandle } {
  let handle: SchedulerHandle | undefined;
  const create = (context: PluginContext<unknown>) => {
    handle = context.handle;
    return { permit: () => ({ wait: 5 * SECOND }), events: [] };
  };
  return { toy: { points: ['permit'], create }, handle: () => handle as SchedulerHandle };
}

test('a pod that waits at Permit holds its node and is bound when it is allowed', (t) => {
  const { toy, handle } = permitting();
  const scheduler = withToys({ Wait: toy });
  t.like(scheduled(scheduler), { outcome: 'waiting', node: 'n' });
  t.deepEqual([scheduler.assignedCount, scheduler.scheduleOne(SECOND)], [1, undefined]);
  handle().waitingPods.get('p')?.allow('Wait');
  t.is(scheduler.nextWakeAt(SECOND), SECOND);
  t.like(scheduler.scheduleOne(SECOND), { uid: 'p', outcome: 'bound', node: 'n' });
});

test('a pod that waits too long at Permit, or is rejected there, gives its node back', (t) => {
  const { toy } = permitting();
  const scheduler = withToys({ Wait: toy });
  scheduled(scheduler);
  t.is(scheduler.nextWakeAt(SECOND), 5 * SECOND);
  t.like(scheduler.scheduleOne(5 * SECOND), {
    outcome: 'unschedulable',
    message: '0/1 nodes are available: 1 rejected due to timeout after waiting 5s at plugin Wait.',
  });
  t.deepEqual([scheduler.assignedCount, scheduler.queueLengths.unschedulable], [0, 1]);

  const other = permitting();
  const rejecting = withToys({ Wait: other.toy });
  scheduled(rejecting);
  for (const waiting of other.handle().waitingPods.all()) waiting.reject('Wait', 'no');
  t.is(rejecting.scheduleOne(SECOND)?.message, '0/1 nodes are available: 1 no.');
});

test('a pod that is deleted while it waits at Permit frees its node', (t) => {
  const scheduler = withToys({ Wait: permitting().toy });
  scheduled(scheduler);
  scheduler.deletePod('p', SECOND);
  t.deepEqual([scheduler.assignedCount, scheduler.pendingCount], [0, 0]);
  t.is(scheduler.scheduleOne(10 * SECOND), undefined);
});

test('a failed PreBind or Bind is no rejection: the pod backs off and is tried again', (t) => {
  let fails = true;
  const bind: Toy = {
    points: ['bind'],
    create: () => ({ bind: () => (fails ? unschedulable('Bind', 'server is away') : 'bind') }),
  };
  const scheduler = withToys({ Bind: bind }, { alone: 'bind' });
  t.like(scheduled(scheduler), { outcome: 'unschedulable', message: 'server is away' });
  t.deepEqual([scheduler.assignedCount, scheduler.queueLengths.backoff], [0, 1]);
  fails = false;
  t.is(scheduler.scheduleOne(scheduler.nextWakeAt(0) ?? 0)?.outcome, 'bound');
});

test('bindings that the caller reports wake other pods, and a failed one frees the node', (t) => {
  const bound: string[] = [];
  const post: Toy = { points: ['postBind'], create: () => ({ postBind: ({ name }) => bound.push(name) }) };
  const scheduler = withToys({ Post: post }, { reportsBindings: true });
  scheduled(scheduler);
  t.deepEqual(bound, []);
  scheduler.podBound('p', SECOND);
  t.deepEqual(bound, ['p']);
  scheduler.addPod(pod('q', 1), SECOND);
  t.is(scheduler.scheduleOne(SECOND)?.outcome, 'bound');
  scheduler.bindingFailed('q', 2 * SECOND);
  t.deepEqual([scheduler.assignedCount, scheduler.queueLengths.backoff], [1, 1]);
});

test('Activate makes a parked pod ready', (t) => {
  let handle: SchedulerHandle | undefined;
  const create = (context: PluginContext<unknown>) => {
    handle = context.handle;
    return {};
  };
  const scheduler = withToys({ Activator: { points: ['preEnqueue'], create } });
  scheduler.addPod(pod('large', 9), 0);
  scheduler.scheduleOne(0);
  t.is(scheduler.queueLengths.unschedulable, 1);
  handle?.activate(['large']);
  t.is(scheduler.queueLengths.active, 1);
});

test('the event of a plugin that rejected with Pending spares the pod its backoff', (t) => {
  let isReady = false;
  const toy: Toy = {
    points: ['preFilter', 'filter', 'reserve'],
    create: () => ({
      preFilter: () => ({
        filter: {
          reject: () => undefined,
          reserve: () => (isReady ? undefined : { plugin: 'Later', reasons: ['later'], code: 'Pending' }),
        },
      }),
      events: [{ kinds: ['node-added'] }],
    }),
  };
  const scheduler = withToys({ Later: toy });
  t.is(scheduled(scheduler)?.outcome, 'unschedulable');
  isReady = true;
  scheduler.addNode(node('m', 8), 1);
  t.is(scheduler.queueLengths.active, 1);
});
