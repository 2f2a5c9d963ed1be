/** What pods use is played, recorded, and played again. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { nodeScoreReport } from '../../../src/core/measure/node-score-report.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { templateBook } from '../../../src/core/recording/template-hash.ts';
import { formatDuration } from '../../../src/core/time/duration.ts';
import { collectRecordedPods } from '../../../src/core/timeline/recorded-pods.ts';
import { playEmbedded } from '../../../src/targets/embedded/play-embedded.ts';
import fc from '../../seeded-properties.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { observed, placements, playOf, run } from '../../targets/embedded/small-play.ts';
import { replayEmbedded } from './replay-embedded.ts';

const NODES = 'cluster: {nodes: [{name: a, template: {allocatable: {cpu: 8, memory: 32Gi}}}]}\n';
const SPEC = 'spec: {containers: [{resources: {requests: {cpu: 500m, memory: 1Gi}}}]}';

/** When each pod used what, as `15s web 150m`. */
function usage(observations: readonly Observation[]): string[] {
  const names = new Map<string, string>();
  return observations.flatMap((each) => {
    if (each.kind === 'pod-created') names.set(each.uid, each.name);
    if (each.kind !== 'pod-usage') return [];
    return [`${each.at / 1e6}s ${names.get(each.uid)} ${Object.values(each.used).join(' ')}`];
  });
}

test('an entry, its template or its annotation says what a pod uses from its start on', (t) => {
  const { observations } = observed(
    `${NODES}events:
  pods:
    - {name: of-template, arrivalTime: 0s, evictTime: 20s, podSpec: {usage: {cpu: 50%}, ${SPEC}}}
    - {name: of-entry, arrivalTime: 1s, evictTime: 20s, podSpec: {usage: {cpu: 50%}, ${SPEC}}, usage: {cpu: [{at: 0s, value: 1}, {at: 9s, value: 2}]}}
    - {name: noted, arrivalTime: 2s, evictTime: 20s, podSpec: {metadata: {annotations: {keg.dev/usage: '{"memory":"25%"}'}}, ${SPEC}}}`,
    { cycle: 0, bind: 0 },
  );
  t.deepEqual(usage(observations), [
    '0s of-template 250m',
    '1s of-entry 1000m',
    `2s noted ${256 * 1024 ** 2}`,
    '10s of-entry 2000m',
  ]);
});

test('every pod of a workload uses what the workload says, also after it is scaled', (t) => {
  const { observations } = observed(
    `${NODES}duration: 10s
events:
  workloads:
    - {at: 0s, kind: Deployment, name: web, replicas: 1, template: small, usage: {cpu: 200m}}
    - {at: 5s, kind: Deployment, name: web, replicas: 2, template: small}`,
    { cycle: 0, bind: 0 },
  );
  t.deepEqual(
    usage(observations).map((line) => line.replace(/web-\S+/, 'web')),
    ['0s web 200m', '5s web 200m'],
  );
});

