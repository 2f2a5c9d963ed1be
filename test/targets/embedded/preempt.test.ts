/** A preemption is recorded in the order in which it happens: the refusal, the nomination, the end of the victims, the binding. */
import test from 'ava';
import { createVerification } from '../../../src/core/decisions/verification.ts';
import { type Latency, observed, storyOf } from './small-play.ts';

const PREEMPTING = `
cluster:
  nodes: [{name: n, count: 2, template: {allocatable: {cpu: 2, memory: 4Gi}}}]
  objects: [{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}]
events:
  pods:
    - {name: a, arrivalTime: 0s, template: large}
    - {name: b, arrivalTime: 1s, phases: {terminated: 5s}, template: large}
    - {name: h1, arrivalTime: 10s, podSpec: {spec: {priorityClassName: high, containers: [{name: c, resources: {requests: {cpu: 2}}}]}}}
    - {name: h2, arrivalTime: 20s, podSpec: {spec: {priorityClassName: high, containers: [{name: c, resources: {requests: {cpu: 2}}}]}}}
`;

test('a pod is refused before its victims end', (t) => {
  const { observations } = observed(PREEMPTING);
  const kinds = observations.filter(({ at }) => at === 20_001_000).map(({ kind }) => kind);
  t.deepEqual(kinds, ['pod-unschedulable', 'pod-nominated', 'pod-disrupted', 'pod-deleted']);
  t.deepEqual(storyOf('b', observed(PREEMPTING)).slice(-3), [
    '10.001s disrupted',
    '10.001s terminating within 30s',
    '15.001s deleted (PreemptionByScheduler)',
  ]);
});

const LATENCIES: readonly Latency[] = [{}, { cycle: 0, bind: 0 }, { cycle: 0 }, { bind: 0 }];

for (const latency of LATENCIES) {
  test(`the model verifies its own preemption in the recorded order, ${JSON.stringify(latency)}`, (t) => {
    const verification = createVerification({
      kubernetesVersion: '1.37',
      configuration: undefined,
      slack: 0,
      isWhole: 'always',
    });
    for (const observation of observed(PREEMPTING, latency).observations) verification.observe(observation);
    const { bindings, refusals } = verification.finish();
    t.like(bindings, { decided: 4, best: 4, veryNode: 4 });
    t.like(refusals, { decided: 2, agreed: 2, sameMessage: 2 });
  });
}
