/** Nodes without room are counted as a search of all of them would meet them. */
import test from 'ava';
import { createClusterCache } from '../../../../src/core/scheduler/cache/cluster-cache.ts';
import { podInfoReader } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { countShortNodes } from '../../../../src/core/scheduler/cycle/count-short-nodes.ts';
import { type Rejection, unresolvable } from '../../../../src/core/scheduler/framework/rejection.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { missingRoom } from '../../../../src/core/scheduler/plugins/missing-room.ts';
import { createScheduler } from '../../../../src/core/scheduler/scheduler.ts';
import fc from '../../../seeded-properties.ts';
import { node, pod, SECOND } from '../small-objects.ts';

const amount = fc.integer({ min: 0, max: 3 });
const nodes = fc.array(fc.record({ cpu: amount, gpu: amount, pods: fc.nat(1), isRefused: fc.boolean() }), {
  maxLength: 8,
});
const textOf = ({ code, reasons }: Rejection) => `${code} ${reasons.join(', ')}`;
const REFUSED = unresolvable('Fixed', 'refused');

test('the counts of each reason are those of the nodes one by one, unless one has room', (t) => {
  fc.assert(
    fc.property(nodes, fc.record({ cpu: amount, gpu: amount }), (list, asked) => {
      const behaviour = behaviourOf('1.37');
      const columns = createResourceColumns();
      const cache = createClusterCache(columns);
      const fixed = list.map(({ isRefused }) => (isRefused ? REFUSED : undefined));
      for (const [i, { cpu, gpu, pods }] of list.entries()) {
        const allocatable = { cpu, 'example.com/gpu': gpu, memory: 1, pods };
        cache.addNode({ ...node(`n${i}`, 0), status: { allocatable } });
      }
      cache.refresh();
      const requests = { cpu: asked.cpu, 'example.com/gpu': asked.gpu };
      const info = podInfoReader(columns, behaviour)({ spec: { containers: [{ resources: { requests } }] } });
      const missing = missingRoom('Fit', columns, behaviour)(info.requestColumns);
      const room = { columns: info.requestColumns, amounts: info.requestAmounts, missing };
      const tally = countShortNodes(cache.order, cache.table, fixed, room);
      const verdicts = cache.nodes.map(({ slot, free }) => {
        const fits = info.requestColumns.every((column, i) => info.requestAmounts[i]! <= free[column]!);
        return (
          fixed[slot] ??
          (fits && free[3]! >= 1 ? undefined : missing.inTable(cache.table, slot, room.amounts))
        );
      });
      if (verdicts.includes(undefined)) t.is(tally, undefined);
      else {
        const expected = Object.groupBy(verdicts, (verdict) => textOf(verdict!));
        const found = tally!.kinds
          .slice(0, tally!.size)
          .map((kind, i) => [textOf(kind), tally!.counts[i]] as const);
        const counts = Object.entries(expected).map(([text, each]) => [text, each!.length] as const);
        t.deepEqual(Object.fromEntries(found), Object.fromEntries(counts));
      }
    }),
    { numRuns: 300 },
  );
});

test('a refusal is marked as the same again, until the pod asks for less and is placed', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  scheduler.addNode(node('a', 2), 0);
  scheduler.addPod({ ...pod('other', 1), nodeName: 'a' }, 0);
  scheduler.addPod(pod('p', 2), 0);
  t.is(scheduler.scheduleOne(0)?.again, undefined);
  scheduler.addPod({ ...pod('more', 1), nodeName: 'a' }, SECOND);
  scheduler.deletePod('more', SECOND);
  t.like(scheduler.scheduleOne(20 * SECOND), { uid: 'p', outcome: 'unschedulable', again: true });
  scheduler.updatePod(pod('p', 1), 21 * SECOND);
  t.like(scheduler.scheduleOne(60 * SECOND), { uid: 'p', outcome: 'bound' });
});

test('a pod that failed is tried anew after a change of the configuration alone', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  scheduler.addNode(node('a', 2, { taints: [{ key: 'k', effect: 'NoSchedule' }] }), 0);
  scheduler.addPod(pod('p', 1), 0);
  t.is(scheduler.scheduleOne(0)?.outcome, 'unschedulable');
  const plugins = { multiPoint: { disabled: [{ name: 'TaintToleration' }] } };
  scheduler.configure({ plugins }, SECOND);
  t.is(scheduler.scheduleOne(SECOND)?.outcome, 'bound');
});
