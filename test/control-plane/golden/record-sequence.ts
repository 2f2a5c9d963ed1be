/** Plays one drawn sequence on a real control plane, one step at a time, and records every decision of its kube-scheduler. */
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import type { LiveSequence, LiveStep } from '../../core/scheduler/golden/live-sequence.ts';
import { components } from '../cluster/cluster-folder.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import type { PlainApi } from '../cluster/plain-api.ts';
import { admittedFields } from './admitted-fields.ts';
import * as actions from './cluster-actions.ts';
import type { DrawnSequence, DrawnStep } from './drawn-sequence.ts';
import { followLog, type SchedulerLog, scheduledPodAdded, victimPreempted } from './scheduler-log.ts';
import { cyclesUntilIdle, type LoggedCycle } from './scheduling-cycles.ts';

const START = Date.UTC(2026, 0, 1);
/** Victims vanish and the preemptor is tried again within some milliseconds. */
const PREEMPTION_MILLISECONDS = 3000;

interface Recording {
  readonly api: PlainApi;
  readonly log: SchedulerLog;
  readonly bound: Set<string>;
  readonly pending: Set<string>;
  started: number;
}

/** A fresh kube-scheduler sees the nodes come one by one, so the order of its search is known. */
export async function recordSequence(
  sequence: DrawnSequence,
  kubernetes: string,
  cluster: ControlPlane,
  api: PlainApi,
): Promise<LiveSequence> {
  await actions.emptyCluster(api);
  for (const object of sequence.objects ?? []) await actions.createObject(api, object);
  const log = await restartScheduler(cluster, sequence.config);
  try {
    for (const node of sequence.nodes) {
      await actions.createNode(api, node);
      await log.until(new RegExp(`"Add event for node" node="${node.metadata.name}"`));
    }
    const recording: Recording = { api, log, bound: new Set(), pending: new Set(), started: 0 };
    const steps: LiveStep[] = [];
    for (const step of sequence.steps) {
      await log.mark();
      steps.push(...(await playStep(step, recording)));
    }
    const { id, family, config, nodes, objects = [] } = sequence;
    return {
      id,
      family,
      kubernetes: kubernetes.replace(/^v/, ''),
      parallelism: 1,
      config,
      objects,
      nodes,
      steps,
    };
  } finally {
    await log.close();
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
  const profiles =
    config && 'profiles' in config ? config.profiles : [{ schedulerName: 'default-scheduler', ...config }];
  await writeFile(file, stringify({ ...before, parallelism: 1, profiles }));
  const log = await followLog(cluster.log('kube-scheduler'));
  await cluster.restart('kube-scheduler');
  await log.until(/"Handlers synced"/);
  return log;
}

/** No step where the API server refuses the pod, or where the pod to change is gone. */
async function playStep(step: DrawnStep, recording: Recording): Promise<LiveStep[]> {
  const { api, log, bound } = recording;
  if ('create' in step) return createPod(step, recording);
  if ('delete' in step) {
    if (!bound.has(step.delete)) return [];
    return [{ delete: step.delete, ...(await afterDeletion(step.delete, 'scheduled', recording)) }];
  }
  if ('updateNode' in step) {
    await actions.updateNode(api, step.updateNode);
    await log.until(new RegExp(`"Update event for node" node="${step.updateNode.metadata.name}"`));
    return [{ ...step, ...(await attempts(recording)) }];
  }
  if ('ungate' in step) {
    if (!recording.pending.has(step.ungate)) return [];
    await actions.changePod(api, step.ungate, (pod) => ({
      ...pod,
      spec: { ...pod.spec, schedulingGates: [] },
    }));
    return decided({ ungate: step.ungate }, step.ungate, false, recording);
  }
  if ('labelPod' in step) {
    if (!bound.has(step.labelPod)) return [];
    const { labels } = step;
    const now = (await actions.readPod(api, step.labelPod))?.metadata.labels;
    if (Object.entries(labels).every(([key, value]) => now?.[key] === value)) return [];
    await actions.changePod(api, step.labelPod, (pod) => ({
      ...pod,
      metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, ...labels } },
    }));
    await log.until(new RegExp(`"Update event for scheduled pod" pod="default/${step.labelPod}"`));
    return [{ ...step, ...(await attempts(recording)) }];
  }
  throw new Error(`no rule for the step ${JSON.stringify(step)}`);
}

