/** The API server's defaults for submitted pods and nodes. */
import test from 'ava';
import { admitPod, allocatableOf } from '../../../src/core/objects/admission.ts';
import type { PodSpec } from '../../../src/core/objects/pod.ts';

const MEBI = 2 ** 20;

test('a limit without a request becomes the request, in init containers too', (t) => {
  const limited = { resources: { requests: { cpu: '1' }, limits: { cpu: '2', memory: '1Gi' } } };
  const admitted = admitPod({ containers: [limited], initContainers: [limited] });
  for (const list of [admitted.containers, admitted.initContainers])
    t.deepEqual(list?.[0]?.resources?.requests, { cpu: '1', memory: '1Gi' });
});

test('on the host network a missing host port becomes the container port', (t) => {
  const spec = {
    hostNetwork: true,
    containers: [{ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081 }] }],
  };
  t.deepEqual(
    admitPod(spec).containers[0]?.ports?.map(({ hostPort }) => hostPort),
    [80, 8081],
  );
  t.is(admitPod({ ...spec, hostNetwork: false }).containers[0]?.ports?.[0]?.hostPort, undefined);
});

test('a missing pod-level request becomes the sum of the containers, else the limit', (t) => {
  const spec: PodSpec = {
    containers: [{ resources: { requests: { cpu: '150m' } } }, { resources: { requests: { cpu: '50m' } } }],
    resources: { limits: { cpu: '1', memory: '512Mi' } },
  };
  t.deepEqual(admitPod(spec).resources?.requests, { cpu: '200m', memory: '512Mi' });
  t.is(admitPod(spec, { podLevel: false }), spec);
});

test('the hugepages limits of containers become the pod-level request', (t) => {
  const container = {
    resources: { limits: { 'hugepages-2Mi': '4Mi' }, requests: { 'hugepages-2Mi': '4Mi' } },
  };
  const spec: PodSpec = { containers: [container, container], resources: { requests: { cpu: 1 } } };
  t.deepEqual(admitPod(spec).resources?.requests, { cpu: 1, 'hugepages-2Mi': 8 * MEBI });
});

test('a node without allocatable offers its capacity', (t) => {
  const metadata = { name: 'n1' };
  t.deepEqual(allocatableOf({ metadata, status: { capacity: { cpu: 4 } } }), { cpu: 4 });
  t.deepEqual(allocatableOf({ metadata, status: { capacity: { cpu: 4 }, allocatable: { cpu: 3 } } }), {
    cpu: 3,
  });
});

test('a spec that needs no change is returned unchanged', (t) => {
  const spec: PodSpec = {
    hostNetwork: true,
    containers: [{ resources: { limits: { cpu: 1 } }, ports: [{ containerPort: 80 }] }],
    resources: { limits: { memory: '1Gi' } },
  };
  const once = admitPod(spec);
  t.not(once, spec);
  t.is(admitPod(once), once);
});

test('a request that is given stays, also 0', (t) => {
  const container = { resources: { requests: { cpu: 0 }, limits: { cpu: 2, memory: 5 } } };
  t.deepEqual(admitPod({ containers: [container] }).containers[0]?.resources?.requests, {
    cpu: 0,
    memory: 5,
  });
});

test('on the host network only ports without host port change', (t) => {
  const containers = [{ ports: [{ containerPort: 81, hostPort: 8081 }] }];
  const spec = { hostNetwork: true, containers };
  t.is(admitPod(spec), spec);
  const mixed = { ports: [{}, { containerPort: 80, hostPort: 0 }] };
  t.deepEqual(admitPod({ hostNetwork: true, containers: [mixed] }).containers[0]?.ports, [
    {},
    { containerPort: 80, hostPort: 80 },
  ]);
});

test('on the host network init containers get host ports too', (t) => {
  const spec = { hostNetwork: true, containers: [], initContainers: [{ ports: [{ containerPort: 80 }] }] };
  t.is(admitPod(spec).initContainers?.[0]?.ports?.[0]?.hostPort, 80);
});

test('pod-level requests alone are completed only with hugepages limits', (t) => {
  const spec: PodSpec = {
    containers: [{ resources: { requests: { memory: 5 } } }],
    resources: { requests: { cpu: 1 } },
  };
  t.is(admitPod(spec), spec);
});

test('a pod-level limit does not replace a pod-level request, and other resources are ignored', (t) => {
  const spec: PodSpec = {
    containers: [{}],
    resources: { requests: { cpu: 1 }, limits: { cpu: 2, memory: 7, 'example.com/gpu': 1 } },
  };
  t.deepEqual(admitPod(spec).resources?.requests, { cpu: 1, memory: 7 });
});

test('pod-level hugepages take the limit of the pod, not the sum of the containers', (t) => {
  const container = { resources: { limits: { 'hugepages-2Mi': '4Mi' } } };
  const spec: PodSpec = {
    containers: [container, container],
    resources: { limits: { 'hugepages-2Mi': '16Mi' } },
  };
  t.deepEqual(admitPod(spec).resources?.requests, { 'hugepages-2Mi': '16Mi' });
});

test('overhead is not part of the pod-level request that the API server fills in', (t) => {
  const spec: PodSpec = {
    containers: [{ resources: { requests: { cpu: '100m' } } }],
    overhead: { cpu: 1 },
    resources: { limits: { cpu: 2 } },
  };
  t.deepEqual(admitPod(spec).resources?.requests, { cpu: '100m' });
});

test('a node without capacity and allocatable offers nothing', (t) => {
  t.deepEqual(allocatableOf({ metadata: { name: 'n1' }, status: { allocatable: null } }), {});
});
