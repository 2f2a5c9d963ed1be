/** The message of each release for a pod without a feasible node. */
import test from 'ava';
import type { Node } from '../../../src/core/objects/node.ts';
import type { SchedulerPod } from '../../../src/core/scheduler/framework/pod-state.ts';
import {
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../../src/core/scheduler/scheduler.ts';
import { node, pod } from './small-objects.ts';

function message(
  kubernetesVersion: KubernetesVersion,
  nodes: readonly Node[],
  waiting: SchedulerPod,
): string {
  const scheduler = createScheduler({ kubernetesVersion });
  for (const each of nodes) scheduler.addNode(each, 0);
  scheduler.addPod(waiting, 0);
  return scheduler.scheduleOne(0)?.message ?? '';
}

const claims = (version: KubernetesVersion) =>
  ['1.34', '1.35', '1.36'].includes(version) ? 'no new claims to deallocate, ' : '';

for (const version of KUBERNETES_VERSIONS) {
  const helpless = (n: number) =>
    `${claims(version)}preemption: 0/${n} nodes are available: ${n} Preemption is not helpful for scheduling.`;

  test(`${version}: reasons are counted and sorted as text, counts included`, (t) => {
    const nodes = [
      node('a', 1, { pods: 0 }),
      node('b', 4, { unschedulable: true }),
      node('c', 1),
      node('d', 1),
    ];
    const tried = Number(version.slice(2)) >= 34 ? 0 : 3;
    const preemption =
      tried === 0
        ? '4 Preemption is not helpful for scheduling.'
        : '1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.';
    t.is(
      message(version, nodes, pod('p', 2)),
      '0/4 nodes are available: 1 Too many pods, 1 node(s) were unschedulable, 3 Insufficient cpu. ' +
        `${claims(version)}preemption: 0/4 nodes are available: ${preemption}`,
    );
  });

  test(`${version}: the message counts nodes with an untolerated taint`, (t) => {
    const taints = [{ key: 'team', value: 'a', effect: 'NoSchedule' }];
    const named = Number(version.slice(2)) <= 33 ? 'untolerated taint {team: a}' : 'untolerated taint(s)';
    t.is(
      message(version, [node('a', 4, { taints })], pod('p', 1)),
      `0/1 nodes are available: 1 node(s) had ${named}. ${helpless(1)}`,
    );
  });

  test(`${version}: affinity to a node by name excludes the other nodes`, (t) => {
    const fields = (...names: string[]) => ({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchFields: names.map((name) => ({ key: 'metadata.name', operator: 'In', values: [name] })),
              },
            ],
          },
        },
      },
    });
    const nodes = [node('a', 1), node('b', 4), node('c', 4)];
    const others =
      Number(version.slice(2)) >= 32 ? ", 2 node(s) didn't satisfy plugin(s) [NodeAffinity]" : '';
    const tried = Number(version.slice(2)) >= 34 ? 0 : 1;
    t.is(
      message(version, nodes, pod('p', 2, fields('a'))),
      `0/3 nodes are available: 1 Insufficient cpu${others}. ${
        tried === 0
          ? helpless(3)
          : 'preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.'
      }`,
    );
    t.is(
      message(version, nodes, pod('p', 2, fields('a', 'b'))),
      `0/3 nodes are available: pod affinity terms conflict. ${tried === 0 ? 'not found' : helpless(3)}`,
    );
    const missing =
      Number(version.slice(2)) >= 32 ? " 3 node(s) didn't satisfy plugin(s) [NodeAffinity]." : '';
    t.is(
      message(version, nodes, pod('p', 2, fields('gone'))),
      `0/3 nodes are available:${missing} ${helpless(3)}`,
    );
  });

  test(`${version}: the message of a pod that never preempts contains its policy`, (t) => {
    t.is(
      message(version, [node('a', 1)], pod('p', 2, { preemptionPolicy: 'Never' })),
      `0/1 nodes are available: 1 Insufficient cpu. ${claims(version)}preemption: not eligible due to preemptionPolicy=Never.`,
    );
  });
}
