/** What happens where a profile runs a plugin without the point that prepares it: the words are those of kube-scheduler 1.37.2 and 1.34.4. */
import test from 'ava';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';
import type { KubernetesVersion } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler, type Scheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { node, pod, SECOND } from '../small-objects.ts';

function schedulerOf(
  plugins: object,
  nodes = [node('a', 4), node('b', 4)],
  kubernetesVersion: KubernetesVersion = '1.37',
): Scheduler {
  const scheduler = createScheduler({ kubernetesVersion, configuration: { plugins } });
  for (const each of nodes) scheduler.addNode(each, 0);
  return scheduler;
}

const off = (...names: string[]) => ({ disabled: names.map((name) => ({ name })) });

function decide(scheduler: Scheduler, name: string, cpu = 1, spec: Partial<PodSpec> = {}) {
  scheduler.addPod(pod(name, cpu, spec), 0);
  return scheduler.scheduleOne(0);
}

for (const [plugin, error] of [
  ['NodePorts', 'reading "PreFilterNodePorts" from cycleState: not found'],
  ['NodeResourcesFit', 'error reading "PreFilterNodeResourcesFit" from cycleState: not found'],
  ['VolumeRestrictions', 'cannot read "PreFilterVolumeRestrictions" from cycleState'],
  ['VolumeBinding', 'not found'],
  ['PodTopologySpread', 'reading "PreFilterPodTopologySpread" from cycleState: not found'],
  ['InterPodAffinity', 'error reading "PreFilterInterPodAffinity" from cycleState: not found'],
  ['DynamicResources', 'not found'],
  ['NodeDeclaredFeatures', 'error reading "PreFilterNodeDeclaredFeatures" from cycle-state: not found'],
] as const) {
  test(`${plugin} fails every pod at filter if it is off at preFilter`, (t) => {
    const decision = decide(schedulerOf({ preFilter: off(plugin) }), 'p');
    t.is(decision?.outcome, 'unschedulable');
    t.is(decision?.message, `running "${plugin}" filter plugin: ${error}`);
  });
}

for (const [plugin, error] of [
  ['TaintToleration', 'failed to read "PreScoreTaintToleration" from cycleState: not found'],
  ['PodTopologySpread', 'error reading "PreScorePodTopologySpread" from cycleState: not found'],
  ['InterPodAffinity', 'failed to read "PreScoreInterPodAffinity" from cycleState: not found'],
] as const) {
  test(`${plugin} fails at score if it is off at preScore, unless one node alone is feasible`, (t) => {
    const profile = { preScore: off(plugin) };
    const message = `running Score plugins: plugin "${plugin}" failed with: ${error}`;
    t.is(decide(schedulerOf(profile), 'p')?.message, message);
    t.is(decide(schedulerOf(profile, [node('a', 4), node('b', 1)]), 'p', 2)?.node, 'a');
  });
}

test('plugins that compute what they need decide without the point before', (t) => {
  const names = [
    'NodeName',
    'NodeUnschedulable',
    'TaintToleration',
    'NodeAffinity',
    'NodeVolumeLimits',
    'VolumeZone',
  ];
  const scores = ['NodeAffinity', 'NodeResourcesFit', 'NodeResourcesBalancedAllocation', 'VolumeBinding'];
  const tainted = node('b', 8, { taints: [{ key: 'k', effect: 'NoSchedule' }] });
  const scheduler = schedulerOf({ preFilter: off(...names), preScore: off(...scores) }, [
    node('a', 4),
    tainted,
    node('c', 8, { unschedulable: true }),
    node('d', 8),
  ]);
  t.is(decide(scheduler, 'p')?.node, 'd');
});

test('NodeAffinity without its preFilter tries each node, also for terms in conflict', (t) => {
  const named = (...values: string[]) => ({ key: 'metadata.name', operator: 'In', values }) as const;
  const withTerm = (...matchFields: ReturnType<typeof named>[]) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
      },
    },
  });
  const scheduler = schedulerOf({ preFilter: off('NodeAffinity'), postFilter: off('*') });
  t.is(
    decide(scheduler, 'p', 1, withTerm(named('a'), named('b')))?.message,
    "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.",
  );
  t.like(decide(scheduler, 'q', 1, withTerm(named('b'))), { node: 'b', evaluated: 2 });
});

