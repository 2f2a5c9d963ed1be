/** Compares what keg says about the speed of a live play with what it achieves: five plays far beyond what the cluster sustains, at the speed that keg then advises, and at half of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoMissingError } from '../test/control-plane/cluster/build.ts';
import { startControlPlane } from '../test/control-plane/cluster/control-plane.ts';
import { playOnKwok } from './live-plays/play-on-kwok.ts';

interface Sample {
  readonly name: string;
  /** Far beyond what two cores sustain. */
  readonly speed: number;
  readonly nodes: number;
  /** How pods arrive and end. */
  readonly pods: object;
}

const ROUNDS = Number(process.argv[2] ?? 1);
/** Wall seconds of a play. */
const LENGTH = Number(process.argv[3] ?? 20);
/** Plays of these names only. */
const CHOSEN = new RegExp(process.argv[4] ?? '');
const every = (mean: string) => ({ arrivals: { type: 'exponential', mean }, until: '1000h' });
const phases = { started: '2s', ready: '1s' };

const SAMPLES: readonly Sample[] = [
  {
    name: 'pods that complete',
    speed: 2000,
    nodes: 20,
    pods: { ...every('1.5s'), phases, lifetime: { type: 'exponential', mean: '5m' }, end: 'succeeded' },
  },
  {
    name: 'pods that are deleted',
    speed: 2000,
    nodes: 20,
    pods: { ...every('1.5s'), phases, lifetime: { type: 'exponential', mean: '5m' } },
  },
  {
    name: 'pods that stay',
    speed: 1000,
    nodes: 30,
    pods: { arrivals: { type: 'constant', value: '1s' }, count: 100_000 },
  },
  {
    name: 'pods on 500 nodes',
    speed: 1000,
    nodes: 500,
    pods: { ...every('1.5s'), lifetime: { type: 'exponential', mean: '20m' } },
  },
  {
    name: 'bursts of 40 pods',
    speed: 3000,
    nodes: 40,
    pods: {
      ...every('60s'),
      burst: { size: 40, gap: '10ms' },
      phases,
      lifetime: { type: 'exponential', mean: '10m' },
    },
  },
];

function scenario({ name, nodes, pods }: Sample, speed: number): object {
  const requests = { cpu: '100m' };
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: { name: name.replaceAll(' ', '-') },
    duration: `${Math.ceil(LENGTH * speed)}s`,
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

/** What keg says of a speed beyond its advice: between which speeds the play will go, and which one holds. */
function promise(stderr: string): {
  readonly least: number;
  readonly most: number;
  readonly advised: number;
} {
  const number = (text: string | undefined): number => Number(text?.replaceAll(',', ''));
  const [, least, most] = /expect about ([\d.,]+)x to ([\d.,]+)x/.exec(stderr) ?? [];
  const [, advised] = /--speed ([\d.]+)x holds/.exec(stderr) ?? [];
  return { least: number(least), most: number(most), advised: number(advised) };
}

const folder = mkdtempSync(join(tmpdir(), 'keg-bench-'));
try {
  const cluster = await startControlPlane({ noLimits: true, stages: true });
  try {
    const ratios: number[] = [];
    let inside = 0;
    const play = async (sample: Sample, speed: number) => {
      const path = join(folder, 'play.json');
      writeFileSync(path, JSON.stringify(scenario(sample, speed)));
      const { figures, stderr } = await playOnKwok(cluster, path, speed);
      return { stderr, achieved: figures.speed.achieved ?? Number.NaN, created: figures.pods.created };
    };
    for (let round = 0; round < ROUNDS; round++) {
      for (const sample of SAMPLES.filter(({ name }) => CHOSEN.test(name))) {
        const far = await play(sample, sample.speed);
        const { least, most, advised } = promise(far.stderr);
        const isInside = far.achieved >= least * 0.995 && far.achieved <= most * 1.005;
        if (isInside) inside += 1;
        console.log(
          `${sample.name}, load ${loadavg()[0]!.toFixed(1)}: at ${sample.speed}x about ${least}x to ${most}x expected, ${far.achieved.toFixed(1)}x achieved${isInside ? '' : ': OUTSIDE'}; ${/probe: .*/.exec(far.stderr)?.[0]}; ${far.created} pods created`,
        );
        for (const speed of [advised, Math.round(advised * 50) / 100]) {
          const { achieved, stderr } = await play(sample, speed);
          ratios.push(achieved / speed);
          const said = /too-fast|holds: /.test(stderr) ? `; now ${promise(stderr).advised}x is advised` : '';
          console.log(
            `  at ${speed}x ${achieved.toFixed(1)}x achieved, ratio ${(achieved / speed).toFixed(3)}${said}`,
          );
        }
      }
    }
    const within = ratios.filter((ratio) => Math.abs(ratio - 1) <= 0.1).length;
    console.log(
      `${within} of ${ratios.length} at an advised speed within 10 %, the farthest ${Math.min(...ratios).toFixed(3)}; ${inside} of ${ratios.length / 2} beyond it inside the range`,
    );
  } finally {
    await cluster.stop();
  }
} catch (error) {
  if (!(error instanceof GoMissingError)) throw error;
  console.log(`predicted speed: left out: ${error.message}`);
} finally {
  rmSync(folder, { recursive: true });
}
