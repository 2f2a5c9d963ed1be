/** How many pods of a budget may be evicted, as the disruption controller computes it. */
import test from 'ava';
import type { PodDisruptionBudget } from '../../../src/core/objects/cluster-object.ts';
import { budgetStatus } from '../../../src/targets/embedded/budget-status.ts';

const OWNER = { kind: 'ReplicaSet', name: 'web', uid: 'u' };
const READY = { ready: true, terminating: false, owner: OWNER };

function allowed(
  spec: NonNullable<PodDisruptionBudget['spec']>,
  pods: readonly Parameters<typeof budgetStatus>[1][number][],
  scale: number | undefined = 10,
): number {
  const budget = { kind: 'PodDisruptionBudget', metadata: { name: 'b' }, spec } as const;
  return budgetStatus(budget, pods, () => scale).disruptionsAllowed;
}

const ready = (count: number) => Array.from({ length: count }, () => READY);

for (const [spec, count, answer] of [
  [{ minAvailable: 2 }, 5, 3],
  [{ minAvailable: 8 }, 5, 0],
  [{ minAvailable: '50%' }, 10, 5],
  [{ minAvailable: '33%' }, 10, 6],
  [{ maxUnavailable: 1 }, 10, 1],
  [{ maxUnavailable: '25%' }, 10, 3],
  [{ maxUnavailable: 20 }, 10, 10],
  [{ maxUnavailable: 1 }, 8, 0],
  [{ minAvailable: 0 }, 0, 0],
] as const) {
  test(`${JSON.stringify(spec)} with ${count} of 10 pods ready allows ${answer}`, (t) => {
    t.is(allowed(spec, ready(count)), answer);
  });
}

test('pods that are not ready or terminate are not healthy', (t) => {
  const pods = [...ready(3), { ...READY, ready: false }, { ...READY, terminating: true }];
  t.is(allowed({ minAvailable: 2 }, pods), 1);
});

test('a controller without a scale allows nothing where a scale is needed', (t) => {
  const budget = {
    kind: 'PodDisruptionBudget',
    metadata: { name: 'b' },
    spec: { maxUnavailable: 1 },
  } as const;
  t.is(budgetStatus(budget, ready(3), () => undefined).disruptionsAllowed, 0);
});

test('pods without a controller do not count to the scale', (t) => {
  t.is(allowed({ maxUnavailable: 1 }, [{ ...READY, owner: undefined }]), 0);
});
