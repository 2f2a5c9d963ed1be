/** Places a workload with the model, and measures the processor time. */
import type { PodTemplate } from '../../src/core/objects/pod.ts';
import { createScheduler } from '../../src/core/scheduler/scheduler.ts';
import { type BenchPod, benchNode, benchPods, fillers, type Workload } from './workloads.ts';

/** @returns microseconds of processor time for each pod, from its creation to its binding, with all threads of the process. */
export function costOfModel(workload: Workload, nodes: number, count: number): number {
  const scheduler = createScheduler({ kubernetesVersion: '1.37' });
  const templates = new Map<object, PodTemplate>();
  const add = ({ name, labels, spec }: BenchPod) => {
    const template = templates.get(spec) ?? { metadata: { labels }, spec };
    templates.set(spec, template);
    scheduler.addPod({ uid: name, namespace: 'default', name, template }, 0);
  };
  for (let i = 0; i < nodes; i++) scheduler.addNode(benchNode(i), 0);
  if (workload.fills) for (const pod of fillers(nodes)) add(pod);
  const before = process.cpuUsage();
  for (const pod of benchPods(workload, count)) add(pod);
  let bound = 0;
  for (let now = 0; bound < count; now += 1_000_000) {
    const decision = scheduler.scheduleOne(now);
    if (decision?.outcome === 'bound') bound += 1;
    for (const victim of decision?.victims ?? []) scheduler.deletePod(victim, now);
    if (!decision && now > 3600e6 * 100) throw new Error(`${workload.name}: only ${bound} pods were bound`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}
