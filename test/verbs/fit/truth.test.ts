/** `fit` replays what it writes: it states how true the scenario is, and ends with 1 where it is not. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { fitData } from '../../../src/render/fit/fit-data.ts';
import { renderFitTable } from '../../../src/render/fit/fit-table.ts';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { checkGate, parseGate } from '../../../src/verbs/fit/gate-flag.ts';
import { playSide } from '../../../src/verbs/fit/play-side.ts';
import { playSides } from '../../../src/verbs/fit/play-sides.ts';
import { loadWritten } from '../../../src/verbs/fit/written-side.ts';
import { keg } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const SCENARIO = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Scenario',
  cluster: {
    nodes: [
      { name: 'n', count: 4, template: { capacity: { cpu: 64, memory: '64Gi', pods: 500, 'x.y/gpu': 500 } } },
    ],
  },
  templates: {
    web: { spec: { containers: [{ name: 'main', resources: { requests: { cpu: '100m', 'x.y/gpu': 1 } } }] } },
  },
  duration: '1h',
  events: {
    pods: [
      {
        name: 'web',
        template: 'web',
        arrivals: { type: 'exponential', mean: '6s' },
        until: '1h',
        lifetime: { type: 'exponential', mean: '2m' },
      },
    ],
  },
};

async function recorded(t: ExecutionContext, scenario: object = SCENARIO): Promise<string> {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'shop.yaml'), JSON.stringify(scenario));
  await keg([
    'replay',
    join(folder, 'shop.yaml'),
    '--seed',
    '3',
    '-o',
    join(folder, 'day.keg.jsonl'),
    '-o',
    'json',
  ]);
  return join(folder, 'day.keg.jsonl');
}

const GATE = { low: 0.7, high: 1.4 };
const REQUEST = { scenario: undefined, force: false, seed: 1 };

test('usage is fitted, and the truth compares it', async (t) => {
  const pods = SCENARIO.events.pods.map((entry) => ({ ...entry, usage: { cpu: '40%', memory: '100Mi' } }));
  const recording = await recorded(t, { ...SCENARIO, events: { pods } });
  // A recording of a cluster has the usage, and not the annotation by which a replay makes it.
  writeFileSync(recording, readFileSync(recording, 'utf8').replaceAll('keg.dev/usage', 'example.com/note'));
  const { scenario, truth } = await fitRecording({ ...REQUEST, recordings: [recording], gate: GATE });
  const templates = scenario.templates as Record<string, { readonly usage?: object }>;
  t.deepEqual(templates.web!.usage, { cpu: '40%', memory: String(100 * 1024 ** 2) });
  const used = truth!.total.filter(({ name }) => name.endsWith(' used'));
  t.deepEqual(
    used.map(({ name, unit }) => [name, unit]),
    [
      ['cpu used', 'millicores'],
      ['memory used', 'bytes'],
    ],
  );
  t.true(
    used.every(({ ratio, recorded: seen, replayed }) => ratio! > 0.8 && ratio! < 1.25 && seen === replayed),
  );
});

test('the truth has three columns for all pods and for each group', async (t) => {
  const fit = await fitRecording({ ...REQUEST, recordings: [await recorded(t)], gate: GATE });
  const truth = fit.truth!;
  t.deepEqual(
    truth.total.filter(({ isGated }) => isGated).map(({ name }) => name),
    ['created', 'bound', 'alive', 'alive p95', 'cpu', 'x.y/gpu'],
  );
  const created = truth.total[0]!;
  t.is(created.recorded, fit.pods);
  t.is(created.replayed, fit.pods);
  t.true(created.fitted!.low <= created.fitted!.median && created.fitted!.median <= created.fitted!.high);
  t.false(truth.isMissed);
  t.is(truth.groups[0]!.figures[0]!.recorded, fit.pods);
  t.is(truth.series.fitted.length, truth.seeds.length);
  t.deepEqual(
    truth.prediction!.figures.map(({ name }) => name),
    ['created', 'alive', 'cpu'],
  );
  t.true((fitData(fit) as { truth: { isTrue: boolean } }).truth.isTrue);
});

test('no line of the table is wider than 100 columns, and the wide form has every group', async (t) => {
  const gate = GATE;
  const fit = await fitRecording({ ...REQUEST, recordings: [await recorded(t)], gate });
  for (const width of [80, 100]) {
    const lines = renderFitTable(fit, { width, isWide: false }).split('\n');
    t.true(Math.max(...lines.map((line) => [...line].length)) <= width);
  }
  const many = { ...fit, groups: Array.from({ length: 30 }, () => ({ ...fit.groups[0]! })) };
  t.regex(renderFitTable(many, { width: 100, isWide: false }), /and 10 smaller groups/);
  t.is(renderFitTable(many, { width: 100, isWide: true }).match(/^web \(/gm)!.length, 30);
});

test('how a group is written stands below its figures where the line would be too wide', async (t) => {
  const fit = await fitRecording({ ...REQUEST, recordings: [await recorded(t)], gate: GATE });
  const tableOf = (written: string, width: number): string => {
    const groups = [{ ...fit.truth!.groups[0]!, written, why: 'alive was 0.80' }];
    return renderFitTable({ ...fit, truth: { ...fit.truth!, groups } }, { width, isWide: false });
  };
  t.regex(tableOf('constant', 100), /^web .* {2}constant \(first choice: alive was 0\.80\)$/m);
  const words = 'exponential, mix of 12; web-long: 3 pods one by one; web-bursts: large bursts, mix of 31';
  const below = tableOf(words, 80);
  t.regex(below, /^fitted ÷ recorded .* {2}written as\nweb .*\n {4}exponential, mix of 12; /m);
  t.regex(
    below.replaceAll('\n    ', ' '),
    /web-bursts: large bursts, mix of 31 \(first choice: alive was 0\.80\)$/m,
  );
});

test('the table says that the number of bound pods and waiting depend on the scheduler', async (t) => {
  const fit = await fitRecording({ ...REQUEST, recordings: [await recorded(t)], gate: GATE });
  const tableOf = (ratio: number): string => {
    const total = fit.truth!.total.map((figure) => (figure.name === 'bound' ? { ...figure, ratio } : figure));
    return renderFitTable(
      { ...fit, truth: { ...fit.truth!, total: total.filter(({ name }) => name !== 'waiting') } },
      { width: 100, isWide: false },
    );
  };
  const note = /^never bound and waiting are not judged/m;
  t.regex(tableOf(1.5), note);
  t.notRegex(tableOf(1), note);
});

test('a family that was scaled to keep the number of arrivals has the parameters that are drawn', async (t) => {
  const fit = await fitRecording({ ...REQUEST, recordings: [await recorded(t)] });
  const [arrivals, ...others] = fit.groups[0]!.fits;
  const distribution = { family: 'lomax', shape: 2.5, scale: 120 } as const;
  const drawn = { ...arrivals!.choice.drawn, form: 'family' } as const;
  const scaled = { ...arrivals!, choice: { ...arrivals!.choice, distribution, drawn } };
  const groups = [{ ...fit.groups[0]!, fits: [scaled, ...others] }];
  t.regex(
    renderFitTable({ ...fit, groups }, { width: 100, isWide: true }),
    /lomax {2,}shape 2\.5, scale 120 /,
  );
});

test('rates are in the unit of time in which they are at least 1, and long windows in days', async (t) => {
  const fit = await fitRecording({ ...REQUEST, recordings: [await recorded(t)] });
  const headOf = (rate: number, window: number): string =>
    renderFitTable(
      { ...fit, window, groups: [{ ...fit.groups[0]!, arrived: 4647, rate }] },
      { width: 200, isWide: false },
    );
  t.regex(headOf(3, 3600), /window 1h;[\s\S]*4,647 arrived, 3 a second/);
  t.regex(headOf(0.5, 86_400), /window 24h;[\s\S]*arrived, 30 a minute/);
  t.regex(headOf(1 / 1800, 12_902_960), /window 149d8h;[\s\S]*arrived, 2 an hour/);
  t.regex(headOf(1 / 172_800, 60.5), /window 1m0\.5s;[\s\S]*arrived, 0\.50 a day/);
});

test('the ratio and the verdict of amounts in GiB stand whole in 80 columns', async (t) => {
  const fit = await fitRecording({ ...REQUEST, recordings: [await recorded(t)], gate: GATE });
  const GIB = 1024 ** 3;
  const memory = {
    ...fit.truth!.total[0]!,
    name: 'memory',
    unit: 'bytes' as const,
    recorded: 97.4 * GIB,
    replayed: 97.4 * GIB,
    fitted: { ...fit.truth!.total[0]!.fitted!, low: 48.1 * GIB, median: 48.2 * GIB, high: 48.5 * GIB },
    ratio: 0.49,
    isOutside: true,
    isBeyondChance: true,
  };
  const table = renderFitTable(
    { ...fit, truth: { ...fit.truth!, total: [memory] } },
    { width: 80, isWide: false },
  );
  t.regex(table, /0\.49 {2}missed {2}48\.1 to 48\.5 GiB$/m);
});

test('a scenario that misses the gate ends with 1, and is written all the same', async (t) => {
  const recording = await recorded(t);
  const file = recording.replace('day.keg.jsonl', 'fitted.yaml');
  const { code, stderr, stdout } = await keg(['fit', recording, '-o', file, '--gate', '0.9999:1.0001']);
  t.is(code, 1);
  t.regex(stderr, /not true to the recording, fitted ÷ recorded: /);
  t.regex(stdout, /missed/);
  t.is((await keg(['validate', file])).code, 0);
});

test('twenty seeds decide where the median of five misses and some of them do not', async (t) => {
  const recordings = [await recorded(t)];
  const seedsWith = async (gate: { readonly low: number; readonly high: number }): Promise<number> =>
    (await fitRecording({ ...REQUEST, recordings, gate })).truth!.seeds.length;
  t.is(await seedsWith(GATE), 5);
  t.is(await seedsWith({ low: 0.98, high: 1.005 }), 20);
});

test('without nodes both are replayed on one node that holds all pods, and the table says so', async (t) => {
  const { cluster: _, ...without } = SCENARIO;
  const recording = await recorded(t, without);
  const fit = await fitRecording({ ...REQUEST, recordings: [recording], gate: GATE });
  t.true(fit.truth!.isOnOneNode);
  t.is(fit.truth!.total[0]!.replayed, fit.pods);
  t.regex(renderFitTable(fit, { width: 100, isWide: false }), /on one node that\s+holds all pods/);
  t.regex(fit.problems.find(({ code }) => code === 'no-nodes')!.message, /one node/);
});

test('--gate off replays nothing', async (t) => {
  t.is(parseGate('off'), undefined);
  t.is(checkGate(undefined), undefined);
  const { truth } = await fitRecording({ ...REQUEST, recordings: [await recorded(t)] });
  t.is(truth, undefined);
});

test('a gate is a range around 1', (t) => {
  t.deepEqual(parseGate('0.8:1.25'), { low: 0.8, high: 1.25 });
  t.deepEqual(parseGate(undefined), { low: 0.9, high: 1.1 });
  for (const wrong of ['0.8', '1.1:1.2', '0.5:0.9', 'a:b', ''])
    t.throws(() => parseGate(wrong), { message: /--gate/ });
});

test('threads play the same as one thread, and pass on why a side fails', async (t) => {
  const scenario = loadWritten(SCENARIO);
  const side = { scenario, recorded: [], seed: 1, part: { from: 0, to: 3.6e9 }, entries: {} };
  const broken = { ...side, scenario: { ...scenario, kubernetesVersion: '9.9' } };
  const played = await playSides([side, { ...side, seed: 2 }, broken], 1e6);
  t.deepEqual(played[0]!.figures, playSide(side));
  t.notDeepEqual(played[1]!.figures, played[0]!.figures);
  t.is(typeof played[2]!.failure, 'string');
});
