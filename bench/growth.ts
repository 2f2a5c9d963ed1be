/**
 * Measures how the processor time of whole replays grows: slope and exponent from 50,000 to 150,000 pods, fixed cost of 5,000 nodes, cost for
 * each scored node, overload, and a wake-up of a pod that waits in vain.
 *
 * `node bench/growth.ts ROUNDS` takes medians of that many rounds, in turns (default 5). The sources of this checkout run. The day needs
 * ../shared/cases and is left out without it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScheduler } from '../src/core/scheduler/scheduler.ts';
import { costOf, median } from './process-cost.ts';
import { costsOfScoredNode } from './scored-node-cost.ts';

const ROOT = join(import.meta.dirname, '..');
const SHOP = join(ROOT, '..', 'shared', 'cases', 'fit', 'shop.yaml');
const KEG = join(ROOT, 'bin', 'kubectl-keg.cjs');
const rounds = Number(process.argv[2] ?? 5);

/** Pods of one template or with drawn requests, one each millisecond, that run to the end. */
function growing(nodes: number, pods: number, drawn = false): string {
  const requests =
    'requests: { cpu: { type: uniform, min: 50m, max: 200m }, memory: { type: uniform, min: 200Mi, max: 800Mi } }';
  return [
    'apiVersion: keg.dev/v1alpha1',
    'kind: Scenario',
    'metadata: { name: growth }',
    'seed: 1',
    'cluster:',
    '  nodes:',
    `    - { name: n, count: ${nodes}, template: { allocatable: { cpu: 4, memory: 32Gi, pods: 110 } } }`,
    'events:',
    '  pods:',
    '    - name: p',
    '      arrivals: { type: constant, value: 1ms }',
    `      count: ${pods}`,
    ...(drawn ? [`      ${requests}`] : []),
    '      podSpec: { spec: { containers: [{ name: c, resources: { requests: { cpu: 100m, memory: 500Mi } } }] } }',
    '',
  ].join('\n');
}

/** The demo without its nodes: 1,100 pods are tried in vain for a day. */
function withoutNodes(): string {
  const demo = readFileSync(join(ROOT, 'fixtures', 'gpu-day.yaml'), 'utf8');
  return demo.replaceAll(/^ {2}nodes:\n(?: {4}.*\n)+/gm, '');
}

/** A day with that many times the pods on the same nodes. */
function multiplied(times: number): string {
  return readFileSync(SHOP, 'utf8')
    .replaceAll(/(replicas|completions|parallelism): (\d+)/g, (_, key, count) => `${key}: ${count * times}`)
    .replace('mean: 20m', `mean: ${1200 / times}s`);
}

const SIZES = [1000, 5000, 15_000];
const scenarios: Record<string, string> = {
  one: growing(1, 1),
  ...Object.fromEntries(
    SIZES.flatMap((n) => [
      [`n${n}`, growing(n, 1)],
      [`n${n}-10k`, growing(n, 10_000)],
    ]),
  ),
  '50k': growing(5000, 50_000),
  '150k': growing(5000, 150_000),
  '50k-drawn': growing(5000, 50_000, true),
  '150k-drawn': growing(5000, 150_000, true),
  'no-nodes': withoutNodes(),
  ...(existsSync(SHOP) && { shop1: multiplied(1), shop2: multiplied(2), shop4: multiplied(4) }),
};

/** Medians of processor seconds by scenario. */
function measure(): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'keg-growth-'));
  const costs = new Map(Object.keys(scenarios).map((name) => [name, [] as number[]]));
  try {
    for (const [name, text] of Object.entries(scenarios)) writeFileSync(join(folder, `${name}.yaml`), text);
    // The first start on a machine compiles everything.
    costOf([KEG, 'replay', join(folder, 'one.yaml')]);
    for (let round = 0; round < rounds; round += 1)
      for (const [name, seen] of costs) seen.push(costOf([KEG, 'replay', join(folder, `${name}.yaml`)]).cpu);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return Object.fromEntries([...costs].map(([name, seen]) => [name, median(seen)]));
}

