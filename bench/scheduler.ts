/** Measures how many pods a second the scheduler model decides about, on clusters of several sizes. Prints one line for each case. */
import type { Node } from '../src/core/objects/node.ts';
import type { PodTemplate } from '../src/core/objects/pod.ts';
import { createScheduler } from '../src/core/scheduler/scheduler.ts';

interface Case {
  readonly name: string;
  readonly nodes: number;
  readonly pods: number;
  readonly templates: number;
}

const CASES: readonly Case[] = [
  { name: 'plain pods', nodes: 100, pods: 30_000, templates: 20 },
  { name: 'plain pods', nodes: 1000, pods: 30_000, templates: 20 },
  { name: 'plain pods', nodes: 5000, pods: 30_000, templates: 20 },
  { name: 'as many pods and nodes as openb', nodes: 1523, pods: 8152, templates: 400 },
];

function node(index: number): Node {
  const name = `node-${index}`;
  const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${index % 3}` };
  const gpus = index % 4 === 0 ? { 'example.com/gpu': 8 } : {};
  return {
    metadata: { name, labels },
    status: { allocatable: { cpu: `${32 + (index % 3) * 32}`, memory: '256Gi', pods: '110', ...gpus } },
  };
}

function template(index: number): PodTemplate {
  const gpus = index % 3 === 0 ? { 'example.com/gpu': 1 } : {};
  const requests = { cpu: `${250 + (index % 40) * 50}m`, memory: `${256 + index * 16}Mi`, ...gpus };
  return { spec: { containers: [{ resources: { requests } }] } };
}

function run({ name, nodes, pods, templates }: Case): void {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  for (let i = 0; i < nodes; i++) scheduler.addNode(node(i), 0);
  const shared = Array.from({ length: templates }, (_, i) => template(i));
  const capacity = nodes * 20;
  const before = process.hrtime.bigint();
  let bound = 0;
  for (let i = 0; i < pods; i++) {
    if (i >= capacity) scheduler.deletePod(`pod-${i - capacity}`, i * 1000);
    const uid = `pod-${i}`;
    scheduler.addPod(
      { uid, namespace: 'default', name: uid, template: shared[i % templates] as PodTemplate },
      i * 1000,
    );
    if (scheduler.scheduleOne(i * 1000)?.outcome === 'bound') bound += 1;
  }
  const seconds = Number(process.hrtime.bigint() - before) / 1e9;
  const rate = Math.round(pods / seconds).toLocaleString('en');
  console.log(
    `${name}: ${nodes} nodes, ${pods} pods, ${bound} bound: ${seconds.toFixed(3)} s, ${rate} pods/s`,
  );
}

/** Measures an overloaded cluster, in which every pod that ends wakes all waiting pods. */
function runOverload(nodes: number, waiting: number, ends: number): void {
  const scheduler = createScheduler({ kubernetesVersion: '1.36' });
  for (let i = 0; i < nodes; i++) scheduler.addNode(node(i), 0);
  const shared = Array.from({ length: 20 }, (_, i) => template(i));
  const whole: PodTemplate = { spec: { containers: [{ resources: { requests: { cpu: 32 } } }] } };
  for (let i = 0; i < nodes * 3; i++)
    scheduler.addPod({ uid: `old-${i}`, namespace: 'default', name: `old-${i}`, template: whole }, 0);
  while (scheduler.scheduleOne(0));
  for (let i = 0; i < waiting; i++) {
    const uid = `pod-${i}`;
    scheduler.addPod({ uid, namespace: 'default', name: uid, template: shared[i % 20] as PodTemplate }, 0);
  }
  while (scheduler.scheduleOne(0));
  const before = process.hrtime.bigint();
  let decisions = 0;
  for (let i = 0; i < ends; i++) {
    const now = (i + 1) * 1_000_000;
    scheduler.deletePod(`pod-${i}`, now);
    scheduler.addPod(
      { uid: `more-${i}`, namespace: 'default', name: `more-${i}`, template: shared[i % 20] as PodTemplate },
      now,
    );
    scheduler.updateNode(
      { ...node(i % nodes), spec: { taints: [{ key: `t${i}`, effect: 'PreferNoSchedule' }] } },
      now,
    );
    while (scheduler.scheduleOne(now)) decisions += 1;
  }
  const seconds = Number(process.hrtime.bigint() - before) / 1e9;
  console.log(
    `overload: ${nodes} full nodes, ${scheduler.pendingCount} pods wait, ${ends} wake-ups of all: ` +
      `${seconds.toFixed(3)} s, ${Math.round(decisions / seconds).toLocaleString('en')} decisions/s`,
  );
}

for (const each of CASES) run(each);
runOverload(500, 2000, 500);
