/** Laws of PodTopologySpread: what is counted step by step equals what is counted anew. */
import test from 'ava';
import { createClusterCache } from '../../../../../src/core/scheduler/cache/cluster-cache.ts';
import type { NodeInfo } from '../../../../../src/core/scheduler/cache/node-info.ts';
import { podInfoReader } from '../../../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns } from '../../../../../src/core/scheduler/cache/resource-columns.ts';
import { nodeTrial } from '../../../../../src/core/scheduler/cycle/node-trial.ts';
import { podState, type SchedulerPod } from '../../../../../src/core/scheduler/framework/pod-state.ts';
import { IDLE_HANDLE } from '../../../../../src/core/scheduler/framework/waiting-pods.ts';
import { behaviourOf } from '../../../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../../../src/core/scheduler/plugins/index.ts';
import fc from '../../../../seeded-properties.ts';
import { constraint, decide, HOST, spreadScheduler, web, zoned } from './spread-cluster.ts';

const NODES = [zoned('a1', 'a'), zoned('a2', 'a'), zoned('b1', 'b'), zoned('c1', 'c'), zoned('d1')];
const LABELS = [{ app: 'web' }, { app: 'db' }, { app: 'web', rev: '1' }];
const somePod = fc.record({
  on: fc.constantFrom(...NODES.map(({ metadata }) => metadata.name)),
  labels: fc.constantFrom(...LABELS),
  namespace: fc.constantFrom('default', 'other'),
});
const someConstraint = fc.record({
  maxSkew: fc.integer({ min: 1, max: 3 }),
  topologyKey: fc.constantFrom(HOST, 'topology.kubernetes.io/zone'),
  minDomains: fc.integer({ min: 1, max: 4 }),
  labelSelector: fc.constantFrom({ matchLabels: { app: 'web' } }, {}, null),
});

const byName = <Value>(map: ReadonlyMap<string, Value> | undefined) =>
  [...(map ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));

test('scores and rejections after any changes equal those of a new scheduler', (t) => {
  const change = fc.oneof(
    somePod.map((shape) => ({ add: shape })),
    fc.record({ remove: fc.nat(30) }),
    fc.record({ move: fc.constantFrom(...NODES), zone: fc.constantFrom('a', 'b', undefined) }),
  );
  const probes = [
    web('hard', { constraints: [constraint({ maxSkew: 2 })] }),
    web('soft', { constraints: [constraint({ whenUnsatisfiable: 'ScheduleAnyway' })] }),
    web('host', { constraints: [constraint({ topologyKey: HOST, whenUnsatisfiable: 'ScheduleAnyway' })] }),
    web('plain'),
  ];
  const service = {
    kind: 'Service',
    metadata: { namespace: 'default', name: 'svc' },
    spec: { selector: { app: 'web' } },
  } as const;
  const law = fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
    const nodes = new Map(NODES.map((each) => [each.metadata.name, each]));
    const pods: SchedulerPod[] = [];
    const lasting = spreadScheduler(NODES);
    lasting.setObject(service, 0);
    const explain = (scheduler: typeof lasting, pod: SchedulerPod) => {
      const explanation = decide(scheduler, pod)?.explanation;
      scheduler.deletePod(pod.uid, 0);
      return [byName(explanation?.scores), byName(explanation?.rejections)];
    };
    for (const [i, each] of changes.entries()) {
      if ('add' in each) {
        const pod = web(`p${i}`, each.add);
        pods.push(pod);
        lasting.addPod(pod, 0);
      } else if ('remove' in each) {
        const [gone] = pods.splice(each.remove % (pods.length + 1), 1);
        if (gone) lasting.deletePod(gone.uid, 0);
      } else {
        const moved = zoned(each.move.metadata.name, each.zone);
        nodes.set(moved.metadata.name, moved);
        lasting.updateNode(moved, 0);
      }
      for (const probe of probes) {
        const fresh = spreadScheduler([...nodes.values()]);
        fresh.setObject(service, 0);
        for (const pod of pods) fresh.addPod(pod, 0);
        t.deepEqual(explain(lasting, probe), explain(fresh, probe));
      }
    }
  });
  fc.assert(law, { numRuns: 20 });
});

test('changes on a copy of a node reject as a new count of the changed cluster', (t) => {
  const behaviour = behaviourOf('1.37');
  const definition = SCHEDULER_PLUGINS.find(({ name }) => name === 'PodTopologySpread');
  const law = fc.property(
    fc.array(somePod, { maxLength: 15 }),
    fc.array(someConstraint, { minLength: 1, maxLength: 2 }),
    fc.array(somePod, { maxLength: 4 }),
    fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
    (before, constraints, added, removed) => {
      const columns = createResourceColumns();
      const read = podInfoReader(columns, behaviour);
      const state = (pod: SchedulerPod) => podState(pod, read(pod.template));
      const cluster = createClusterCache(columns);
      for (const each of NODES) cluster.addNode(each);
      const states = before.map((shape, i) => state(web(`p${i}`, shape)));
      for (const [i, each] of states.entries()) cluster.assign(each, before[i]?.on as string);
      cluster.refresh();
      const plugin = definition?.factory?.parse({})({
        behaviour,
        columns,
        objects: cluster.objects,
        handle: IDLE_HANDLE,
      });
      const hard = constraints.map((each) => constraint(each));
      const pod = state(web('incoming', { constraints: hard }));
      const filterOf = () => {
        const result = plugin?.preFilter?.(pod, cluster);
        if (typeof result !== 'object' || 'rejection' in result) throw new Error('no filter');
        return result.filter;
      };
      const target = cluster.node('a1') as NodeInfo;
      const trial = nodeTrial(target, [filterOf()], []);
      const gone = states.filter((_, i) => before[i]?.on === 'a1' && removed[i]);
      for (const each of gone) trial.removePod(each);
      const more = added.map((shape, i) => state(web(`q${i}`, shape)));
      for (const each of more) trial.addPod(each);
      const incremental = trial.rejects();
      for (const each of gone) cluster.unassign(each.uid);
      for (const each of more) cluster.assign(each, 'a1');
      const anew = filterOf().reject(target);
      // The empty selector counts no pods at first, yet it matches every pod that is added or removed (as upstream).
      if (hard.some(({ labelSelector }) => labelSelector && !labelSelector.matchLabels)) return;
      t.deepEqual(incremental, anew);
    },
  );
  fc.assert(law, { numRuns: 300 });
});
