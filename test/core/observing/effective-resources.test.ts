/** Which requests count while a pod is resized, by the rules of kube-scheduler. */
import test from 'ava';
import { podRequest } from '../../../src/core/objects/pod-request.ts';
import { effectiveSpec } from '../../../src/core/observing/effective-resources.ts';
import type { GrantedResources, PodObject, PodStatus } from '../../../src/core/observing/pod-object.ts';

interface Shape {
  readonly asked?: string;
  readonly had?: GrantedResources;
  readonly status?: PodStatus;
  readonly podLevel?: string;
}

/** The millicores that the pod counts with. */
function cpu({ asked, had, status = {}, podLevel }: Shape): number | undefined {
  const pod: PodObject = {
    metadata: { uid: 'u', namespace: 'default', name: 'p' },
    spec: {
      containers: [{ name: 'main', resources: asked ? { requests: { cpu: asked } } : {} }],
      ...(podLevel && { resources: { requests: { cpu: podLevel } } }),
    },
    status: { ...status, ...(had && { containerStatuses: [{ name: 'main', ...had }] }) },
  };
  return podRequest(effectiveSpec(pod)).get('cpu');
}

const ONE: GrantedResources = { allocatedResources: { cpu: '1' }, resources: { requests: { cpu: '1' } } };
const pending = (reason: string): PodStatus => ({
  conditions: [{ type: 'PodResizePending', status: 'True', reason }],
});

const CASES: readonly (readonly [string, Shape, number])[] = [
  ['nothing is resized', { asked: '1', had: ONE }, 1000],
  ['a status without resources', { asked: '2', had: {} }, 2000],
  ['the node can never give it', { asked: '100', had: ONE, status: pending('Infeasible') }, 1000],
  ['the node can give it later', { asked: '3', had: ONE, status: pending('Deferred') }, 3000],
  ['the same, before Kubernetes 1.33', { asked: '100', had: ONE, status: { resize: 'Infeasible' } }, 1000],
  ['later, before Kubernetes 1.33', { asked: '3', had: ONE, status: { resize: 'Deferred' } }, 3000],
  ['under way', { asked: '2', had: ONE, status: { resize: 'InProgress' } }, 2000],
  ['made smaller, and not yet done', { asked: '500m', had: ONE }, 1000],
  [
    'only what the runtime has set is known',
    { asked: '9', had: { resources: { requests: { cpu: '2' } } }, status: pending('Infeasible') },
    2000,
  ],
  [
    'only what the kubelet has reserved is known',
    { asked: '9', had: { allocatedResources: { cpu: '2' } }, status: pending('Infeasible') },
    2000,
  ],
  [
    'requests of the whole pod that the node can never give',
    { podLevel: '100', status: { ...ONE, ...pending('Infeasible') } },
    1000,
  ],
  ['requests of the whole pod, later', { podLevel: '3', status: { ...ONE, ...pending('Deferred') } }, 3000],
];

for (const [what, shape, millicores] of CASES) {
  test(`a resize: ${what}`, (t) => {
    t.is(cpu(shape), millicores);
  });
}

test('a pod that has what it asks for keeps its spec, whatever the notation', (t) => {
  const spec = { containers: [{ name: 'main', resources: { requests: { cpu: '1000m', memory: '1Gi' } } }] };
  const granted = { cpu: '1', memory: '1024Mi' };
  const pod: PodObject = {
    metadata: { uid: 'u', namespace: 'default', name: 'p' },
    spec,
    status: {
      containerStatuses: [{ name: 'main', allocatedResources: granted, resources: { requests: granted } }],
    },
  };
  t.is(effectiveSpec(pod), spec);
});
