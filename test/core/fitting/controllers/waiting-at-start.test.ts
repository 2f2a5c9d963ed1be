/** Replicas that waited for a node when the recording began have no age, those that ran have the time since they started. */
import test from 'ava';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { foundIn, PLAIN } from './made-recording.ts';

function replica(number: number, steps: readonly Partial<Observation>[]): Observation[] {
  const uid = `u${number}`;
  const created: Observation = {
    at: 0,
    kind: 'pod-created',
    uid,
    namespace: 'default',
    name: `web-${number}`,
    group: 'web',
    template: 'plain',
    age: 3600e6,
    owners: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r' }],
  };
  return [created, ...steps.map((step) => ({ ...step, uid }) as Observation)];
}

const bound = (at: number): Partial<Observation> => ({ at, kind: 'pod-bound', node: 'n' });
const started = (at: number, stamp?: number): Partial<Observation> => ({
  ...{ at, kind: 'pod-started' },
  ...(stamp !== undefined && { stamp }),
});

test('a replica that waited for a node at the start has no age', (t) => {
  const { controlled } = foundIn(
    [
      { at: 0, kind: 'template', hash: 'plain', template: PLAIN },
      ...replica(0, [bound(0), started(0)]),
      ...replica(1, [bound(600e6), started(605e6)]),
      ...replica(2, []),
    ],
    7200,
  );
  const [workload] = controlled[0]!.workloads;
  t.is(workload!.steps[0]!.pods, 3);
  t.deepEqual(workload!.ages, [3600]);
});

test('a replica of a replay that is bound a moment after 0s has its age, from its start', (t) => {
  const { controlled } = foundIn(
    [
      { at: 0, kind: 'template', hash: 'plain', template: PLAIN },
      ...replica(0, [bound(11_000), started(11_000, -1800e6)]),
      ...replica(1, [bound(12_000), started(12_000, -900e6)]),
    ],
    7200,
  );
  t.deepEqual(controlled[0]!.workloads[0]!.ages, [1800, 900]);
});
