/** A PostFilter plugin makes room on a node: the pod is nominated to it, and other pods of equal or lower priority leave that room alone. */
import test from 'ava';
import type { NodeFilter } from '../../../src/core/scheduler/framework/plugin.ts';
import { definePlugin } from '../../../src/core/scheduler/framework/plugin-definition.ts';
import { unschedulable } from '../../../src/core/scheduler/framework/rejection.ts';
import type { KubernetesVersion } from '../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../src/core/scheduler/plugins/index.ts';
import { createScheduler, type Scheduler } from '../../../src/core/scheduler/scheduler.ts';
import { node, pod, SECOND } from './small-objects.ts';

/** Chooses the pods of lower priority on the first node where that helps. */
const evict = definePlugin({
  name: 'Evict',
  points: ['postFilter'],
  isDefault: () => false,
  create: () => ({
    name: 'Evict',
    postFilter(pod, _cluster, { diagnosis, tryNode }) {
      for (const info of diagnosis.rejected.nodes) {
        const trial = tryNode(info);
        const lower = [...info.pods.values()].filter((each) => each.info.priority < pod.info.priority);
        for (const each of lower) trial.removePod(each);
        if (lower.length === 0 || trial.rejects()) continue;
        return { reason: 'evicts', nominated: info.name, victims: lower };
      }
      return { reason: 'nothing to evict', nominated: null, local: true };
    },
  }),
});

/** Only one pod with the label `lonely` runs on a node. */
const lonely = definePlugin({
  name: 'Lonely',
  points: ['filter'],
  isDefault: () => false,
  create: () => {
    const rejection = unschedulable('Lonely', 'node(s) had company');
    const filterWith = (added: ReadonlySet<string>): NodeFilter => {
      const own = new Set(added);
      return {
        reject: ({ name }) => (own.has(name) ? rejection : undefined),
        addPod: (_pod, { name }) => own.add(name),
        removePod: (_pod, { name }) => own.delete(name),
        clone: () => filterWith(own),
      };
    };
    return { name: 'Lonely', preFilter: () => ({ filter: filterWith(new Set()) }) };
  },
});

function schedulerWith(nodes: number, version: KubernetesVersion = '1.36', ...more: string[]): Scheduler {
  const postFilter = { disabled: [{ name: '*' }], enabled: [{ name: 'Evict' }] };
  const filter = { enabled: more.map((name) => ({ name })) };
  const scheduler = createScheduler({
    kubernetesVersion: version,
    plugins: [...SCHEDULER_PLUGINS, evict, lonely],
    configuration: { profiles: [{ plugins: { postFilter, filter } }] },
    explain: true,
  });
  for (let i = 0; i < nodes; i++) scheduler.addNode(node(`n${i}`, 4), 0);
  return scheduler;
}

function preempting(version: KubernetesVersion = '1.36'): Scheduler {
  const scheduler = schedulerWith(1, version);
  scheduler.addPod({ ...pod('victim', 3), nodeName: 'n0' }, 0);
  scheduler.addPod(pod('high', 3, { priority: 10 }), 0);
  return scheduler;
}

test('a decision names the nominated node, the victims and the plugin’s reason', (t) => {
  const scheduler = preempting();
  t.like(scheduler.scheduleOne(0), {
    uid: 'high',
    outcome: 'preempting',
    nominated: 'n0',
    victims: ['victim'],
    message: '0/1 nodes are available: 1 Insufficient cpu. evicts',
    node: undefined,
  });
  t.is(scheduler.queueLengths.unschedulable, 1);
});

test('the pod is bound to its nominated node when its victims are gone', (t) => {
  const scheduler = preempting();
  scheduler.scheduleOne(0);
  scheduler.addNode(node('larger', 64), SECOND / 2);
  scheduler.podTerminating('victim', SECOND / 2);
  t.is(scheduler.scheduleOne(SECOND / 2)?.node, 'larger', 'the victim still holds the nominated node');

  const other = preempting();
  other.scheduleOne(0);
  other.podTerminating('victim', SECOND);
  other.addNode(node('larger', 64), SECOND);
  other.deletePod('victim', SECOND);
  t.like(other.scheduleOne(SECOND), { node: 'n0', evaluated: 1, feasibleCount: 1 }, 'no other node is tried');
});

test('a pod of equal priority does not take the room of a nominated pod, a higher one does', (t) => {
  for (const [priority, outcome] of [
    [10, 'unschedulable'],
    [11, 'bound'],
  ] as const) {
    const scheduler = preempting();
    scheduler.scheduleOne(0);
    scheduler.deletePod('victim', SECOND);
    // The queue would try the nominated pod first.
    scheduler.addPod(pod('rival', 3, { priority }), SECOND);
    const decisions = [scheduler.scheduleOne(SECOND), scheduler.scheduleOne(SECOND)];
    t.is(decisions.find((each) => each?.uid === 'rival')?.outcome, outcome);
  }
});

