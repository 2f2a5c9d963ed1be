/** What holds for the victims of every preemption. */
import test from 'ava';
import { KUBERNETES_VERSIONS } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../../../../src/core/scheduler/scheduler.ts';
import fc from '../../../../seeded-properties.ts';
import { node } from '../../small-objects.ts';
import { budget, ranked } from './pods-by-priority.ts';

const APPS = ['a', 'b', 'c'];
const somePod = fc.record({
  cpu: fc.integer({ min: 1, max: 4 }),
  priority: fc.integer({ min: -2, max: 6 }),
  app: fc.constantFrom(...APPS),
});
const cluster = fc.record({
  version: fc.constantFrom(...KUBERNETES_VERSIONS),
  nodes: fc.array(fc.array(somePod, { maxLength: 5 }), { minLength: 1, maxLength: 4 }),
  incoming: fc.record({ cpu: fc.integer({ min: 1, max: 8 }), priority: fc.integer({ min: 0, max: 7 }) }),
  allowed: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: APPS.length, maxLength: APPS.length }),
});
type Cluster = typeof cluster extends fc.Arbitrary<infer T> ? T : never;

const CPU = 8;

function play({ version, nodes, incoming, allowed }: Cluster) {
  const scheduler = createScheduler({ kubernetesVersion: version, explain: true });
  const pods = nodes.map((list, n) =>
    list.map(({ cpu, priority, app }, i) => ranked(`n${n}-${i}`, cpu, priority, { app })),
  );
  for (const [n, list] of pods.entries()) {
    scheduler.addNode(node(`n${n}`, CPU), 0);
    for (const each of list) scheduler.addPod({ ...each, nodeName: `n${n}` }, 0);
  }
  for (const [i, app] of APPS.entries()) scheduler.setObject(budget(app, allowed[i] as number), 0);
  scheduler.addPod(ranked('incoming', incoming.cpu, incoming.priority), 0);
  return { decision: scheduler.scheduleOne(0), pods };
}

type Pod = ReturnType<typeof play>['pods'][number][number];
const cpuOf = ({ template: { spec } }: Pod) => Number(spec.containers[0]?.resources?.requests?.cpu);
const priorityOf = ({ template: { spec } }: Pod) => spec.priority ?? 0;
const free = (pods: readonly Pod[]) => CPU - pods.reduce((sum, each) => sum + cpuOf(each), 0);

test('all victims have a lower priority, they make room, and none could stay', (t) => {
  let preemptions = 0;
  fc.assert(
    fc.property(cluster, (input) => {
      const { decision, pods } = play(input);
      if (decision?.outcome !== 'preempting') return;
      preemptions += 1;
      const onNode = pods[Number(decision.nominated?.slice(1))] as Pod[];
      const victims = onNode.filter(({ uid }) => decision.victims?.includes(uid));
      t.is(victims.length, decision.victims?.length ?? 0);
      t.true(victims.every((each) => priorityOf(each) < input.incoming.priority));
      const room = free(onNode.filter((each) => !victims.includes(each)));
      t.true(room >= input.incoming.cpu);
      for (const each of victims) t.true(room - cpuOf(each) < input.incoming.cpu, 'this victim could stay');
    }),
    { numRuns: 300 },
  );
  t.true(preemptions > 30);
});

test('a pod preempts exactly if it fits on a node without the pods of lower priority', (t) => {
  fc.assert(
    fc.property(cluster, (input) => {
      const { decision, pods } = play(input);
      const { cpu, priority } = input.incoming;
      const fits = pods.some((list) => free(list) >= cpu);
      const helps = pods.some((list) => free(list.filter((each) => priorityOf(each) >= priority)) >= cpu);
      t.is(decision?.outcome, fits ? 'bound' : helps ? 'preempting' : 'unschedulable');
    }),
    { numRuns: 300 },
  );
});

test('no budget is exceeded if the protected pods of some node can stay', (t) => {
  fc.assert(
    fc.property(cluster, (input) => {
      const { decision, pods } = play(input);
      if (decision?.outcome !== 'preempting') return;
      const { cpu, priority } = input.incoming;
      const isFree = (each: Pod) => input.allowed[APPS.indexOf(appOf(each))] === 2;
      // Budgets that allow nothing protect all of their pods; those that allow 2 protect none of at most two.
      const possible = pods.some((list) => {
        const lower = list.filter((each) => priorityOf(each) < priority && isFree(each));
        const few = APPS.every((app) => lower.filter((each) => appOf(each) === app).length <= 2);
        return few && free(list.filter((each) => !lower.includes(each))) >= cpu;
      });
      if (!possible) return;
      const victims = pods.flat().filter(({ uid }) => decision.victims?.includes(uid));
      for (const [i, app] of APPS.entries())
        t.true(victims.filter((each) => appOf(each) === app).length <= (input.allowed[i] as number));
    }),
    { numRuns: 500 },
  );
});

function appOf({ template: { metadata } }: Pod): string {
  return metadata?.labels?.app ?? '';
}
