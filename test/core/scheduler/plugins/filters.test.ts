/** Filters that a whole decision reaches rarely or never, called directly. */
import test from 'ava';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';
import { createClusterCache } from '../../../../src/core/scheduler/cache/cluster-cache.ts';
import { podInfoReader } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import { definePlugin } from '../../../../src/core/scheduler/framework/plugin-definition.ts';
import { podState } from '../../../../src/core/scheduler/framework/pod-state.ts';
import { unschedulable } from '../../../../src/core/scheduler/framework/rejection.ts';
import { IDLE_HANDLE } from '../../../../src/core/scheduler/framework/waiting-pods.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../../src/core/scheduler/plugins/index.ts';
import { createScheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { node, pod } from '../small-objects.ts';

/** The nodes of a, b and c that the plugin's filter passes; `skip` if it does not filter. */
function passing(name: string, spec: Partial<PodSpec>, args: object = {}): string {
  const behaviour = behaviourOf('1.36');
  const columns = createResourceColumns();
  const cache = createClusterCache(columns);
  for (const each of ['a', 'b', 'c']) cache.addNode(node(each, 4, { labels: { name: each } }));
  cache.refresh();
  const { profiles } = readConfiguration({ pluginConfig: [{ name, args }] }, behaviour);
  const plugin = profiles[0]?.factories.get(name)?.({
    behaviour,
    columns,
    objects: cache.objects,
    handle: IDLE_HANDLE,
  });
  const result = plugin?.preFilter?.(
    podState(pod('p', 1, spec), podInfoReader(columns, behaviour)(pod('p', 1, spec).template)),
    cache,
  );
  if (result === undefined || result === 'skip') return 'skip';
  if ('rejection' in result) return result.rejection.reasons.join();
  const passed = cache.nodes.filter((info) => result.filter.reject(info) === undefined);
  const names = passed.map((info) => info.name).join('');
  return result.nodeNames ? `${names} of ${result.nodeNames.join('')}` : names;
}

test('NodeName passes only the node that the pod names', (t) => {
  t.is(passing('NodeName', { nodeName: 'b' }), 'b');
  t.is(passing('NodeName', {}), 'skip');
});

const nodeTerms = (...terms: string[][]): Partial<PodSpec> => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: terms.map((names) => ({
          matchFields: names.map((name) => ({ key: 'metadata.name', operator: 'In', values: [name] })),
        })),
      },
    },
  },
});

test('NodeAffinity narrows the search to named nodes, and terms add up', (t) => {
  t.is(passing('NodeAffinity', nodeTerms(['a'])), 'a of a');
  t.is(passing('NodeAffinity', nodeTerms(['a'], ['c'])), 'ac of ac');
  t.is(passing('NodeAffinity', nodeTerms(['a', 'b'])), 'pod affinity terms conflict');
  t.is(passing('NodeAffinity', nodeTerms(['a', 'b'], ['c'])), 'c of c');
});

test('NodeAffinity does not narrow the search for labels or excluded names', (t) => {
  const term = (requirement: object): Partial<PodSpec> => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [requirement] },
      },
    },
  });
  const not = { matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['a'] }] };
  t.is(passing('NodeAffinity', term(not)), 'bc');
  const label = { matchExpressions: [{ key: 'name', operator: 'In', values: ['b'] }] };
  t.is(passing('NodeAffinity', term(label)), 'b');
  t.is(passing('NodeAffinity', {}), 'skip');
});

test('plugins skip pods that they do not concern', (t) => {
  for (const name of ['NodePorts', 'TaintToleration', 'NodeUnschedulable'])
    t.is(passing(name, {}), 'skip', name);
});

test('a filter that reads more than the node is asked again for every pod', (t) => {
  let open = true;
  const rejection = unschedulable('Door', 'closed');
  const door = definePlugin({
    name: 'Door',
    points: ['filter'],
    create: () => ({
      name: 'Door',
      preFilter: () => ({ filter: { reject: () => (open ? undefined : rejection) } }),
    }),
  });
  const plugins = [...SCHEDULER_PLUGINS, door];
  const scheduler = createScheduler({ kubernetesVersion: '1.36', plugins });
  scheduler.addNode(node('a', 64), 0);
  const { template } = pod('p', 1);
  const place = (uid: string) => {
    scheduler.addPod({ uid, namespace: 'd', name: uid, template }, 0);
    return scheduler.scheduleOne(0)?.outcome;
  };
  t.deepEqual(['p0', 'p1', 'p2'].map(place), ['bound', 'bound', 'bound']);
  open = false;
  t.is(place('p3'), 'unschedulable');
  open = true;
  t.is(place('p4'), 'bound', 'neither the verdict nor the failure is remembered');
});