test('a recorded series of usage is played again as it is, at the times since the start', (t) => {
  const step = fc.record({ wait: fc.integer({ min: 1, max: 600 }), cpu: fc.integer({ min: 0, max: 4000 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), fc.nat({ max: 50 }), (steps, arrival) => {
      let at = 0;
      const cpu = steps.map(({ wait, cpu: amount }) => {
        at += wait;
        return `{at: ${formatDuration(at * 1e6)}, value: ${amount}m}`;
      });
      const text = `${NODES}events: {pods: [{name: p, arrivalTime: ${arrival}s, evictTime: ${at + 10}s, usage: {cpu: [${cpu.join(', ')}]}, podSpec: {${SPEC}}}]}`;
      const first = run(playOf(text));
      const pods = collectRecordedPods();
      // The samples, and no longer the series that they were made from.
      for (const each of first.observations)
        pods.observe(each.kind === 'template' ? { ...each, template: { spec: each.template.spec } } : each);
      const play = playOf(text);
      const nodes = play.timeline.filter(({ action }) => action.kind === 'add-node');
      const timeline = [...nodes, ...pods.planned().map((each, sequence) => ({ ...each, sequence }))];
      const again: Observation[] = [];
      const observe = (each: Observation): void => void again.push(each);
      playEmbedded({ ...play, timeline }, { observe, templateHash: templateBook(observe) });
      t.deepEqual(usage(again), usage(first.observations));
    }),
    { numRuns: 30 },
  );
});

testWithShared('50 virtual machines use 17.51 of 160 cores and 129.75 of 640 Gi', async (t) => {
  const [nodes, machines] = ['kwok-nodes', 'example-vms'].map((name) =>
    sharedPath(`data/seeds/descheduler-loop/k8s/${name}.yaml`),
  );
  const { figures } = await replayEmbedded({
    file: nodes!,
    otherFiles: [machines!],
    duration: 60e6,
  });
  const { cpu, memory, pods } = figures.cluster.resources;
  t.is(pods!.requested.end, 50);
  t.is(cpu!.used!.end, 17_510);
  t.is((cpu!.used!.end / cpu!.allocatable.end).toFixed(4), '0.1094');
  t.is((memory!.used!.end / 1024 ** 3).toFixed(2), '129.75');
  t.is((memory!.used!.end / memory!.allocatable.end).toFixed(4), '0.2027');
  t.is(cpu!.requested.end, 11_550);
  t.is(memory!.requested.end, 200 * 1024 ** 3);
});

testWithShared("the five gauges of the exporter are those of each node's machines", async (t) => {
  const file = (name: string) => sharedPath(`data/seeds/descheduler-loop/k8s/${name}.yaml`);
  const replay = await replayEmbedded({
    file: file('kwok-nodes'),
    otherFiles: [file('example-vms')],
    duration: 60e6,
    keepObservations: true,
  });
  const documents = readFileSync(file('example-vms'), 'utf8').split(/^---$/m);
  const field = (text: string, name: string) =>
    new RegExp(`${name}: "?([^"\\s#]+)`, 'g').exec(text)?.[1] ?? '';
  const machines = documents.flatMap((text) => {
    if (!text.includes('kind: VirtualMachine')) return [];
    const [resources = '', utilization = ''] = text.split('utilization:');
    const gib = Number(field(resources, 'memory').replace('Gi', ''));
    return [
      {
        name: field(text, 'name'),
        cores: Number(field(resources, 'cpu')) * Number(field(utilization, 'cpu')),
        bytes: gib * 2 ** 30 * Number(field(utilization, 'memory')),
      },
    ];
  });
  t.is(machines.length, 50);
  const nodes = new Map<string, { cores: number; bytes: number; machines: number }>();
  const placed = placements({
    observations: replay.observations,
    played: { events: 0, end: 0, refusals: [] },
  });
  for (const [name, where] of Object.entries(placed)) {
    const machine = machines.find((each) => name.startsWith(`virt-launcher-${each.name}-`))!;
    const key = where.split(' ')[1]!;
    const sum = nodes.get(key) ?? { cores: 0, bytes: 0, machines: 0 };
    nodes.set(key, {
      cores: sum.cores + machine.cores,
      bytes: sum.bytes + machine.bytes,
      machines: sum.machines + 1,
    });
  }
  const scored = nodeScoreReport(replay.figures, 'node-classifier');
  t.is(scored.nodes.length, 5);
  for (const { node, pods, cpuUsage, cpuPressure, memoryUsage, memoryPressure } of scored.nodes) {
    const { cores, bytes, machines: count } = nodes.get(node)!;
    const expected = [cores / 32, (0.07 * cores) / 32, bytes / 2 ** 37, (0.07 * bytes) / 2 ** 37];
    t.is(pods, count);
    [cpuUsage, cpuPressure, memoryUsage, memoryPressure].forEach((value, index) => {
      t.true(Math.abs(value - Math.min(index % 2 === 0 ? 1 : 0.05, expected[index]!)) < 1e-9);
    });
  }
});
