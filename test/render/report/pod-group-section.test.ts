/** `--by workload` answers whether a workload waits, is never bound, or is ended early. */
import test from 'ava';
import type { Figures } from '../../../src/core/measure/figures.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { renderTable } from '../../../src/render/report/table.ts';
import { bound, NODE_A, run } from '../../core/measure/small-recording.ts';

const SECOND = 1_000_000;

function pod(uid: string, group: string, namespace = 'shop'): Observation {
  return { at: 0, kind: 'pod-created', uid, namespace, name: uid, template: 'half', group };
}

function table(figures: Figures): string[] {
  const lines = renderTable(figures, { width: 100, by: 'workload' }).split('\n');
  const start = lines.indexOf('PODS BY WORKLOAD');
  return lines.slice(start, lines.indexOf('', start)).map((line) => line.replaceAll(/ {2,}/g, '  '));
}

const DAY = [
  NODE_A,
  pod('a', 'api'),
  pod('w1', 'web'),
  pod('w2', 'web'),
  bound('a', SECOND),
  bound('w1', 3 * SECOND),
  { at: 4 * SECOND, kind: 'pod-disrupted', uid: 'w1', reason: 'EvictionByEvictionAPI' },
] as const;

test('a row for each workload, those with pods never bound first', (t) => {
  t.deepEqual(table(run([...DAY], 9 * SECOND)).slice(2, 5), [
    'WORKLOAD  CREATED  NEVER  MEAN  P95  MAX  EVICTED  FAILED  RESTARTS',
    'web  2  1  3s  3s  3s  1  0  0',
    'api  1  0  1s  1s  1s  0  0  0',
  ]);
});

test('the namespace is part of the name only where there are several', (t) => {
  const names = table(run([...DAY, pod('b', 'web', 'test')], 9 * SECOND)).map((line) => line.split('  ')[0]);
  t.deepEqual(names.slice(3, 6), ['shop/web', 'test/web', 'shop/api']);
});

test('the summary counts evicted pods by what evicted them', (t) => {
  const text = renderTable(run([...DAY], 9 * SECOND), { width: 100 });
  t.regex(text, /^Evicted +1 pod: 1 by a drain or the eviction API$/m);
});
