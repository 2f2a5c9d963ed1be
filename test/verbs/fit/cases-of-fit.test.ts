/** Every case of ../shared/cases/fit: what is fitted to it replays with 20 seeds as what was recorded. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'yaml';
import { parseDuration } from '../../../src/core/time/duration.ts';
import { keg } from '../../cli/run-keg.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const SEEDS = 20;
/** The generators of recordings among the cases are Python scripts. */
const hasPython = spawnSync('python3', ['--version']).status === 0;

function testWithPython(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  if (hasPython) testWithShared.serial(title, body);
  else test.serial.skip(`skipped without python3: ${title}`, body);
}

interface Written {
  readonly events: {
    readonly workloads?: readonly Readonly<Record<string, unknown>>[];
    readonly pods: readonly Readonly<Record<string, unknown>>[];
    readonly nodes?: readonly Readonly<Record<string, unknown>>[];
  };
}

interface Played {
  readonly written: Written;
  /** The file of the scenario, and what the table of the fit states. */
  readonly scenario: string;
  readonly table: string;
  /** For each seed. */
  readonly of: (figure: string) => readonly number[];
}

/** Fits a recording as a user would, and replays the scenario with every seed. */
async function fitted(
  t: ExecutionContext,
  [folder, recording]: Recorded,
  more: readonly string[] = [],
): Promise<Played> {
  const scenario = join(folder, 'fitted.yaml');
  const fit = await keg(['fit', recording, '-o', scenario, ...more]);
  t.is(fit.code, 0, fit.stderr);
  const replay = await keg(['replay', scenario, '--seeds', String(SEEDS), '-o', 'json']);
  t.is(replay.code, 0, replay.stderr);
  const { seeds, figures } = JSON.parse(replay.stdout) as {
    seeds: readonly number[];
    figures: readonly { readonly figure: string; readonly values: readonly number[] }[];
  };
  t.is(seeds.length, SEEDS);
  return {
    written: parse(readFileSync(scenario, 'utf8')) as Written,
    scenario,
    table: fit.stdout,
    of: (figure) => {
      const values = figures.find((each) => each.figure === figure)?.values;
      if (!values) throw new Error(`no figure ${figure} of ${figures.map((each) => each.figure).join(', ')}`);
      return values;
    },
  };
}

type Recorded = readonly [folder: string, file: string];

function made(t: ExecutionContext, script: string, ...parameters: string[]): Recorded {
  const folder = temporaryFolder(t);
  const file = join(folder, 'made.keg.jsonl');
  writeFileSync(file, execFileSync('python3', [sharedPath(`cases/fit/${script}`), ...parameters]));
  return [folder, file];
}

async function replayed(t: ExecutionContext, name: string, seed: number): Promise<Recorded> {
  const folder = temporaryFolder(t);
  const file = join(folder, 'replayed.keg.jsonl');
  const replay = await keg(['replay', sharedPath(`cases/fit/${name}`), '--seed', `${seed}`, '-o', file]);
  t.is(replay.code, 0, replay.stderr);
  return [folder, file];
}

function all(value: number): number[] {
  return Array.from({ length: SEEDS }, () => value);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[SEEDS / 2 - 1]! + sorted[SEEDS / 2]!) / 2;
}

function kindsOf({ events }: Written): unknown[] {
  return [...new Set((events.workloads ?? []).map(({ kind }) => kind))];
}

/** A day of one ordinary controller, and the pods that it creates. */
const CONTROLLERS = [
  ['deploy5', 'Deployment', 5],
  ['deploy9', 'Deployment', 9],
  ['deploy30', 'Deployment', 30],
  ['roll5', 'Deployment', 10],
  ['roll12', 'Deployment', 24],
  ['hpa', 'Deployment', 27],
  ['nightly', 'Job', 8],
  ['nightly40', 'Job', 40],
  ['cron5m', 'CronJob', 287],
  ['cron1h', 'CronJob', 23],
] as const;

for (const resolution of ['1s', '1us']) {
  for (const [name, kind, pods] of CONTROLLERS) {
    testWithPython(
      `${name} with stamps of ${resolution} is a ${kind} of ${pods} pods for every seed`,
      async (t) => {
        const { written, of } = await fitted(t, made(t, 'k8s.py', name, resolution));
        t.deepEqual(of('pods.created'), all(pods));
        t.deepEqual(kindsOf(written), [kind]);
        t.deepEqual(written.events.pods, []);
      },
    );
  }

  testWithPython(`a mixed day with stamps of ${resolution} has its workloads and its batch`, async (t) => {
    const { written, of } = await fitted(t, made(t, 'k8s.py', 'mixed', resolution));
    t.deepEqual(kindsOf(written).sort(), ['CronJob', 'Deployment']);
    isAbout(t, of('pods.created'), 1719);
  });
}

