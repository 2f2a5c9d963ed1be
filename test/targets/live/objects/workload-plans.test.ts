/** The plans of pods that controllers create on a live cluster. */
import test from 'ava';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import type { PlannedPod } from '../../../../src/core/timeline/timeline-event.ts';
import { WORKLOAD_ANNOTATION } from '../../../../src/targets/live/objects/run-names.ts';
import { createWorkloadPlans } from '../../../../src/targets/live/objects/workload-plans.ts';
import { expand } from '../../../core/timeline/written-scenario.ts';

test('the first pods of a workload have its ages, and only the rest of their lifetimes', (t) => {
  const timeline = expand(
    'duration: 5m\nevents:\n  workloads:\n    - {at: 0s, kind: Deployment, name: web, template: small, replicas: 3, ages: [20s, 50s], lifetime: {type: constant, value: 60s}, phases: {started: 5s}}\n',
  );
  const plans = createWorkloadPlans(1);
  for (const { action } of timeline)
    if (action.kind === 'scale-workload') plans.add('default', action.workload);
  const adopt = (name: string): PlannedPod | undefined =>
    plans.adopt({
      metadata: {
        uid: name,
        namespace: 'default',
        name,
        annotations: { [WORKLOAD_ANNOTATION]: 'Deployment/web' },
      },
      spec: { containers: [] },
    } as unknown as PodObject);
  t.like(adopt('web-a'), { age: 20e6, lifetime: 40e6, startDelay: 0 });
  t.like(adopt('web-b'), { age: 50e6, lifetime: 10e6, startDelay: 0 });
  const fresh = adopt('web-c');
  t.like(fresh, { lifetime: 60e6, startDelay: 5e6 });
  t.is(fresh!.age, undefined);
});

test('a pod that a controller created has its owner, so that a drain leaves pods of DaemonSets', (t) => {
  const [event] = expand(
    'events:\n  workloads:\n    - {at: 0s, kind: DaemonSet, name: agent, template: small}\n',
  );
  const plans = createWorkloadPlans(1);
  if (event?.action.kind === 'scale-workload') plans.add('default', event.action.workload);
  const ownerReferences = [{ kind: 'DaemonSet', name: 'agent', uid: 'u' }];
  const annotations = { [WORKLOAD_ANNOTATION]: 'DaemonSet/agent' };
  const metadata = { uid: 'p', namespace: 'default', name: 'agent-x', annotations, ownerReferences };
  t.like(plans.adopt({ metadata, spec: { containers: [] } } as unknown as PodObject), {
    owners: [{ kind: 'DaemonSet', name: 'agent' }],
  });
});
