/** Properties of the scheduler under random commands: capacity, uniqueness, conservation, repeatability. */
import test from 'ava';
import type { PodSpec } from '../../../src/core/objects/pod.ts';
import type { SchedulerPod } from '../../../src/core/scheduler/framework/pod-state.ts';
import {
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../../../src/core/scheduler/kubernetes-version.ts';
import { createScheduler } from '../../../src/core/scheduler/scheduler.ts';
import fc from '../../seeded-properties.ts';
import { node, pod, SECOND } from './small-objects.ts';

/** Whether a pod has no rule about other pods, spreads over nodes, or keeps away from pods like it. */
type Rule = 'none' | 'spread' | 'apart';

type Command =
  | {
      readonly kind: 'create';
      readonly cpu: number;
      readonly priority: number;
      readonly port: number;
      readonly rule: Rule;
    }
  | { readonly kind: 'end'; readonly which: number; readonly finished: boolean }
  | { readonly kind: 'node'; readonly which: number; readonly cpu: number; readonly cordoned: boolean }
  | { readonly kind: 'remove-node'; readonly which: number }
  | { readonly kind: 'weights'; readonly weight: number; readonly restart: boolean }
  | { readonly kind: 'wait'; readonly seconds: number };

const TOPOLOGY = 'kubernetes.io/hostname';
const labels = { app: 'a' };
const labelSelector = { matchLabels: labels };
const RULES: Record<Rule, Partial<PodSpec>> = {
  none: {},
  spread: {
    topologySpreadConstraints: [
      { maxSkew: 2, topologyKey: TOPOLOGY, whenUnsatisfiable: 'DoNotSchedule', labelSelector },
    ],
  },
  apart: {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: TOPOLOGY, labelSelector }],
      },
    },
  },
};

const small = fc.nat({ max: 5 });
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('create' as const),
      cpu: small,
      priority: fc.nat({ max: 2 }),
      port: small,
      rule: fc.constantFrom<Rule>('none', 'none', 'none', 'spread', 'apart'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(), finished: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('node' as const),
      which: small,
      cpu: fc.nat({ max: 12 }),
      cordoned: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove-node' as const), which: small }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('weights' as const), weight: small, restart: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat({ max: 400 }) }) },
);

interface Run {
  readonly log: string[];
  readonly faults: string[];
}

/** Plays commands and tracks by itself where every pod is and how much each node holds. */
function play(
  commands: readonly Command[],
  kubernetesVersion: KubernetesVersion,
  seed: number,
  { shareTemplates = false, explain = false } = {},
): Run {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const scheduler = createScheduler({ kubernetesVersion, random, explain });
  const templates = new Map<string, SchedulerPod['template']>();
  const log: string[] = [];
  const faults: string[] = [];
  const pods = new Map<string, { readonly pod: SchedulerPod; readonly cpu: number; node?: string }>();
  const capacity = new Map<string, number>();
  let created = 0;
  let gone = 0;
  let now = 0;
  const settle = () => {
    for (let decision = scheduler.scheduleOne(now); decision; decision = scheduler.scheduleOne(now)) {
      log.push(`${now} ${decision.uid} ${decision.node ?? decision.message}`);
      const known = pods.get(decision.uid);
      if (!known) faults.push(`${decision.uid} is gone, yet scheduled`);
      else if (known.node) faults.push(`${decision.uid} is bound twice`);
      else if (decision.node) {
        known.node = decision.node;
        const used = [...pods.values()].filter((each) => each.node === decision.node);
        const sum = used.reduce((total, each) => total + each.cpu, 0);
        if (known.cpu > 0 && sum > (capacity.get(decision.node) ?? 0))
          faults.push(`${decision.node} is overfull`);
        if (!capacity.has(decision.node)) faults.push(`${decision.node} does not exist`);
      }
      if (log.length > 5000) {
        faults.push('it never settles');
        return;
      }
    }
  };
  for (const each of commands) {
    now += SECOND / 4;
    if (each.kind === 'create') {
      const name = `p${created++}`;
      const ports = each.port > 0 ? [{ hostPort: 8000 + each.port }] : [];
      const made = pod(name, each.cpu, {
        priority: each.priority,
        containers: [{ resources: { requests: { cpu: each.cpu } }, ports }],
        ...RULES[each.rule],
      });
      const own = { ...made.template, metadata: { labels } };
      const key = JSON.stringify(own);
      const template = (shareTemplates && templates.get(key)) || own;
      templates.set(key, template);
      pods.set(name, { pod: made, cpu: each.cpu });
      scheduler.addPod({ ...made, template }, now);
    } else if (each.kind === 'end') {
      const uid = [...pods.keys()][each.which % Math.max(1, pods.size)];
      if (uid !== undefined) {
        pods.delete(uid);
        gone += 1;
        if (each.finished) scheduler.finishPod(uid, now);
        else scheduler.deletePod(uid, now);
      }
    } else if (each.kind === 'node') {
      const name = `n${each.which}`;
      capacity.set(name, each.cpu);
      scheduler.updateNode(
        node(name, each.cpu, { unschedulable: each.cordoned, labels: { [TOPOLOGY]: name } }),
        now,
      );
    } else if (each.kind === 'remove-node') {
      capacity.delete(`n${each.which}`);
      scheduler.removeNode(`n${each.which}`, now);
    } else if (each.kind === 'weights')
      scheduler.setWeights({ NodeResourcesFit: each.weight }, now, { restart: each.restart });
    else now += each.seconds * SECOND;
    settle();
    const bound = [...pods.values()].filter((known) => known.node).length;
    if (scheduler.assignedCount !== bound) faults.push(`${scheduler.assignedCount} assigned, ${bound} bound`);
    if (created !== bound + scheduler.pendingCount + gone) faults.push('pods got lost');
    const wake = scheduler.nextWakeAt(now);
    if (wake !== undefined && wake <= now) faults.push('a pod is ready, yet the scheduler did not take it');
    if (wake === undefined && scheduler.pendingCount > 0) faults.push('a pod waits for ever');
  }
  return { log, faults };
}