/** Microseconds of processor time for each try of a pod that an end woke, where 50,000 pods wait and 500 nodes stay full. */
function costOfWakeUp(): { readonly cost: number; readonly tries: number } {
  const scheduler = createScheduler({ kubernetesVersion: '1.37' });
  const pod = (uid: string, cpu: string) => ({
    ...{ uid, namespace: 'default', name: uid },
    template: { spec: { containers: [{ resources: { requests: { cpu, memory: '1Gi' } } }] } },
  });
  const allocatable = { cpu: 4, memory: '64Gi', pods: 110 };
  for (let i = 0; i < 500; i++) {
    scheduler.addNode({ metadata: { name: `n${i}` }, status: { allocatable } }, 0);
    scheduler.addPod({ ...pod(`big${i}`, '3900m'), nodeName: `n${i}` }, 0);
    scheduler.addPod({ ...pod(`small${i}`, '100m'), nodeName: `n${i}` }, 0);
  }
  for (let i = 0; i < 50_000; i++) scheduler.addPod(pod(`w${i}`, `${1000 + (i % 2000)}m`), 0);
  let now = 0;
  while (scheduler.scheduleOne(now));
  let tries = 0;
  const before = process.cpuUsage();
  for (let i = 0; i < 10; i++) {
    now += 20_000_000;
    scheduler.deletePod(`small${i}`, now);
    for (; scheduler.scheduleOne(now); tries += 1);
  }
  const { user, system } = process.cpuUsage(before);
  return { cost: (user + system) / tries, tries };
}

console.log(`the sources of this checkout, median of ${rounds} rounds`);
const cpu = measure();
const of = (name: string): number => cpu[name] as number;
for (const kind of ['', '-drawn']) {
  const [few, many, base] = [of(`50k${kind}`), of(`150k${kind}`), of('n5000')];
  const slope = ((many - few) / 100_000) * 1e6;
  const exponent = Math.log((many - base) / (few - base)) / Math.log(3);
  console.log(
    `5,000 nodes, ${kind === '' ? 'one template' : 'drawn requests'}: 50,000 pods ${few.toFixed(2)} s, 150,000 pods ${many.toFixed(2)} s: ` +
      `slope ${slope.toFixed(0)} µs a pod (at most 44), exponent ${exponent.toFixed(2)} (at most 1.02)`,
  );
}
console.log(`fixed cost of 5,000 nodes: ${(of('n5000') - of('one')).toFixed(2)} s (at most 0.60 s)`);
const scoredNodes = costsOfScoredNode(SIZES);
for (const { nodes, scored, cost } of scoredNodes) {
  const aPod = ((of(`n${nodes}-10k`) - of(`n${nodes}`)) / 10_000) * 1e6;
  console.log(
    `${nodes.toLocaleString('en')} nodes: ${cost.toFixed(1)} ns for each of ${scored} scored nodes, of ${aPod.toFixed(0)} µs for a pod of one template`,
  );
}
const nodeCosts = scoredNodes.map(({ cost }) => cost);
console.log(
  `the highest cost of a scored node is ${(Math.max(...nodeCosts) / Math.min(...nodeCosts)).toFixed(2)} times the lowest (at most 1.20)`,
);
console.log(`the demo without nodes: ${of('no-nodes').toFixed(2)} s (at most 3 s)`);
if (cpu.shop1 !== undefined) {
  const ratios = [2, 4].map((times) => (of(`shop${times}`) / of('shop1')).toFixed(1));
  console.log(
    `a day at 1x, 2x and 4x its load: ${of('shop1').toFixed(2)} s, 1 : ${ratios.join(' : ')} (at most 1 : 2.2 : 4.6)`,
  );
} else console.log('a day at 1x, 2x and 4x its load: left out: ../shared/cases/fit/shop.yaml is missing');
const { cost, tries } = costOfWakeUp();
console.log(
  `500 full nodes, 50,000 waiting pods: ${cost.toFixed(1)} µs a wake-up (at most 20), ${tries} of them`,
);
