/** Measures whole processes of keg beside `node -e 0`: the bundle as the npm package has it, and this checkout. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../release/bundle.ts';

const ROUNDS = Number(process.argv[2] ?? 15);
const ROOT = join(import.meta.dirname, '..');

interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  /** The highest ratio to `node -e 0` that the bundle may have. */
  readonly most: number;
}

const CASES: readonly Case[] = [
  { name: '--help', argv: ['--help'], most: 4 },
  { name: 'version', argv: ['version'], most: 4 },
  { name: 'replay --help', argv: ['replay', '--help'], most: 4.5 },
  { name: 'demo', argv: ['replay', join(ROOT, 'fixtures', 'gpu-day.yaml')], most: 16 },
];

/** Seconds. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** Only the `time` of bash measures the CPU time of a child to a millisecond. */
function costOf(argv: readonly string[]): Cost {
  const { NODE_OPTIONS, NODE_EXTRA_CA_CERTS, ...env } = process.env;
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', process.execPath, ...argv], {
    env,
    encoding: 'utf8',
  });
  const [wall = 0, user = 0, system = 0] = stderr.trim().split(' ').map(Number);
  return { wall, cpu: user + system };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** The bundle in a folder without the sources: with them, the executable starts the sources. */
async function packageFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'keg-startup-'));
  cpSync(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'dist'));
  const { files } = await bundle();
  for (const [name, text] of files) writeFileSync(join(folder, 'dist', name), text);
  return folder;
}

const folder = await packageFolder();
try {
  const programs = [
    ['bundle', join(folder, 'bin', 'kubectl-keg.cjs')],
    ['checkout', join(ROOT, 'bin', 'kubectl-keg.cjs')],
  ] as const;
  const runs = [
    { form: '', name: 'node -e 0', argv: ['-e', '0'], most: undefined },
    ...programs.flatMap(([form, path]) =>
      CASES.map(({ name, argv, most }) => ({
        form,
        name,
        argv: [path, ...argv],
        most: form === 'bundle' ? most : undefined,
      })),
    ),
  ];
  const costs = runs.map((): Cost[] => []);
  // The first round fills the cache of compiled code.
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [index, { argv }] of runs.entries()) {
      const cost = costOf(argv);
      if (round >= 0) costs[index]!.push(cost);
    }
  }
  const medians = costs.map((each) => ({
    wall: median(each.map(({ wall }) => wall)),
    cpu: median(each.map(({ cpu }) => cpu)),
  }));
  const bare = medians[0]!;
  console.log(`whole processes, median of ${ROUNDS} rounds, beside node -e 0`);
  for (const [index, { form, name, most }] of runs.entries()) {
    const { wall, cpu } = medians[index]!;
    const ratio = (wall / bare.wall).toFixed(1);
    const limit = most === undefined ? '' : `  (at most ${most}x)`;
    const times = `${(wall * 1000).toFixed(0).padStart(6)} ms ${ratio.padStart(5)}x`;
    const cpuTimes = `${(cpu * 1000).toFixed(0).padStart(6)} ms CPU ${(cpu / bare.cpu).toFixed(1).padStart(5)}x`;
    console.log(`${form.padEnd(9)}${name.padEnd(14)}${times}${cpuTimes}${limit}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