const input = [
  fc.array(command, { maxLength: 60 }),
  fc.constantFrom(...KUBERNETES_VERSIONS),
  fc.integer({ min: 1, max: 1e6 }),
] as const;

test('property: no node is overfilled, and no pod is bound twice, lost or forgotten', (t) => {
  fc.assert(
    fc.property(...input, (commands, version, seed) => {
      t.deepEqual(play(commands, version, seed).faults, []);
    }),
    { numRuns: 400 },
  );
});

test('property: the same seed gives the same decisions, and from 1.35 every seed does', (t) => {
  fc.assert(
    fc.property(...input, (commands, version, seed) => {
      t.deepEqual(play(commands, version, seed).log, play(commands, version, seed).log);
      if (version === '1.35' || version === '1.36')
        t.deepEqual(play(commands, version, seed).log, play(commands, version, seed + 1).log);
    }),
    { numRuns: 100 },
  );
});

test('property: neither the cache of a template nor an explanation changes a decision', (t) => {
  fc.assert(
    fc.property(...input, (commands, version, seed) => {
      const plain = play(commands, version, seed).log;
      t.deepEqual(play(commands, version, seed, { shareTemplates: true }).log, plain);
      t.deepEqual(play(commands, version, seed, { shareTemplates: true, explain: true }).log, plain);
    }),
    { numRuns: 300 },
  );
});

test('absurd but valid sizes do not fail', (t) => {
  const scheduler = createScheduler({ kubernetesVersion: '1.36', explain: true });
  const huge = { cpu: '9e18', memory: '16Ei', pods: '9e9', 'example.com/x': '8E', 'hugepages-1Gi': '4Ei' };
  for (const name of ['a', 'b'])
    scheduler.addNode({ metadata: { name, labels: null }, spec: null, status: { allocatable: huge } }, 0);
  scheduler.addNode({ metadata: { name: 'bare' }, status: {} }, 0);
  for (const uid of ['p1', 'p2', 'p3']) {
    const requests = { cpu: '9e17', memory: '15Ei', 'example.com/x': '7E', pods: 5 };
    scheduler.addPod(
      { uid, namespace: 'd', name: uid, template: { spec: { containers: [{ resources: { requests } }] } } },
      0,
    );
  }
  const decisions = [1, 2, 3].map(() => scheduler.scheduleOne(0));
  t.deepEqual(
    decisions.map((decision) => decision?.outcome),
    ['bound', 'bound', 'unschedulable'],
  );
});
