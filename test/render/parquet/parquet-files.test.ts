/** The Parquet files of a recording, read back by DuckDB, add up to the figures of its report. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import test, { type ExecutionContext } from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import { parquetFiles } from '../../../src/render/parquet/parquet-files.ts';
import { HEADER, sampleDay } from '../../core/measure/sample-day.ts';
import { bound, created, HALF, NODE_A } from '../../core/measure/small-recording.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

type Ask = (sql: string) => Promise<Json[][]>;

/** Reads the tables of a recording as views `pods`, `nodes` and `series`. */
async function tablesOf(
  t: ExecutionContext,
  observations: readonly Observation[],
  header: RecordingHeader = HEADER,
): Promise<Ask> {
  const folder = temporaryFolder(t);
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run("SET TimeZone = 'UTC'");
  for (const [name, content] of parquetFiles(header, observations)) {
    const path = join(folder, name);
    writeFileSync(path, content);
    await connection.run(`CREATE TABLE ${name.replace('.parquet', '')} AS FROM '${path}'`);
  }
  return async (sql) => (await connection.runAndReadAll(sql)).getRowsJson();
}

test('rows and sums are those of the figures of a day', async (t) => {
  const day = sampleDay({ pods: 300 });
  const { pods, waiting, cluster, pools } = measure(HEADER, day);
  const ask = await tablesOf(t, day);
  const counts = 'count(*)::INT, count(bound_us)::INT, count(started_us)::INT, count(ready_us)::INT';
  t.deepEqual(await ask(`SELECT ${counts}, count(waiting_us)::INT, max(waiting_us)::DOUBLE FROM pods`), [
    [pods.created, pods.bound, pods.started, pods.ready, waiting.n, waiting.max],
  ]);
  const ends = Object.fromEntries(
    (await ask('SELECT outcome, count(*)::INT FROM pods GROUP BY ALL')) as [string, number][],
  );
  for (const end of ['succeeded', 'failed', 'deleted'] as const) t.is(ends[end] ?? 0, pods[end]);
  const length = '(until_us - from_us)';
  const means = (await ask(
    `SELECT scope, scope_name, resource, sum(requested * ${length}) / sum(allocatable * ${length}) FROM series
     WHERE scope <> 'node' AND allocatable > 0 GROUP BY ALL`,
  )) as [string, string | null, string, number][];
  t.true(means.length > 5);
  for (const [scope, name, resource, mean] of means) {
    const { resources } = scope === 'cluster' ? cluster : pools.find(({ pool }) => pool === name)!;
    const { requested, allocatable } = resources[resource]!;
    const measured = requested.mean! / allocatable.mean!;
    t.true(Math.abs(mean - measured) < 1e-9, `${scope} ${name} ${resource}: ${mean}, not ${measured}`);
  }
  t.deepEqual(
    await ask(`SELECT resource FROM series GROUP BY ALL
               HAVING abs(sum(CASE scope WHEN 'node' THEN requested * ${length} WHEN 'pool' THEN -requested * ${length} END))
                      > 1e-9 * sum(requested * ${length})`),
    [],
  );
});

test('times are µs and moments in UTC; without real times the moments are empty', async (t) => {
  const observations: Observation[] = [
    HALF,
    NODE_A,
    created('p', 0),
    bound('p', 1_500_000),
    { at: 2_000_000, kind: 'close' },
  ];
  const select = 'SELECT bound_us::INT, bound_at::VARCHAR, typeof(bound_us), typeof(bound_at) FROM pods';
  const types = ['BIGINT', 'TIMESTAMP WITH TIME ZONE'];
  const real = await tablesOf(t, observations);
  t.deepEqual(await real(select), [[1_500_000, '2026-03-02 00:00:01.5+00', ...types]]);
  const epoch = { ...HEADER, start: '1970-01-01T00:00:00.000000000Z' };
  const ask = await tablesOf(t, observations, epoch);
  t.deepEqual(await ask(select), [[1_500_000, null, ...types]]);
  t.deepEqual(await ask('SELECT count(*)::INT, count(left_us)::INT FROM nodes'), [[1, 0]]);
});

test('a pod has its restarts, and a recording without pods has empty tables', async (t) => {
  const restart = { kind: 'pod-restarted', uid: 'p', container: 'main' } as const;
  const ask = await tablesOf(t, [
    HALF,
    NODE_A,
    created('p', 0),
    bound('p', 1),
    { ...restart, at: 2, restarts: 1 },
    { ...restart, at: 3, restarts: 3 },
    { at: 4, kind: 'close' },
  ]);
  t.deepEqual(await ask('SELECT uid, restarts::INT FROM pods'), [['p', 3]]);
  const none = await tablesOf(t, [{ at: 4, kind: 'close' }]);
  t.deepEqual(await none('SELECT count(*)::INT FROM pods'), [[0]]);
});