async function createPod(
  step: Extract<DrawnStep, { readonly create: unknown }>,
  recording: Recording,
): Promise<LiveStep[]> {
  const { name } = step.create.metadata;
  const pod = await actions.createPod(recording.api, step);
  if (!pod) return [];
  const created: LiveStep = {
    create: step.create,
    admitted: admittedFields(pod.spec, step.create.spec),
    ...(step.kept && { kept: true }),
  };
  if (step.create.spec.nodeName !== undefined) {
    await recording.log.until(scheduledPodAdded(name));
    recording.bound.add(name);
    return [{ ...created, outcome: 'prebound', ...(await attempts(recording)) }];
  }
  if (step.create.spec.schedulingGates?.length) {
    await recording.log.until(new RegExp(`"Add event for unscheduled pod" pod="default/${name}"`));
    recording.pending.add(name);
    return [{ ...created, outcome: 'gated', kept: true }];
  }
  return decided(created, name, step.kept === true, recording);
}

/** Records the decision about a pod, and the decisions that follow from it. An unschedulable pod is deleted unless it is kept. */
async function decided(
  step: LiveStep,
  name: string,
  isKept: boolean,
  recording: Recording,
): Promise<LiveStep[]> {
  const { api, log, bound, pending } = recording;
  pending.add(name);
  const cycles = [...(await cyclesUntilIdle(log, name))];
  const own = cycles.findIndex(({ pod }) => pod === name);
  const first = cycles[own] as LoggedCycle;
  const before = cycles.slice(0, own);
  if (before.length > 0)
    throw new Error(
      `before ${name} the scheduler decided about ${JSON.stringify(before.map(({ pod, outcome, message }) => ({ pod, outcome, message })))}`,
    );
  let result: LiveStep = { ...step, ...decisionFields(first) };
  if (first.outcome === 'unschedulable' && !first.failed) {
    const preempted = await preemption(name, cycles, recording);
    if (preempted) result = { ...result, outcome: 'preempting', ...preempted };
  }
  const rest = cycles.slice(own + 1);
  const fields = await followUp(rest, recording, first);
  const steps: LiveStep[] = [{ ...result, ...fields }];
  if (!bound.has(name) && !isKept && step.create) {
    await log.mark();
    await actions.deletePod(api, name);
    steps.push({ delete: name, ...(await afterDeletion(name, 'unscheduled', recording, false)) });
  }
  return steps;
}

/** The nomination and the victims, once the victims are gone and the pod is tried again. Adds that cycle to `cycles`. */
async function preemption(
  name: string,
  cycles: LoggedCycle[],
  { api, log, bound }: Recording,
): Promise<Partial<LiveStep> | undefined> {
  const deadline = performance.now() + 500;
  for (;;) {
    const pod = await actions.readPod(api, name);
    const message = pod?.status.conditions?.find(({ type }) => type === 'PodScheduled')?.message;
    if (pod?.status.nominatedNodeName !== undefined) break;
    if (pod?.spec.nodeName !== undefined) break;
    if (message?.includes('preemption: ') && !message.includes('found a potential')) {
      // A pod of higher priority may have taken the room already. Then a retry in vain has replaced the nomination.
      if (await log.seen(victimPreempted(name))) break;
      return undefined;
    }
    if (performance.now() > deadline) return undefined;
    await sleep(5);
  }
  const nominated = (await actions.readPod(api, name))?.status.nominatedNodeName;
  const until = performance.now() + PREEMPTION_MILLISECONDS;
  while (!cycles.some(({ pod, outcome }) => pod === name && outcome === 'bound') && performance.now() < until)
    cycles.push(...(await cyclesUntilIdle(log)));
  const present = await actions.podNames(api);
  const victims = [...bound].filter((each) => !present.has(each)).sort();
  for (const victim of victims) bound.delete(victim);
  const node = cycles.find(({ pod, outcome }) => pod === name && outcome === 'bound')?.node;
  const logged = (await log.seen(victimPreempted(name)))?.[1];
  return { nominated: nominated ?? node ?? logged ?? '', victims };
}

