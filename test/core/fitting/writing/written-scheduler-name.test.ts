/** Pods that another scheduler bound do not wait in the scenario for a scheduler that it does not have. */
import test from 'ava';
import type { WorkloadGroup } from '../../../../src/core/fitting/pods/workload-group.ts';
import { withPresentScheduler } from '../../../../src/core/fitting/writing/written-scheduler-name.ts';

const spec = { containers: [], schedulerName: 'volcano' };
const bound = { pods: [{ isUnbound: true }, {}] } as unknown as WorkloadGroup;
const unbound = { pods: [{ isUnbound: true }] } as unknown as WorkloadGroup;

test('the name goes where pods were bound and no profile has it', (t) => {
  t.deepEqual(withPresentScheduler(bound, { spec }, []), { spec: { containers: [] } });
  t.deepEqual(withPresentScheduler(unbound, { spec }, []), { spec });
});

test('the name stays where a profile of the recorded configuration has it', (t) => {
  const profiles = [{ schedulerName: 'volcano' }];
  t.deepEqual(withPresentScheduler(bound, { spec }, [{ at: 0, configuration: { profiles } }]), { spec });
  t.deepEqual(withPresentScheduler(bound, { spec }, [{ at: 0, configuration: profiles[0] }]), { spec });
});
