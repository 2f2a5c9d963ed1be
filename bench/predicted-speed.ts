/** Compares the speed that keg predicts for a live play with the speed that it achieves, beyond what the cluster sustains: five plays. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoMissingError } from '../test/control-plane/cluster/build.ts';
import { startControlPlane } from '../test/control-plane/cluster/control-plane.ts';
import { playOnKwok } from './live-plays/play-on-kwok.ts';

interface Sample {
  readonly name: string;
  /** Far beyond what two cores sustain. */
  readonly speed: number;
  readonly nodes: number;
  readonly duration: string;
  /** How pods arrive and end. */
  readonly pods: object;
}

const ROUNDS = Number(process.argv[2] ?? 1);
const every = (mean: string) => ({ arrivals: { type: 'exponential', mean }, until: '8h' });
const phases = { started: '2s', ready: '1s' };

const SAMPLES: readonly Sample[] = [
  {
    name: 'pods that complete',
    speed: 2000,
    nodes: 20,
    duration: '8h',
    pods: { ...every('1.5s'), phases, lifetime: { type: 'exponential', mean: '5m' }, end: 'succeeded' },
  },
  {
    name: 'pods that are deleted',
    speed: 2000,
    nodes: 20,
    duration: '8h',
    pods: { ...every('1.5s'), phases, lifetime: { type: 'exponential', mean: '5m' } },
  },
  {
    name: 'pods that stay',
    speed: 1000,
    nodes: 30,
    duration: '4h',
    pods: { arrivals: { type: 'constant', value: '1s' }, count: 14_000 },
  },
  {
    name: 'pods on 500 nodes',
    speed: 1000,
    nodes: 500,
    duration: '8h',
    pods: { ...every('1.5s'), lifetime: { type: 'exponential', mean: '20m' } },
  },
  {
    name: 'bursts of 40 pods',
    speed: 3000,
    nodes: 40,
    duration: '8h',
    pods: {
      ...every('60s'),
      burst: { size: 40, gap: '10ms' },
      phases,
      lifetime: { type: 'exponential', mean: '10m' },
    },
  },
];

function scenario({ name, nodes, duration, pods }: Sample): object {
  const requests = { cpu: '100m' };
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: { name: name.replaceAll(' ', '-') },
    duration,
    cluster: {
      nodes: [
        { name: 'node', count: nodes, template: { allocatable: { cpu: 64, memory: '256Gi', pods: 250 } } },
      ],
    },
    templates: {
      small: {
        spec: { containers: [{ name: 'main', image: 'none.invalid/none', resources: { requests } }] },
      },
    },
    events: { pods: [{ name: 'pod', template: 'small', ...pods }] },
  };
}

/** The number after `expected:` in what a replay prints before it plays. */
function predicted(stderr: string): number {
  return Number(/expected: ([\d.,]+)x achieved/.exec(stderr)?.[1]?.replaceAll(',', ''));
}

const folder = mkdtempSync(join(tmpdir(), 'keg-bench-'));
try {
  const cluster = await startControlPlane({ noLimits: true, stages: true });
  try {
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const sample of SAMPLES) {
        const path = join(folder, `${sample.name}.json`);
        writeFileSync(path, JSON.stringify(scenario(sample)));
        const { figures, stderr } = await playOnKwok(cluster, path, sample.speed);
        const expected = predicted(stderr);
        const achieved = figures.speed.achieved ?? Number.NaN;
        ratios.push(expected / achieved);
        console.log(
          `${sample.name}: ${expected}x predicted, ${achieved.toFixed(1)}x achieved, ratio ${(expected / achieved).toFixed(3)}`,
        );
        console.log(`  ${/probe: .*/.exec(stderr)?.[0]}; ${figures.pods.created} pods created`);
      }
    }
    const within = ratios.filter((ratio) => Math.abs(ratio - 1) <= 0.1).length;
    const error = ratios.reduce((sum, ratio) => sum + Math.abs(Math.log(ratio)), 0) / ratios.length;
    console.log(`${within} of ${ratios.length} within 10 %, mean |ln ratio| ${error.toFixed(3)}`);
  } finally {
    await cluster.stop();
  }
} catch (error) {
  if (!(error instanceof GoMissingError)) throw error;
  console.log(`predicted speed: left out: ${error.message}`);
} finally {
  rmSync(folder, { recursive: true });
}
