/** Tests that each explanation of the scheduler is observed once. */
import test from 'ava';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { createExplanations } from '../../../../src/targets/live/observe/explanations.ts';

const key = (name: string): string => `kube-scheduler-simulator.sigs.k8s.io/${name}`;

function pod(uid: string, nodeName: string | undefined, attempts: readonly string[]) {
  const results = attempts.map((node) => ({
    [key('filter-result')]: '{"a":{"NodeName":"passed"}}',
    [key('selected-node')]: node,
  }));
  const annotations = attempts.length === 0 ? {} : { [key('result-history')]: JSON.stringify(results) };
  return {
    metadata: { uid, name: uid, namespace: 'x', resourceVersion: '1', creationTimestamp: '', annotations },
    spec: { containers: [], ...(nodeName === undefined ? {} : { nodeName }) },
  };
}

test('an attempt is observed once, and a bound pod without its explanation is counted', (t) => {
  const seen: Observation[] = [];
  const explanations = createExplanations({ observe: (each) => seen.push(each) });
  explanations.seen(pod('p', undefined, ['']), 1);
  explanations.seen(pod('p', 'a', ['']), 2);
  explanations.seen(pod('p', 'a', ['', 'a']), 3);
  explanations.seen(pod('p', 'a', ['', 'a']), 4);
  explanations.seen(pod('q', 'a', []), 5);
  t.deepEqual(
    seen.map((each) => [each.at, each.kind === 'pod-explained' && each.node]),
    [
      [1, null],
      [3, 'a'],
    ],
  );
  t.deepEqual(explanations.explained, { bound: 2, explained: 1 });
});
