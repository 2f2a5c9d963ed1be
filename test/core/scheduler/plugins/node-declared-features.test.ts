/** NodeDeclaredFeatures rejects nodes that lack a feature that the pod needs (from 1.36). */
import test from 'ava';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';
import type { KubernetesVersion } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { node, pod, SECOND } from '../small-objects.ts';

function declaring(name: string, ...declaredFeatures: string[]): Node {
  const plain = node(name, 8);
  return { ...plain, status: { ...plain.status, declaredFeatures } };
}

function scheduler(nodes: Node[], spec: Partial<PodSpec>, kubernetesVersion: KubernetesVersion = '1.37') {
  const result = createScheduler({ kubernetesVersion });
  for (const each of nodes) result.addNode(each, 0);
  result.addPod(pod('p', 1, spec), 0);
  return result;
}

const USER_NAMESPACES = { hostNetwork: true, hostUsers: false };

test('a pod with the host network and user namespaces needs a node that declares it', (t) => {
  const nodes = [declaring('a'), declaring('b', 'UserNamespacesHostNetworkSupport')];
  t.is(scheduler(nodes, USER_NAMESPACES).scheduleOne(0)?.node, 'b');
});

test('restarting all containers and options of bind mounts are features too', (t) => {
  const restart = { containers: [{ restartPolicyRules: [{ action: 'RestartAllContainers' }] }] };
  const mounts = { initContainers: [{ volumeMounts: [{ name: 'v', bindMountOptions: ['nosuid'] }] }] };
  t.is(
    scheduler([declaring('a'), declaring('b', 'RestartAllContainersOnContainerExits')], restart).scheduleOne(
      0,
    )?.node,
    'b',
  );
  const nodes = [declaring('a'), declaring('b', 'VolumeBindMountOptions')];
  t.is(scheduler(nodes, mounts).scheduleOne(0)?.node, 'b');
  t.is(scheduler(nodes, mounts, '1.36').scheduleOne(0)?.node, 'a');
});

test('no release before 1.36 asks for declared features', (t) => {
  t.is(scheduler([declaring('a')], USER_NAMESPACES, '1.35').scheduleOne(0)?.node, 'a');
});

test('the message names the plugin’s reason, and a node that declares the feature wakes the pod', (t) => {
  const waiting = scheduler([declaring('a')], USER_NAMESPACES);
  t.regex(waiting.scheduleOne(0)?.message ?? '', /1 node\(s\) didn't match Pod's required features\./);
  waiting.updateNode(declaring('a', 'UserNamespacesHostNetworkSupport'), 20 * SECOND);
  t.is(waiting.scheduleOne(20 * SECOND)?.node, 'a');
});
