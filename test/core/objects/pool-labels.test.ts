/** Every provider and tool that names node pools by labels is known, in recordings and in scenarios alike. */
import test from 'ava';
import { POOL_LABELS, poolOfLabels } from '../../../src/core/objects/pool-labels.ts';
import { poolOf } from '../../../src/core/observing/node-pool.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';

const nodeWith = (more: object) => ({ metadata: { name: 'n', uid: 'u', ...more } });

for (const label of POOL_LABELS) {
  test(`${label} names the pool, in a recording and in a scenario`, (t) => {
    t.is(poolOf(nodeWith({ labels: { [label]: 'workers', other: 'x' } })), 'workers');
    const text = `cluster: {nodes: [{name: n, template: {labels: {"${label}": workers}, allocatable: {cpu: 1}}}]}`;
    t.is(loadScenario(text, 'a.yaml').scenario?.nodes[0]?.pool, 'workers');
  });
}

test('of several labels the most specific one counts, and an empty one never', (t) => {
  t.is(poolOfLabels({ 'eks.amazonaws.com/nodegroup': 'a', 'karpenter.sh/nodepool': 'b' }), 'b');
  t.is(poolOfLabels({ 'eks.amazonaws.com/nodegroup': 'a', 'karpenter.sh/nodepool': '' }), 'a');
  t.is(poolOfLabels({ app: 'web' }), undefined);
});

test('a node of OpenShift without a pool of machines belongs to the pool of its role', (t) => {
  const of = (...roles: string[]) =>
    poolOfLabels({
      'node.openshift.io/os_id': 'rhcos',
      ...Object.fromEntries(roles.map((role) => [`node-role.kubernetes.io/${role}`, ''])),
    });
  t.is(of('worker'), 'worker');
  t.is(of('worker', 'infra'), 'infra');
  t.is(of('control-plane', 'master', 'worker'), 'master');
  t.is(of(), undefined);
});

test('a node of Cluster API belongs to the MachineDeployment of its MachineSet', (t) => {
  const owner = (kind: string, name: string) => ({
    annotations: { 'cluster.x-k8s.io/owner-kind': kind, 'cluster.x-k8s.io/owner-name': name },
  });
  t.is(poolOf(nodeWith(owner('MachineSet', 'demo-md-0-6d4cf'))), 'demo-md-0');
  t.is(poolOf(nodeWith(owner('KubeadmControlPlane', 'demo-cp'))), 'demo-cp');
});
