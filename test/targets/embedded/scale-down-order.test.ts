/** The order of a scale-down equals that of Kubernetes 1.36.3, recorded from its own comparison functions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { firstToGo } from '../../../src/targets/embedded/scale-down-order.ts';
import type { OwnedPod } from '../../../src/targets/embedded/workload-state.ts';

/**
 * Pods drawn at random (node of three or none, ages from microseconds to an hour), sorted by ActivePodsWithRanks and ActivePods of
 * pkg/controller/controller_utils.go at v1.36.3, with uids that count down so that ties of age go to the newest.
 */
const GOLDEN = join(import.meta.dirname, 'golden', 'scale-down-1.36.3.jsonl');

type PodRow = readonly [createdAt: number, node: string | null, started: boolean, readyAt: number | null];

interface Case {
  readonly now: number;
  readonly pods: readonly PodRow[];
  readonly replicaSet: readonly number[];
  readonly job: readonly number[];
}

const cases = readFileSync(GOLDEN, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

const REVISION = {} as OwnedPod['revision'];

function podOf([createdAt, node, started, readyAt]: PodRow, number: number): OwnedPod {
  const name = `web-${number}`;
  return {
    uid: `p${number}`,
    ...{
      name,
      number,
      target: undefined,
      revision: REVISION,
      createdAt,
      node,
      started,
      readyAt,
      finished: false,
      terminating: false,
    },
  };
}

/** The whole order, from taking all but one. */
function order({ pods, now }: Case, scale: 'logarithmic' | 'linear'): number[] {
  const gone = firstToGo(pods.map(podOf), pods.length - 1, now, scale).map((pod) => pod.number);
  return [...gone, ...pods.map((_, number) => number).filter((number) => !gone.includes(number))];
}

test(`ReplicaSet: all ${cases.length} orders are Kubernetes'`, (t) => {
  for (const each of cases)
    t.deepEqual(order(each, 'logarithmic'), [...each.replicaSet], JSON.stringify(each));
});

test(`Job: all ${cases.length} orders are Kubernetes'`, (t) => {
  for (const each of cases) t.deepEqual(order(each, 'linear'), [...each.job], JSON.stringify(each));
});

test('the two orders differ often enough for the test to distinguish them', (t) => {
  const differ = cases.filter(({ replicaSet, job }) => replicaSet.join() !== job.join());
  t.true(differ.length > cases.length / 4, String(differ.length));
});

test('when all pods go, their order does not matter', (t) => {
  const pods = cases[0]!.pods.map(podOf);
  t.deepEqual(firstToGo(pods, pods.length, 0, 'linear'), pods);
});
