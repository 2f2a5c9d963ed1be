/** A real Prometheus reads the metrics of a replay, and takes those of a recording: its answers are the figures of the report. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type { Figures } from '../../src/core/measure/figures.ts';
import { formatMoment } from '../../src/core/time/moment.ts';
import { keg } from '../cli/run-keg.ts';
import { freePorts } from './cluster/free-ports.ts';
import { findPrometheus } from './cluster/prometheus.ts';

const program = await findPrometheus();
const folder = mkdtempSync(join(tmpdir(), 'keg-prometheus-'));
const [serverPort = 0, metricsPort = 0] = await freePorts(2);
const SERVER = `http://127.0.0.1:${serverPort}`;
const FIXTURE = 'fixtures/gpu-day.yaml';
const HOURS = 3;

const CONFIGURATION = `
global: {scrape_interval: 1s}
storage: {tsdb: {out_of_order_time_window: 2d}}
scrape_configs:
  - job_name: keg
    honor_labels: true
    static_configs: [{targets: ['127.0.0.1:${metricsPort}']}]
`;

let stop: () => Promise<void> = async () => {};

test.before('start Prometheus', async () => {
  if (program === undefined) return;
  writeFileSync(join(folder, 'prometheus.yml'), CONFIGURATION);
  const child = spawn(
    program,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${serverPort}`,
      '--web.enable-remote-write-receiver',
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'close');
  stop = async () => {
    child.kill();
    await ended;
  };
  for (let tries = 0; tries < 100; tries += 1) {
    const isReady = await fetch(`${SERVER}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await sleep(100);
  }
  throw new Error('Prometheus is not ready after 10 s');
});

test.after.always(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

/** All samples of the query at a time, in Unix seconds. */
async function samples(query: string, time: number): Promise<number[]> {
  const response = await fetch(`${SERVER}/api/v1/query?${new URLSearchParams({ query, time: `${time}` })}`);
  const { data } = (await response.json()) as {
    data: { result: readonly { readonly value: readonly [number, string] }[] };
  };
  return data.result.map(({ value }) => Number(value[1]));
}

async function answer(query: string, time: number): Promise<number> {
  return (await samples(query, time)).reduce((sum, value) => sum + value, 0);
}

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}

/** When it read the clock of the replay, with what the clock showed. */
async function clockReads(): Promise<readonly (readonly [time: number, clock: string])[]> {
  const response = await fetch(`${SERVER}/api/v1/query?query=${encodeURIComponent('keg_clock_seconds[5m]')}`);
  const { data } = (await response.json()) as {
    data: { result: readonly { readonly values: readonly (readonly [number, string])[] }[] };
  };
  return data.result[0]!.values;
}

/** Each query with the figure of the report that it equals. */
const EQUAL: readonly (readonly [query: string, figure: (figures: Figures) => number | null])[] = [
  ...['cpu', 'memory', 'alibabacloud.com/gpu-milli'].map(
    (resource) =>
      [
        `keg_cluster_requested_time_total{JOB,resource="${resource.replaceAll(/\W/g, '_')}"} / keg_cluster_allocatable_time_total`,
        ({ cluster }: Figures) => cluster.resources[resource]?.utilisation ?? null,
      ] as const,
  ),
  ['keg_pods_created_total{JOB}', ({ pods }) => pods.created],
  ['keg_pods_bound_total{JOB}', ({ pods }) => pods.bound],
  ['keg_pods_succeeded_total{JOB}', ({ pods }) => pods.succeeded],
  ['keg_pods_deleted_total{JOB}', ({ pods }) => pods.deleted],
  ['keg_pending_pods{JOB}', ({ queue }) => queue.end],
  [
    'sum(kube_pod_status_scheduled{JOB,condition="true"} == 1 unless on(uid) kube_pod_status_phase{JOB,phase=~"Succeeded|Failed"} == 1)',
    ({ pods }) => pods.alive.bound,
  ],
  [
    'sum(keg_node_requested{JOB,resource="cpu"})',
    ({ cluster }) => cluster.resources.cpu!.requested.end / 1000,
  ],
  [
    'sum(kube_node_status_allocatable{JOB,resource="memory"})',
    ({ cluster }) => cluster.resources.memory!.allocatable.end,
  ],
  [
    'keg_pod_waiting_seconds_sum{JOB} / keg_pod_waiting_seconds_count',
    ({ waiting }) => (waiting.mean ?? 0) / 1e6,
  ],
];

