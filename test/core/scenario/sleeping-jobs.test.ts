/** Jobs whose containers sleep have the lifetime that their command says. */
import test from 'ava';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';

function workloads(...entries: readonly string[]) {
  const list = entries.map((entry) => `    - ${entry}\n`).join('');
  const { scenario } = loadScenario(`events:\n  workloads:\n${list}`, 'day.yaml');
  return scenario!.workloads;
}

test('a Job whose containers only sleep runs for that long, and ends as they do', (t) => {
  const spec = (words: string) =>
    `podSpec: {spec: {restartPolicy: Never, containers: [{name: c, ${words}}]}}`;
  const [slept, failed, own, busy, web] = workloads(
    `{at: 0s, kind: Job, name: a, ${spec('args: [sleep, 10s]')}}`,
    `{at: 0s, kind: Job, name: b, ${spec('command: [sh, -c, sleep 5; exit 1]')}}`,
    `{at: 0s, kind: Job, name: c, lifetime: 1h, ${spec('args: [sleep, 10s]')}}`,
    `{at: 0s, kind: Job, name: d, ${spec('args: [work]')}}`,
    '{at: 0s, kind: Deployment, name: e, podSpec: {spec: {containers: [{name: c, args: [sleep, 10s]}]}}}',
  );
  t.like(slept, { lifetime: { family: 'constant', value: 10 }, end: 'succeeded' });
  t.like(failed, { lifetime: { family: 'constant', value: 5 }, end: 'failed' });
  t.like(own, { lifetime: { family: 'constant', value: 3600 }, end: 'succeeded' });
  t.is(busy?.lifetime, null);
  t.is(web?.lifetime, null, 'its containers start again');
});
