/** Recordings that fast-check can shrink: a list of steps, each converted to an observation that fits the steps before it. */
import type { PodTemplate } from '../../../src/core/objects/pod.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';

const GPU = 'nvidia.com/gpu';

const STEP = fc.record({
  wait: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 1, max: 10_000_000_000 }),
  ),
  what: fc.constantFrom(
    'create',
    'create',
    'create',
    'bind',
    'bind',
    'bind',
    'start',
    'ready',
    'finish',
    'delete',
    'delete',
    'add-node',
    'change-node',
    'remove-node',
    'cordon',
    'unschedulable',
    'resize',
    'restart',
    'disrupt',
    'terminate',
  ),
  which: fc.nat({ max: 1000 }),
  amount: fc.integer({ min: 1, max: 100 }),
});

type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

/** Well-formed recordings: nothing unknown, nothing twice, times in order, a `close` line at the end. */
export const arbitraryRecording: fc.Arbitrary<Observation[]> = fc
  .array(STEP, { minLength: 1, maxLength: 80 })
  .map(wellFormed);

/** Damaged recordings: lines are lost, repeated and moved. */
export const arbitraryDamagedRecording: fc.Arbitrary<Observation[]> = fc
  .tuple(
    arbitraryRecording,
    fc.array(fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 100 }), fc.nat({ max: 2 })), { maxLength: 20 }),
  )
  .map(([observations, damages]) => {
    const damaged = [...observations];
    for (const [first, second, how] of damages) {
      const from = first % damaged.length;
      const to = second % damaged.length;
      const taken = how === 1 ? damaged.slice(from, from + 1) : damaged.splice(from, 1);
      if (how > 0) damaged.splice(to, 0, ...taken);
      if (damaged.length === 0) return observations;
    }
    return damaged;
  });

const TEMPLATES: readonly PodTemplate[] = [
  { spec: { containers: [{ resources: { requests: { cpu: '250m', memory: '1Gi' } } }] } },
  { spec: { containers: [{ resources: { requests: { cpu: '1', [GPU]: 1 } } }] } },
  { spec: { containers: [{ resources: { requests: { memory: '3500M', 'example.com/odd': '7' } } }] } },
  { spec: { containers: [{}] } },
];

function wellFormed(steps: readonly Step[]): Observation[] {
  const observations: Observation[] = TEMPLATES.map((template, number) => ({
    at: 0,
    kind: 'template',
    hash: `t${number}`,
    template,
  }));
  const nodes: { uid: string; name: string }[] = [];
  const pods: { uid: string; stage: 'created' | 'bound' | 'started' | 'ready' | 'finished' }[] = [];
  let at = 0;
  const pick = <T>(list: readonly T[], which: number): T | undefined =>
    list[which % Math.max(1, list.length)];
  const inStage = (...stages: string[]) => pods.filter(({ stage }) => stages.includes(stage));
  for (const [number, { wait, what, which, amount }] of steps.entries()) {
    at += wait;
    const allocatable = {
      cpu: `${amount * 37}m`,
      memory: `${amount}Gi`,
      pods: '10',
      ...(which % 3 === 0 ? { [GPU]: amount % 9 } : {}),
    };
    if (what === 'add-node') {
      const node = { uid: `n${number}`, name: `node-${number}` };
      nodes.push(node);
      const pool = which % 4 === 0 ? {} : { pool: `pool-${which % 2}` };
      observations.push({ at, kind: 'node-added', ...node, ...pool, allocatable });
    } else if (what === 'create') {
      pods.push({ uid: `p${number}`, stage: 'created' });
      observations.push({
        at,
        kind: 'pod-created',
        uid: `p${number}`,
        namespace: 'default',
        name: `pod-${number}`,
        template: `t${which % TEMPLATES.length}`,
      });
    } else if (what === 'change-node' || what === 'cordon') {
      const node = pick(nodes, which);
      if (!node) continue;
      if (what === 'cordon')
        observations.push({ at, kind: 'node-changed', uid: node.uid, unschedulable: true });
      else observations.push({ at, kind: 'node-changed', uid: node.uid, allocatable });
    } else if (what === 'remove-node') {
      const node = pick(nodes, which);
      if (!node) continue;
      nodes.splice(nodes.indexOf(node), 1);
      observations.push({ at, kind: 'node-removed', uid: node.uid });
    } else if (what === 'bind') {
      const pod = pick(inStage('created'), which);
      if (!pod) continue;
      pod.stage = 'bound';
      const node = amount % 7 === 0 ? null : (pick(nodes, amount)?.name ?? null);
      observations.push({ at, kind: 'pod-bound', uid: pod.uid, node });
    } else if (what === 'unschedulable') {
      const pod = pick(inStage('created'), which);
      const message = `0/${amount} nodes are available: ${amount} Insufficient cpu.`;
      if (pod) observations.push({ at, kind: 'pod-unschedulable', uid: pod.uid, message });
    } else if (what === 'resize') {
      const pod = pick(inStage('created', 'bound', 'started', 'ready'), which);
      if (!pod) continue;
      observations.push({ at, kind: 'pod-resized', uid: pod.uid, template: `t${amount % TEMPLATES.length}` });
    } else if (what === 'restart' || what === 'disrupt' || what === 'terminate') {
      const pod = pick(pods, which);
      if (!pod) continue;
      const { uid } = pod;
      if (what === 'restart') observations.push({ at, kind: 'pod-restarted', uid, restarts: amount });
      else if (what === 'disrupt') observations.push({ at, kind: 'pod-disrupted', uid, reason: 'Preempted' });
      else observations.push({ at, kind: 'pod-terminating', uid, graceSeconds: amount });
    } else if (what === 'start' || what === 'ready') {
      const pod = pick(inStage(what === 'start' ? 'bound' : 'started'), which);
      if (!pod) continue;
      pod.stage = what === 'start' ? 'started' : 'ready';
      observations.push({ at, kind: what === 'start' ? 'pod-started' : 'pod-ready', uid: pod.uid });
    } else if (what === 'finish') {
      const pod = pick(inStage('bound', 'started', 'ready'), which);
      if (!pod) continue;
      pod.stage = 'finished';
      observations.push({
        at,
        kind: 'pod-finished',
        uid: pod.uid,
        phase: which % 2 ? 'Failed' : 'Succeeded',
      });
    } else {
      const pod = pick(pods, which);
      if (!pod) continue;
      pods.splice(pods.indexOf(pod), 1);
      observations.push({ at, kind: 'pod-deleted', uid: pod.uid });
    }
  }
  observations.push({ at: at + 1, kind: 'close' });
  return observations;
}