async function figuresOf(recording: string, to?: string): Promise<Figures> {
  const window = to === undefined ? [] : ['--to', to];
  const { stdout, stderr, code } = await keg(['report', recording, ...window, '-o', 'json']);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Figures;
}

const runs = program === undefined ? test.serial.skip : test.serial;

runs(
  'what it reads of a paced replay is the report of the same moment, the last moment included',
  async (t) => {
    const recording = join(folder, 'run.keg.jsonl');
    const { code, stderr, stdout } = await keg([
      ...['replay', FIXTURE, '--duration', `${HOURS}h`, '--speed', '1800x'],
      ...['--metrics-port', `${metricsPort}`, '--recording', recording, '-o', 'json'],
    ]);
    t.is(code, 0, stderr);
    const { speed } = JSON.parse(stdout) as Figures;
    t.is(speed.planned, 1800);
    t.true((speed.achieved ?? 0) > 900, `${speed.achieved}`);
    const reads = await clockReads();
    t.is(Number(reads.at(-1)![1]), HOURS * 3600);
    t.true(reads.length >= 3, `${reads.length}`);
    for (const [time, clock] of [reads[Math.floor(reads.length / 2)]!, reads.at(-1)!]) {
      const figures = await figuresOf(recording, `${clock}s`);
      for (const [query, figure] of EQUAL)
        near(
          t,
          await answer(query.replaceAll('JOB', 'job="keg"'), time),
          figure(figures),
          `${query} at ${clock}s`,
        );
    }
  },
);

runs('each query of the dashboard has data for that replay', async (t) => {
  const { panels } = JSON.parse(readFileSync('fixtures/grafana/kubectl-keg.json', 'utf8')) as {
    panels: readonly Panel[];
  };
  const [time] = (await clockReads()).at(-1)!;
  for (const { title, targets } of panels)
    for (const { expr } of targets) {
      const values = await samples(expr, time);
      t.true(values.length > 0 && values.every(Number.isFinite), `${title}: ${expr} gives ${values}`);
    }
  t.true(panels.length > 10);
});

runs('what it takes of a recording is the report of its end, at its own time', async (t) => {
  const recording = join(folder, 'dated.keg.jsonl');
  const start = Math.floor(Date.now() / 1000) - 2 * HOURS * 3600;
  const replay = await keg([
    ...['replay', FIXTURE, '--duration', `${HOURS}h`, '--start', formatMoment(start * 1e6)],
    ...['--recording', recording, '-o', 'json'],
  ]);
  t.is(replay.code, 0, replay.stderr);
  const sent = await keg([
    'report',
    recording,
    '--remote-write',
    `${SERVER}/api/v1/write`,
    '--remote-write-step',
    '5m',
  ]);
  t.is(sent.code, 0, sent.stderr);
  t.regex(sent.stderr, /sent [\d,]+ samples of \d+ series to 127\.0\.0\.1/);
  const figures = await figuresOf(recording);
  for (const [query, figure] of EQUAL)
    near(t, await answer(query.replaceAll('JOB', 'job=""'), start + HOURS * 3600), figure(figures), query);
});

function near(
  t: { true(value: boolean, message: string): unknown },
  one: number,
  other: number | null,
  what: string,
): void {
  const difference = Math.abs(one - (other ?? Number.NaN));
  t.true(difference <= 1e-9 * Math.max(1, Math.abs(one)), `${what}: ${one} and ${other}`);
}