test('nodes that an earlier filter rejects do not come as far as the one that fails', (t) => {
  const cordoned = [node('a', 4, { unschedulable: true }), node('b', 4, { unschedulable: true })];
  const scheduler = schedulerOf({ preFilter: off('InterPodAffinity') }, cordoned);
  t.regex(
    decide(scheduler, 'p')?.message ?? '',
    /^0\/2 nodes are available: 2 node\(s\) were unschedulable\./,
  );
  // The failing filter is the last one of this order, and room is missing everywhere.
  const last = schedulerOf({ preFilter: off('VolumeRestrictions'), postFilter: off('*') });
  t.is(decide(last, 'p', 9)?.message, '0/2 nodes are available: 2 Insufficient cpu.');
});

test('preemption fails on a node that only the failing filter keeps from the pod', (t) => {
  const scheduler = schedulerOf({ preFilter: off('InterPodAffinity'), filter: {} }, [node('a', 4)]);
  scheduler.addPod({ ...pod('low', 4), nodeName: 'a' }, 0);
  t.is(
    decide(scheduler, 'high', 4, { priority: 9 })?.message,
    '0/1 nodes are available: 1 Insufficient cpu. preemption: running "InterPodAffinity" filter plugin: error reading "PreFilterInterPodAffinity" from cycleState: not found',
  );
});

test('a pod whose cycle failed is tried again after a backoff, without any event', (t) => {
  const scheduler = schedulerOf({ preFilter: off('NodePorts') });
  decide(scheduler, 'p');
  t.like(scheduler.queueLengths, { backoff: 1, unschedulable: 0 });
  t.true((scheduler.nextWakeAt(0) ?? 0) <= 3 * SECOND);
});

test('Reserve and PreBind fail without the points that they build on', (t) => {
  const without = (point: string, ...more: string[]) =>
    Object.fromEntries([point, ...more].map((each) => [each, off('VolumeBinding')]));
  const message = (plugins: object, version: KubernetesVersion) =>
    decide(schedulerOf(plugins, [node('a', 4)], version), 'p')?.message;
  t.is(message(without('preFilter', 'filter'), '1.37'), 'running Reserve plugin "VolumeBinding": not found');
  t.is(
    message(without('preFilter', 'filter', 'reserve'), '1.37'),
    'running PreBindPreFlight "VolumeBinding": not found',
  );
  t.is(
    message(without('reserve'), '1.37'),
    'running PreBindPreFlight "VolumeBinding": no pod volume found for node "a"',
  );
  t.is(
    message(without('reserve'), '1.34'),
    'running PreBind plugin "VolumeBinding": no pod volume found for node "a"',
  );
  t.is(message(without('preBind'), '1.37'), undefined);
});

test('storage capacity is not scored without the preFilter of VolumeBinding, and fails', (t) => {
  const volumes = Object.fromEntries(['preFilter', 'filter'].map((each) => [each, off('VolumeBinding')]));
  t.is(decide(schedulerOf(volumes), 'p')?.message, 'running PreScore plugin "VolumeBinding": not found');
  t.is(
    decide(schedulerOf({ ...volumes, preScore: off('VolumeBinding') }), 'p')?.message,
    'running Score plugins: plugin "VolumeBinding" failed with: not found',
  );
  // Up to 1.36 nothing is scored.
  t.is(
    decide(schedulerOf(volumes, undefined, '1.36'), 'p')?.message,
    'running Reserve plugin "VolumeBinding": not found',
  );
});

test('DynamicResources ends the search for room if it is off at preFilter and filter', (t) => {
  const plugins = { preFilter: off('DynamicResources'), filter: off('DynamicResources') };
  t.is(
    decide(schedulerOf(plugins), 'p', 9)?.message,
    '0/2 nodes are available: 2 Insufficient cpu. not found',
  );
  t.is(
    decide(schedulerOf(plugins), 'q')?.message,
    'running Score plugins: plugin "DynamicResources" failed with: not found',
  );
});