async function afterDeletion(
  name: string,
  state: string,
  recording: Recording,
  deletes = true,
): Promise<Partial<LiveStep>> {
  if (deletes) await actions.deletePod(recording.api, name);
  await recording.log.until(new RegExp(`"Delete event for ${state} pod" pod="default/${name}"`));
  recording.bound.delete(name);
  recording.pending.delete(name);
  return attempts(recording);
}

async function attempts(recording: Recording): Promise<Partial<LiveStep>> {
  return followUp(await cyclesUntilIdle(recording.log), recording);
}

/** What the scheduler decided after the step, and which pods still wait. */
async function followUp(
  cycles: readonly LoggedCycle[],
  recording: Recording,
  first?: LoggedCycle,
): Promise<Partial<LiveStep>> {
  const { log, pending } = recording;
  const all = [...cycles];
  if (first) await start(first, recording);
  for (let i = 0; i < all.length; i++) {
    await start(all[i] as LoggedCycle, recording);
    if (i === all.length - 1) all.push(...(await cyclesUntilIdle(log)));
  }
  const tried = all.map((cycle) => ({ pod: cycle.pod, ...decisionFields(cycle) }));
  return {
    ...(tried.length > 0 && { attempts: tried }),
    ...(pending.size > 0 && { stillPending: [...pending].sort() }),
  };
}

/** Preemption compares start times, and no kubelet sets them here. */
async function start({ pod: name, outcome }: LoggedCycle, recording: Recording): Promise<void> {
  const { api, log, bound, pending } = recording;
  if (outcome !== 'bound') return;
  pending.delete(name);
  bound.add(name);
  recording.started += 1;
  const startTime = startTimeOf(recording.started);
  await actions.changePod(
    api,
    name,
    (pod) => ({ ...pod, status: { ...pod.status, phase: 'Running', startTime } }),
    '/status',
  );
  await log.until(new RegExp(`"Update event for scheduled pod" pod="default/${name}"`));
}

/** Pods start one second after the other, in the order in which they were bound. */
function startTimeOf(count: number): string {
  return new Date(START + count * 1000).toISOString();
}

/** Plugins that score 0 are left out, and totals too: they are the sum of the scores, as is checked here. */
function decisionFields(cycle: LoggedCycle): Partial<LiveStep> {
  const { outcome, node, evaluated, feasibleCount, message } = cycle;
  if (outcome === 'unschedulable') return { outcome, message: message ?? '' };
  const common = {
    outcome,
    node: node ?? null,
    evaluated: evaluated ?? 0,
    feasibleCount: feasibleCount ?? 0,
  };
  if (cycle.scores.size === 0) return common;
  const feasible = [...cycle.scores.keys()];
  const scores: Record<string, Record<string, number>> = {};
  const totals: Record<string, number> = {};
  for (const [name, ofNode] of cycle.scores) {
    scores[name] = Object.fromEntries([...ofNode].filter(([, score]) => score !== 0));
    totals[name] = [...ofNode.values()].reduce((sum, score) => sum + score, 0);
    if (totals[name] !== cycle.totals.get(name)) throw new Error(`the scores of ${name} do not add up`);
  }
  const highest = Math.max(...Object.values(totals));
  const best = feasible.filter((name) => totals[name] === highest);
  return { ...common, feasible, scores, totals, best };
}
