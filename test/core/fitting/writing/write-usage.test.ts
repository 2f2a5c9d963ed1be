/** What the pods of a group used is written as its mean: a share of the requests, or an amount where a pod requests none. */
import test from 'ava';
import { groupPods } from '../../../../src/core/fitting/pods/workload-group.ts';
import { writeUsage } from '../../../../src/core/fitting/writing/write-usage.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { historyOf, made, SECOND } from '../pods/made-history.ts';

const uses = (uid: string, at: number, used: Record<string, string>): Observation => {
  return { at: at * SECOND, kind: 'pod-usage', uid, used };
};
const usageOf = (...lines: readonly Observation[]) => writeUsage(groupPods(historyOf(...lines).pods)[0]!);

test('the usage of a group is the mean over time, cpu as a share where all pods request it', (t) => {
  const usage = usageOf(
    made('a', 0),
    made('b', 0, { template: 'large' }),
    uses('a', 10, { cpu: '500m', memory: '1000' }),
    // It used 1 cpu for 30 s, and nothing after its end.
    uses('b', 20, { cpu: '1' }),
    { at: 50 * SECOND, kind: 'pod-finished', uid: 'b', phase: 'Succeeded' },
    uses('b', 60, { cpu: '4' }),
    uses('a', 55, { memory: '3000' }),
  );
  // cpu: (0.5 × 90 s + 1 × 30 s) ÷ (1 × 90 s + 4 × 30 s); memory: as long at 1,000 as at 3,000 bytes.
  t.deepEqual(usage, { usage: { cpu: `${Number(((100 * 75) / 210).toFixed(3))}%`, memory: '2000' } });
});

test('without recorded usage none is written', (t) => {
  t.deepEqual(usageOf(made('a', 0), made('b', 1)), {});
});