test('filters run with nominated pods and without them', (t) => {
  const scheduler = schedulerWith(1, '1.36', 'Lonely');
  scheduler.addPod({ ...pod('victim', 3), nodeName: 'n0' }, 0);
  scheduler.addPod(pod('high', 3, { priority: 10 }), 0);
  scheduler.scheduleOne(0);
  scheduler.addPod(pod('small', 1, { priority: 10 }), 0);
  t.is(scheduler.scheduleOne(0)?.explanation?.rejections.get('n0')?.plugin, 'NodeResourcesFit');
  scheduler.addPod(pod('tiny', 0, { priority: 10 }), 0);
  t.is(scheduler.scheduleOne(0)?.explanation?.rejections.get('n0')?.plugin, 'Lonely');
  scheduler.addPod(pod('higher', 0, { priority: 11 }), 0);
  t.is(scheduler.scheduleOne(0)?.outcome, 'bound', 'a nominated pod of lower priority does not count');
});

test('a preempting pod takes the nomination of lower pods on that node', (t) => {
  const scheduler = preempting();
  scheduler.scheduleOne(0);
  scheduler.addPod(pod('higher', 4, { priority: 20 }), 0);
  t.like(scheduler.scheduleOne(0), { uid: 'higher', nominated: 'n0' });
  scheduler.deletePod('higher', SECOND);
  scheduler.deletePod('victim', 10 * SECOND);
  t.like(scheduler.scheduleOne(10 * SECOND), { uid: 'high', evaluated: 1, outcome: 'bound' });
});

test('a nominated pod that leaves wakes pods of equal or lower priority from 1.33', (t) => {
  for (const [version, woken] of [
    ['1.32', false],
    ['1.33', true],
  ] as const) {
    const scheduler = preempting(version);
    scheduler.scheduleOne(0);
    scheduler.addPod(pod('small', 1), 0);
    t.is(scheduler.scheduleOne(0)?.outcome, 'unschedulable');
    scheduler.deletePod('high', SECOND);
    t.is(scheduler.queueLengths.unschedulable === 0, woken, version);
  }
});

test('the binding of a nominated pod wakes pods of equal or lower priority in 1.33 and 1.34', (t) => {
  for (const [version, woken] of [
    ['1.32', false],
    ['1.33', true],
    ['1.34', true],
    ['1.35', false],
  ] as const) {
    const scheduler = createScheduler({ kubernetesVersion: version, reportsBindings: true });
    scheduler.addNode(node('n0', 4), 0);
    scheduler.addPod({ ...pod('victim', 3), nodeName: 'n0' }, 0);
    scheduler.addPod(pod('high', 3, { priority: 10 }), 0);
    scheduler.scheduleOne(0);
    scheduler.addPod(pod('small', 2), 0);
    scheduler.scheduleOne(0);
    scheduler.deletePod('victim', 20 * SECOND);
    t.is(scheduler.scheduleOne(20 * SECOND)?.node, 'n0');
    t.like(scheduler.scheduleOne(20 * SECOND), { uid: 'small', outcome: 'unschedulable' });
    scheduler.endCycle(20 * SECOND);
    scheduler.podBound('high', 21 * SECOND);
    t.is(scheduler.queueLengths.unschedulable === 0, woken, version);
  }
});

test('a remembered failure of a template is forgotten when a nomination changes', (t) => {
  const scheduler = createScheduler({
    kubernetesVersion: '1.36',
    plugins: [...SCHEDULER_PLUGINS, evict],
    configuration: {
      profiles: [{ plugins: { postFilter: { disabled: [{ name: '*' }], enabled: [{ name: 'Evict' }] } } }],
    },
  });
  scheduler.addNode(node('n0', 4), 0);
  scheduler.addPod({ ...pod('victim', 3), nodeName: 'n0' }, 0);
  scheduler.addPod(pod('high', 3, { priority: 10 }), 0);
  scheduler.scheduleOne(0);
  const { template } = pod('lower', 1);
  for (const uid of ['e1', 'e2', 'e3']) {
    scheduler.addPod({ uid, namespace: 'default', name: uid, template }, 0);
    t.is(scheduler.scheduleOne(0)?.outcome, 'unschedulable', uid);
  }
  scheduler.deletePod('high', 0);
  t.is(scheduler.scheduleOne(20 * SECOND)?.outcome, 'bound');
});

test('a pod that waits and is being deleted is not tried any more', (t) => {
  const scheduler = schedulerWith(1);
  scheduler.addPod(pod('p', 1), 0);
  scheduler.podTerminating('p', 0);
  t.is(scheduler.scheduleOne(0), undefined);
});
