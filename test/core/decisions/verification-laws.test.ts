/** The law of verification: the model agrees with every decision that the model itself took. */
import test from 'ava';
import { createVerification } from '../../../src/core/decisions/verification.ts';
import type { PodSpec } from '../../../src/core/objects/pod.ts';
import { createScheduler } from '../../../src/core/scheduler/scheduler.ts';
import { propertyRuns } from '../../property-runs.ts';
import fc from '../../seeded-properties.ts';
import { node, pod } from '../scheduler/small-objects.ts';
import { newHistory } from './small-history.ts';

const spec: fc.Arbitrary<Partial<PodSpec>> = fc.oneof(
  fc.constant({}),
  fc.constantFrom('a', 'b').map((zone) => ({ nodeSelector: { zone } })),
  fc.constant({
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector: {} }],
      },
    },
  }),
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), cpu: fc.integer({ min: 1, max: 4 }), spec }),
  fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('cordon' as const), which: fc.nat({ max: 3 }), on: fc.boolean() }),
);

test('every decision of the scheduler is in the best set, and on the very node', (t) => {
  let decided = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 30 }), (steps) => {
      const history = newHistory();
      const scheduler = createScheduler({ kubernetesVersion: '1.37' });
      const zones = ['a', 'a', 'b', 'b'].map((zone, i) => ({ name: `n${i}`, labels: { zone } }));
      for (const { name, labels } of zones) {
        history.node(name, 6, labels);
        scheduler.addNode(node(name, 6, { labels }), 0);
      }
      const alive: string[] = [];
      for (const [i, each] of steps.entries()) {
        const now = (i + 1) * 400_000_000;
        history.wait(400_000);
        if (each.kind === 'create') {
          const uid = `p${i}`;
          history.create(uid, each.cpu, each.spec);
          scheduler.addPod(pod(uid, each.cpu, each.spec), now);
          alive.push(uid);
        } else if (each.kind === 'remove') {
          const [uid] = alive.splice(each.which % Math.max(1, alive.length), 1);
          if (uid === undefined) continue;
          history.remove(uid);
          scheduler.deletePod(uid, now);
        } else {
          const { name, labels } = zones[each.which] as (typeof zones)[0];
          history.add({ kind: 'node-changed', uid: name, unschedulable: each.on });
          scheduler.updateNode(node(name, 6, { labels, unschedulable: each.on }), now);
        }
        history.wait(5);
        for (let k = 0; k < 50; k++) {
          const decision = scheduler.scheduleOne(now + 5000);
          if (!decision) break;
          if (decision.node) history.bind(decision.uid, decision.node);
          else history.refuse(decision.uid, decision.message ?? '');
        }
      }
      const running = createVerification({ kubernetesVersion: '1.37', slack: 0, isWhole: 'always' });
      for (const observation of history.observations) running.observe(observation);
      const { bindings, refusals, disagreements } = running.finish();
      decided += bindings.decided + refusals.decided;
      t.deepEqual(disagreements, []);
      t.is(bindings.best, bindings.decided);
      t.is(bindings.veryNode, bindings.decided);
      t.is(refusals.sameMessage, refusals.decided);
    }),
    propertyRuns(60, 1000),
  );
  t.true(decided > 200);
});

test('what is tried in another order changes nothing for the decisions that follow', (t) => {
  const event = fc.record({
    kind: fc.constantFrom('create', 'bind', 'remove', 'terminate', 'label', 'cordon', 'wait'),
    which: fc.nat({ max: 9 }),
    node: fc.nat({ max: 3 }),
  });
  let reordered = 0;
  fc.assert(
    fc.property(fc.array(event, { minLength: 20, maxLength: 60 }), (events) => {
      const history = newHistory();
      for (let i = 0; i < 4; i++) history.node(`n${i}`, 4 + i, { zone: i < 2 ? 'a' : 'b' });
      history.wait(5000);
      const bound = new Map<string, boolean>();
      for (const [i, { kind, which, node: number }] of events.entries()) {
        history.wait(kind === 'wait' ? 700 : 3);
        const uid = [...bound.keys()][which % Math.max(1, bound.size)];
        if (kind === 'create') {
          history.create(`p${i}`, 1, which % 2 === 0 ? {} : { nodeSelector: { zone: 'a' } });
          bound.set(`p${i}`, false);
        } else if (kind === 'cordon')
          history.add({ kind: 'node-changed', uid: `n${number}`, unschedulable: which % 2 === 0 });
        else if (uid === undefined) continue;
        else if (kind === 'bind' && !bound.get(uid)) {
          history.bind(uid, `n${number}`);
          bound.set(uid, true);
        } else if (kind === 'terminate') history.add({ kind: 'pod-terminating', uid });
        else if (kind === 'label') history.add({ kind: 'pod-changed', uid, labels: { step: String(i) } });
        else if (kind === 'remove') {
          history.remove(uid);
          bound.delete(uid);
        }
      }
      const bindingsWith = (slack: number) => {
        const running = createVerification({ kubernetesVersion: '1.37', slack, isWhole: 'always' });
        for (const observation of history.observations) running.observe(observation);
        return running.finish().bindings;
      };
      const wide = bindingsWith(1_000_000);
      reordered += wide.reordered;
      t.is(wide.best, bindingsWith(0).best);
    }),
    propertyRuns(150, 3000),
  );
  t.true(reordered > 0);
});
