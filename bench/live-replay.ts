/** Measures live replays on keg's own control plane: the lag at half of the rate that saturates it, and a large cluster that is created and removed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoMissingError } from '../test/control-plane/cluster/build.ts';
import { startControlPlane } from '../test/control-plane/cluster/control-plane.ts';
import { type LivePlay, playOnKwok } from './live-plays/play-on-kwok.ts';

const folder = mkdtempSync(join(tmpdir(), 'keg-bench-'));

/** @param gap between pods, in microseconds. */
function scenario(nodes: number, pods: number, gap: number, duration: number): string {
  const path = join(folder, `${nodes}-${pods}.json`);
  const pod = {
    name: 'pod',
    template: 'small',
    arrivals: { type: 'constant', value: `${gap}us` },
    count: pods,
    phases: { started: '0s', ready: '0s' },
  };
  const content = {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: { name: 'bench' },
    duration: `${duration}us`,
    cluster: {
      nodes: [
        { name: 'node', count: nodes, template: { allocatable: { cpu: 64, memory: '256Gi', pods: 250 } } },
      ],
    },
    templates: {
      small: {
        spec: {
          containers: [
            { name: 'main', image: 'none.invalid/none', resources: { requests: { cpu: '100m' } } },
          ],
        },
      },
    },
    events: { pods: [pod] },
  };
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function print(title: string, { figures, seconds, memory }: LivePlay): void {
  const { speed, pods, gaps } = figures;
  const ms = (value: number | undefined): string => `${((value ?? 0) / 1000).toFixed(1)} ms`;
  console.log(
    `${title}: ${pods.created} pods created, ${pods.bound} bound; achieved ${speed.achieved?.toFixed(4)} of ${speed.planned}x`,
  );
  console.log(
    `  lag p50 ${ms(speed.lag?.p50)}, p99 ${ms(speed.lag?.p99)}, max ${ms(speed.lag?.max)} (n ${speed.lag?.n}), limited by ${speed.limitedBy}`,
  );
  console.log(`  answers p50 ${ms(speed.answers?.p50)}, p99 ${ms(speed.answers?.p99)}; gaps ${gaps.count}`);
  console.log(`  whole command ${seconds.toFixed(1)} s, largest resident set ${memory.toFixed(0)} MB`);
}

try {
  const cluster = await startControlPlane({ noLimits: true, stages: true });
  try {
    // More than any such machine sustains: the rate that it reaches is the one that saturates it.
    const flood = await playOnKwok(cluster, scenario(100, 8_000, 500, 20_000_000), 1, '--no-probe');
    const saturating = flood.figures.pods.created / 20;
    print(`2,000 creations a second asked for: ${saturating.toFixed(0)} a second were made`, flood);
    const half = Math.floor(saturating / 2);
    // Ten minutes of scenario at 10x, so that a second of wall is ten of scenario.
    const gap = Math.round(10_000_000 / half);
    const count = Math.floor(580_000_000 / gap);
    print(
      `half of that, 10 minutes at 10x`,
      await playOnKwok(cluster, scenario(200, count, gap, 600_000_000), 10, '--no-probe'),
    );
    print(
      '2,000 nodes, 20,000 pods',
      await playOnKwok(cluster, scenario(2_000, 20_000, 8_000, 170_000_000), 1, '--no-probe'),
    );
  } finally {
    await cluster.stop();
  }
} catch (error) {
  if (!(error instanceof GoMissingError)) throw error;
  console.log(`live replay: left out: ${error.message}`);
} finally {
  rmSync(folder, { recursive: true });
}
