/** Figures are found by the path that -o json gives them. */
import test from 'ava';
import { figureAt } from '../../../src/core/comparing/figure-at.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { bound, created, node, run } from '../measure/small-recording.ts';

/** Two pods of 2 cpu on 4 cpu for 100 µs; the first one waits 10 µs, the second one is never bound. */
const REPORT = run([
  node('a', { cpu: '4', memory: '8Gi', pods: '10', 'nvidia.com/gpu': '2' }, 0, 'general.xl'),
  created('p', 0),
  bound('p', 10),
  created('q', 20),
]);
const NOTHING = run([]);

for (const [path, value, unit] of [
  ['waiting.p95', 10, 'microseconds'],
  ['waiting.n', 1, 'count'],
  ['neverBound.count', 1, 'count'],
  ['neverBound', 1, 'count'],
  ['pods.created', 2, 'count'],
  ['pods.alive.pending', 1, 'count'],
  ['cluster.resources.cpu.utilisation', 0.45, 'ratio'],
  ['cluster.resources["cpu"].utilisation', 0.45, 'ratio'],
  ["cluster.resources['cpu'].requested.max", 2000, 'amount'],
  ['cluster.resources["nvidia.com/gpu"].allocatable.end', 2, 'amount'],
  ['pools["general.xl"].resources.cpu.utilisation', 0.45, 'ratio'],
  ['nodes.a.resources.memory.allocatable.end', 8 * 2 ** 30, 'amount'],
  ['podGroups.workload["default/no workload"].waiting.p95', 10, 'microseconds'],
  ['idleNodes.mean', 0.1, 'count'],
  ['nodesInUse.mean', 0.9, 'count'],
  ['nodeTime', 100, 'microseconds'],
  ['makespan.duration', 100, 'microseconds'],
] as const) {
  test(`${path} is ${value} (${unit})`, (t) => {
    const found = figureAt(REPORT, path);
    t.is(found.unit, unit);
    t.true(Math.abs((found.value ?? Number.NaN) - value) < 1e-9, `${found.value}`);
  });
}

for (const path of [
  'waiting.p95',
  'makespan.duration',
  'cluster.resources["nvidia.com/gpu"].utilisation',
  'pools.g2.resources.cpu.utilisation',
  'podGroups.workload["default/web"].neverBound',
]) {
  test(`${path} has no value where the report has no such pod, pool or resource`, (t) => {
    t.is(figureAt(NOTHING, path).value, null);
  });
}

for (const [path, message] of [
  ['wating.p95', 'no report has the figure wating.p95; did you mean waiting?'],
  ['waiting.p59', 'no report has the figure waiting.p59; did you mean p50?'],
  ['waiting', 'no report has the figure waiting'],
  ['recording.name', 'no report has the figure recording.name'],
  ['', 'no report has the figure '],
  ['.waiting', '.waiting is no path of a figure'],
  ['waiting..p95', 'waiting..p95 is no path of a figure'],
  ['cluster.resources[cpu]', 'cluster.resources[cpu] is no path of a figure'],
] as const) {
  test(`refused: ${path === '' ? 'an empty path' : path}`, (t) => {
    const error = t.throws(() => figureAt(REPORT, path), { instanceOf: UserError });
    t.is(error?.message, message);
    t.truthy(error?.next);
  });
}
