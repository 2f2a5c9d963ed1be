/**
 * Measures whole replays of public clusters, from file to table, beside `node -e 0`: processor time of all threads, and resident memory.
 *
 * `node bench/replays.ts BIN` measures another keg, as that of the npm package; without BIN, the sources of this checkout. KubeSBS and openb need
 * ../shared/data and are left out without it.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cost, costOf, median } from './process-cost.ts';

const ROOT = join(import.meta.dirname, '..');
const DATA = join(ROOT, '..', 'shared', 'data');
const [bin] = process.argv.slice(2);
const keg = bin ?? join(ROOT, 'bin', 'kubectl-keg.cjs');
const ROUNDS = 5;

interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  /** What it may cost: times `node -e 0`, seconds of processor time, megabytes. */
  readonly most: { readonly ratio?: number; readonly cpu?: number; readonly resident?: number };
}

function kubesbs(size: string): readonly string[] {
  return ['nodes', 'pods'].map((kind) => join(DATA, 'kubesbs', `${kind}-${size}.yaml`));
}

const folder = mkdtempSync(join(tmpdir(), 'keg-replays-'));
const openb = join(folder, 'openb.yaml');
const [nodes, pods] = ['openb_node_list_all_node.csv', 'openb_pod_list_default.csv'].map((name) =>
  join(DATA, 'openb', name),
);
const demo = join(ROOT, 'fixtures', 'gpu-day.yaml');
const cases: Case[] = [
  { name: 'the demo', argv: [keg, 'replay', demo], most: { ratio: 16 } },
  { name: 'the demo with 11 seeds', argv: [keg, 'replay', demo, '--seeds', '11'], most: {} },
];
if (existsSync(join(DATA, 'kubesbs')))
  cases.push(
    { name: 'KubeSBS, 100 nodes', argv: [keg, 'replay', ...kubesbs('100')], most: { cpu: 1, resident: 120 } },
    {
      name: 'KubeSBS, 1,213 nodes',
      argv: [keg, 'replay', ...kubesbs('1200')],
      most: { cpu: 3, resident: 300 },
    },
  );
else console.log('KubeSBS: left out: ../shared/data/kubesbs is missing');
console.log(
  bin === undefined
    ? 'the sources of this checkout, which start slower than a package: name its command to measure that'
    : `measures ${bin}`,
);
try {
  if (existsSync(nodes!)) {
    costOf([keg, 'import', 'openb', '--nodes', nodes!, '--pods', pods!, '-o', openb]);
    cases.push({ name: 'openb', argv: [keg, 'replay', openb], most: { ratio: 25 } });
  } else console.log('openb: left out: ../shared/data/openb is missing');
  const runs = [{ name: 'node -e 0', argv: ['-e', '0'], most: {} }, ...cases];
  const costs = runs.map((): Cost[] => []);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [index, { argv }] of runs.entries()) {
      const cost = costOf(argv);
      if (round >= 0) costs[index]!.push(cost);
    }
  }
  const bare = median(costs[0]!.map(({ cpu }) => cpu));
  for (const [index, { name, most }] of (runs as Case[]).entries()) {
    const cpu = median(costs[index]!.map((cost) => cost.cpu));
    const resident = median(costs[index]!.map((cost) => cost.resident));
    const limits = [
      ...(most.ratio === undefined ? [] : [`${most.ratio}x`]),
      ...(most.cpu === undefined ? [] : [`${most.cpu} s`]),
      ...(most.resident === undefined ? [] : [`${most.resident} MB`]),
    ];
    const limit = limits.length === 0 ? '' : `  (at most ${limits.join(', ')})`;
    console.log(
      `${name.padEnd(24)}${cpu.toFixed(2).padStart(6)} s CPU ${(cpu / bare).toFixed(1).padStart(6)}x ${resident.toFixed(0).padStart(5)} MB${limit}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