function isAbout(t: ExecutionContext, values: readonly number[], recorded: number): void {
  t.true(Math.abs(median(values) / recorded - 1) < 0.05, `${values.join(' ')} for ${recorded}`);
}

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  testWithShared.serial(`job.yaml replayed with seed ${seed} is a Job of 60 completions again`, async (t) => {
    const { written, of } = await fitted(t, await replayed(t, 'job.yaml', seed));
    t.deepEqual(of('pods.created'), all(60));
    t.like(written.events.workloads?.[0], { kind: 'Job', completions: 60, parallelism: 10 });
    t.deepEqual(written.events.pods, []);
  });
}

testWithShared.serial(
  'shop.yaml keeps its workloads and their scale events, without an effect of load',
  async (t) => {
    const { written, table, of } = await fitted(t, await replayed(t, 'shop.yaml', 1), ['--gate', 'off']);
    const web = written.events.workloads?.filter(({ name }) => name === 'web');
    t.deepEqual(
      web?.map(({ kind, replicas }) => [kind, replicas]),
      [
        ['Deployment', 12],
        ['Deployment', 30],
        ['Deployment', 12],
      ],
    );
    t.deepEqual(kindsOf(written).sort(), ['Deployment', 'Job']);
    t.notRegex(table, /start under way/);
    isAbout(t, of('pods.created'), 988);
  },
);

for (const seed of [1, 2, 3]) {
  testWithPython(
    `cause.py ${seed}: a rare cause of an end keeps its share, and every seed ends`,
    async (t) => {
      const { written, of } = await fitted(t, made(t, 'cause.py', `${seed}`, '1000', '20'));
      isAbout(t, of('pods.created'), 1000);
      // The pods that are written one by one draw from the ends of all pods too.
      for (const { end } of written.events.pods) {
        const sumOf = (cause: 'succeeded' | 'deleted'): number =>
          (end as { succeeded?: number; deleted?: number }[]).reduce(
            (sum, each) => sum + (each[cause] ?? 0),
            0,
          );
        t.is(sumOf('succeeded'), 20);
        t.true(sumOf('deleted') > 940, `${sumOf('deleted')}`);
      }
    },
  );
}

testWithPython('burstday.py: 200 pods within an hour of a week come back within that hour', async (t) => {
  const { written, of } = await fitted(t, made(t, 'burstday.py', '200', '3600', '604800', '300000'));
  isAbout(t, of('pods.created'), 200);
  const { steps } = written.events.pods[0]!.pace as { steps: readonly { at: string; factor: number }[] };
  const busy = steps.findIndex(({ factor }) => factor > 0);
  t.is(steps.filter(({ factor }) => factor > 0).length, 1);
  const [from, until] = [steps[busy]!, steps[busy + 1]!].map(({ at }) => parseDuration(at)! / 1e6);
  t.true(from! >= 299_999 && until! <= 300_000 + 1.2 * 3600, `${from} to ${until}`);
});

testWithShared.serial('daemonset.keg.jsonl: its pods bind, because the nodes keep their names', async (t) => {
  const folder = temporaryFolder(t);
  const { written, of } = await fitted(t, [folder, sharedPath('cases/fit/daemonset.keg.jsonl')]);
  t.deepEqual(of('pods.created'), all(2));
  t.deepEqual(of('neverBound.count'), all(0));
  t.deepEqual(kindsOf(written), ['DaemonSet']);
});

testWithShared.serial(
  'node-joins.keg.jsonl: the late node joins at its time without its first taint',
  async (t) => {
    const folder = temporaryFolder(t);
    const recording = sharedPath('cases/fit/node-joins.keg.jsonl');
    const { written, of, scenario } = await fitted(t, [folder, recording]);
    t.deepEqual(of('pods.created'), all(40));
    t.deepEqual(of('neverBound.count'), all(0));
    const [added, ...more] = written.events.nodes ?? [];
    t.like(added, { at: '5s', action: 'add' });
    t.deepEqual(more, []);
    t.false('taints' in (added!.template as object));
    const again = join(folder, 'again.keg.jsonl');
    t.is((await keg(['replay', scenario, '-o', again])).code, 0);
    const bound = linesOf(again).filter(({ kind }) => kind === 'pod-bound');
    const late = bound.filter(
      ({ node }) => node === linesOf(again).findLast(({ kind }) => kind === 'node-added')!.name,
    );
    t.true(late.length >= 14 && late.length <= 26, `${late.length} of ${bound.length}`);
  },
);

testWithShared.serial(
  'mirror.json: a static pod that restarted is bound from its first stamp on',
  async (t) => {
    const folder = temporaryFolder(t);
    const recording = join(folder, 'mirror.keg.jsonl');
    const imported = await keg(['import', '--history', sharedPath('cases/fit/mirror.json'), '-o', recording]);
    t.is(imported.code, 0, imported.stderr);
    const timeOf = (wanted: string): unknown => linesOf(recording).find(({ kind }) => kind === wanted)?.at;
    t.is(timeOf('pod-created'), 60e6);
    t.is(timeOf('pod-bound'), 60e6);
    const { of } = await fitted(t, [folder, recording]);
    t.deepEqual(of('pods.created'), all(1));
    t.deepEqual(of('neverBound.count'), all(0));
  },
);

function linesOf(file: string): Record<string, unknown>[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}
