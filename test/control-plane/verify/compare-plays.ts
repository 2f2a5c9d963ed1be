/** Compares plays of one scenario pod by pod: how long each waited, on which node it ran, and how much was used. */
import type { Figures } from '../../../src/core/measure/figures.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { readRecordingFile } from '../../../src/storage/recording-file.ts';

export interface PlayedPods {
  readonly figures: Figures;
  /** By name. Times in microseconds of scenario time. */
  readonly pods: ReadonlyMap<string, { readonly waited: number; readonly node: string }>;
}

export async function playedPods(recording: string, json: string): Promise<PlayedPods> {
  const created = new Map<string, { readonly name: string; readonly at: number }>();
  const pods = new Map<string, { readonly waited: number; readonly node: string }>();
  await readRecordingFile(recording, {
    header: () => {},
    observe(seen: Observation) {
      if (seen.kind === 'pod-created')
        created.set(seen.uid, { name: seen.name, at: seen.intended ?? seen.at });
      if (seen.kind !== 'pod-bound') return;
      const pod = created.get(seen.uid);
      if (pod) pods.set(pod.name, { waited: seen.at - pod.at, node: seen.node ?? '' });
    },
  });
  return { figures: JSON.parse(json) as Figures, pods };
}

export function describePlay(what: string, { figures, pods }: PlayedPods): string {
  const { speed, cluster, waiting } = figures;
  const waits = [...pods.values()].filter(({ waited }) => waited > 1e6).length;
  const held = Object.entries(speed.jumps?.held ?? {}).map(([hold, wall]) => `${hold} ${seconds(wall)}`);
  return [
    `${what}: ${pods.size} pods bound, ${percent(waits / pods.size)} waited over 1 s`,
    `mean wait ${seconds(waiting?.mean ?? 0)}, cpu ${percent(cluster.resources.cpu?.utilisation ?? 0)}`,
    `achieved ${(speed.achieved ?? 0).toFixed(1)}x`,
    ...(speed.jumps ? [`${speed.jumps.count} jumps, held by ${held.join(', ')}`] : []),
  ].join('; ');
}

/** A table: how much two plays of each kind differ, a line each. */
export function comparePlays(played: ReadonlyMap<string, readonly PlayedPods[]>): string {
  const base = played.get('1x') ?? [];
  const lines = ['plays compared  pairs  pods  Δ wait p50  Δ wait p90  Δ mean wait  other node  Δ cpu area'];
  for (const [kind, plays] of played) {
    const pairs =
      kind === '1x'
        ? base.flatMap((one, index) => base.slice(index + 1).map((other) => [one, other] as const))
        : base.flatMap((one) => plays.map((other) => [one, other] as const));
    if (pairs.length > 0) lines.push(lineOf(`1x and ${kind}`, pairs));
  }
  return lines.join('\n');
}

function lineOf(what: string, pairs: readonly (readonly [PlayedPods, PlayedPods])[]): string {
  const differences: number[] = [];
  let others = 0;
  let areas = 0;
  let means = 0;
  for (const [one, other] of pairs) {
    for (const [name, pod] of one.pods) {
      const same = other.pods.get(name);
      if (same === undefined) continue;
      differences.push(Math.abs(pod.waited - same.waited));
      if (pod.node !== same.node) others += 1;
    }
    areas += relative(cpuOf(one), cpuOf(other));
    means += relative(one.figures.waiting?.mean ?? 0, other.figures.waiting?.mean ?? 0);
  }
  const sorted = differences.sort((a, b) => a - b);
  const at = (share: number): string => seconds(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return [
    what.padEnd(14),
    String(pairs.length).padStart(6),
    String(Math.round(differences.length / pairs.length)).padStart(5),
    at(0.5).padStart(11),
    at(0.9).padStart(11),
    percent(means / pairs.length).padStart(12),
    percent(others / Math.max(1, differences.length)).padStart(11),
    percent(areas / pairs.length).padStart(11),
  ].join(' ');
}

function cpuOf({ figures }: PlayedPods): number {
  return figures.cluster.resources.cpu?.utilisation ?? 0;
}

function relative(one: number, other: number): number {
  return Math.abs(one - other) / Math.max(1e-9, (one + other) / 2);
}

function seconds(duration: number): string {
  return duration < 1e6 ? `${(duration / 1000).toFixed(1)} ms` : `${(duration / 1e6).toFixed(1)} s`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
