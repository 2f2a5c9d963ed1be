/** Plays one drawn sequence on a real control plane, one step at a time, and records every decision of its kube-scheduler. */
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import type { Node } from '../../../src/core/objects/node.ts';
import type { LiveSequence, LiveStep } from '../../core/scheduler/golden/live-sequence.ts';
import { components } from '../cluster/cluster-folder.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import type { PlainApi } from '../cluster/plain-api.ts';
import { KUBERNETES_VERSION } from '../cluster/versions.ts';
import type { DrawnSequence, DrawnStep } from './draw-sequence.ts';
import {
  followLog,
  type LoggedDecision,
  readDecision,
  type SchedulerLog,
  scheduledPodAdded,
} from './scheduler-log.ts';

const PODS = '/api/v1/namespaces/default/pods';
const NODES = '/api/v1/nodes';

/** A fresh kube-scheduler sees the nodes come one by one, so the order of its search is known. */
export async function recordSequence(
  sequence: DrawnSequence,
  cluster: ControlPlane,
  api: PlainApi,
): Promise<LiveSequence> {
  await empty(api);
  const log = await restartScheduler(cluster, sequence.config);
  try {
    for (const node of sequence.nodes) {
      await created(api, NODES, { apiVersion: 'v1', kind: 'Node', ...node });
      await log.until(new RegExp(`"Add event for node" node="${node.metadata.name}"`));
    }
    const bound = new Set<string>();
    const steps: LiveStep[] = [];
    for (const step of sequence.steps) steps.push(...(await playStep(step, api, log, bound)));
    const { id, family, config, nodes } = sequence;
    return {
      id,
      family,
      kubernetes: KUBERNETES_VERSION.replace(/^v/, ''),
      parallelism: 1,
      config,
      nodes,
      steps,
    };
  } finally {
    await log.close();
  }
}

async function empty(api: PlainApi): Promise<void> {
  for (const path of [PODS, NODES]) {
    for (;;) {
      const { items } = (await api.get(path)).body as { items: { metadata: { name: string } }[] };
      if (items.length === 0) break;
      for (const { metadata } of items) await api.delete(`${path}/${metadata.name}?gracePeriodSeconds=0`);
      await sleep(20);
    }
  }
}

async function restartScheduler(cluster: ControlPlane, config: object | null): Promise<SchedulerLog> {
  const parts = await components(cluster.folder, cluster.name);
  const flag = parts
    .find(({ name }) => name === 'kube-scheduler')
    ?.args.find((arg) => arg.startsWith('--config='));
  const file = (flag ?? '').replace('--config=', '');
  await cluster.kill('kube-scheduler');
  const before = parse(await readFile(file, 'utf8')) as object;
  const profiles = [{ schedulerName: 'default-scheduler', ...config }];
  await writeFile(file, stringify({ ...before, parallelism: 1, profiles }));
  const log = await followLog(cluster.log('kube-scheduler'));
  await cluster.restart('kube-scheduler');
  await log.until(/"Handlers synced"/);
  return log;
}

/** No step where the API server refuses the pod or the pod to delete is gone. An unschedulable pod is deleted at once. */
async function playStep(
  step: DrawnStep,
  api: PlainApi,
  log: SchedulerLog,
  bound: Set<string>,
): Promise<LiveStep[]> {
  if ('delete' in step)
    return bound.delete(step.delete) ? [await deletePod(step.delete, api, log, 'scheduled')] : [];
  if ('updateNode' in step) {
    await updateNode(step.updateNode, api, log);
    return [step];
  }
  const { name } = step.create.metadata;
  const { status } = await api.post(PODS, { apiVersion: 'v1', kind: 'Pod', ...step.create });
  if (status === 422) return [];
  if (status !== 201) throw new Error(`pod ${name} was refused with ${status}`);
  if (step.create.spec.nodeName !== undefined) {
    await log.until(scheduledPodAdded(name));
    bound.add(name);
    return [{ ...step, outcome: 'prebound' }];
  }
  const decision = await readDecision(log, name);
  if (decision.outcome === 'bound') {
    bound.add(name);
    return [{ ...step, ...boundFields(decision) }];
  }
  const message = await messageOf(name, api);
  return [{ ...step, outcome: 'unschedulable', message }, await deletePod(name, api, log, 'unscheduled')];
}

async function deletePod(
  name: string,
  api: PlainApi,
  log: SchedulerLog,
  state: 'scheduled' | 'unscheduled',
): Promise<LiveStep> {
  await api.delete(`${PODS}/${name}?gracePeriodSeconds=0`);
  await log.until(new RegExp(`"Delete event for ${state} pod" pod="default/${name}"`));
  return { delete: name };
}

async function updateNode(node: Node, api: PlainApi, log: SchedulerLog): Promise<void> {
  const { name } = node.metadata;
  const { status } = await api.put(`${NODES}/${name}`, { apiVersion: 'v1', kind: 'Node', ...node });
  if (status !== 200) throw new Error(`the update of node ${name} was refused with ${status}`);
  await log.until(new RegExp(`"Update event for node" node="${name}"`));
}

async function created(api: PlainApi, path: string, body: object): Promise<void> {
  const { status, body: answer } = await api.post(path, body);
  if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
}

/** The message of the PodScheduled condition, which the scheduler writes shortly after its decision. */
async function messageOf(name: string, api: PlainApi): Promise<string> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const { status } = (await api.get(`${PODS}/${name}`)).body as {
      status: { conditions?: { type: string; message?: string }[] };
    };
    const message = status.conditions?.find(({ type }) => type === 'PodScheduled')?.message;
    if (message !== undefined) return message;
    await sleep(10);
  }
  throw new Error(`pod ${name} has no PodScheduled condition`);
}

/** Plugins that score 0 are left out, and totals too: they are the sum of the scores, as is checked here. */
function boundFields(decision: LoggedDecision): Partial<LiveStep> {
  const { outcome, node, evaluated, feasibleCount } = decision;
  const common = { outcome, node, evaluated, feasibleCount } as const;
  if (decision.scores.size === 0) return common as Partial<LiveStep>;
  const feasible = [...decision.scores.keys()];
  const scores: Record<string, Record<string, number>> = {};
  const totals: Record<string, number> = {};
  for (const [name, ofNode] of decision.scores) {
    scores[name] = Object.fromEntries([...ofNode].filter(([, score]) => score !== 0));
    totals[name] = [...ofNode.values()].reduce((sum, score) => sum + score, 0);
    if (totals[name] !== decision.totals.get(name)) throw new Error(`the scores of ${name} do not add up`);
  }
  const highest = Math.max(...Object.values(totals));
  const best = feasible.filter((name) => totals[name] === highest);
  return { ...(common as Partial<LiveStep>), feasible, scores, totals, best };
}
