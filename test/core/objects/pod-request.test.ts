/** A pod's request is max(containers + sidecars, largest init step), then pod-level requests, then overhead. */
import test from 'ava';
import type { Container, ResourceList } from '../../../src/core/objects/pod.ts';
import {
  ASSUMED_AMOUNTS,
  isPodLevelResource,
  podLevelRequest,
  podRequest,
} from '../../../src/core/objects/pod-request.ts';

const container = (requests: ResourceList): Container => ({ resources: { requests } });
const sidecar = (requests: ResourceList): Container => ({ ...container(requests), restartPolicy: 'Always' });
const asked = (map: Map<string, number>) => Object.fromEntries(map);

test('the largest init container counts if it exceeds the sum of the containers', (t) => {
  const spec = {
    initContainers: [container({ cpu: 2, memory: '1G' }), container({ cpu: 2, memory: '3G' })],
    containers: [container({ cpu: 2, memory: '1G' }), container({ cpu: 1, memory: '1G' })],
  };
  t.deepEqual(asked(podRequest(spec)), { cpu: 3000, memory: 3e9 });
});

test('a sidecar counts with the containers and in every later init step', (t) => {
  const spec = {
    initContainers: [sidecar({ cpu: 1 }), container({ cpu: 5 })],
    containers: [container({ cpu: 2 })],
  };
  t.deepEqual(asked(podRequest(spec)), { cpu: 6000 });
  t.deepEqual(asked(podRequest({ ...spec, initContainers: spec.initContainers.toReversed() })), {
    cpu: 5000,
  });
});

test('a pod-level request replaces cpu, memory and hugepages only', (t) => {
  const spec = {
    containers: [container({ cpu: 2, memory: '1Gi', 'example.com/gpu': 1 })],
    resources: { requests: { cpu: '500m', 'example.com/gpu': 7, 'hugepages-2Mi': '4Mi' } },
  };
  t.deepEqual(asked(podRequest(spec)), {
    cpu: 500,
    memory: 2 ** 30,
    'example.com/gpu': 1,
    'hugepages-2Mi': 4 * 2 ** 20,
  });
  t.is(podRequest(spec, { podLevel: false }).get('cpu'), 2000);
});

test('overhead is added to the request', (t) => {
  const spec = { containers: [container({ cpu: 1 })], overhead: { cpu: '250m', memory: '64Mi' } };
  t.deepEqual(asked(podRequest(spec)), { cpu: 1250, memory: 64 * 2 ** 20 });
});

test('assumed amounts fill missing requests, but an explicit 0 stays 0', (t) => {
  const spec = { containers: [container({ cpu: 0 }), container({ memory: '1Mi' })] };
  t.deepEqual(asked(podRequest(spec, { assumed: ASSUMED_AMOUNTS })), { cpu: 100, memory: 201 * 2 ** 20 });
});

test('each resource takes its own maximum of init steps and containers', (t) => {
  const spec = {
    initContainers: [container({ cpu: 5, memory: 1 }), container({ gpu: 2 })],
    containers: [container({ cpu: 1, memory: 9 })],
  };
  t.deepEqual(asked(podRequest(spec)), { cpu: 5000, memory: 9, gpu: 2 });
});

test('the sidecars together are an init step of their own', (t) => {
  const spec = { initContainers: [sidecar({ cpu: 3 }), sidecar({ cpu: 2 })], containers: [] };
  t.deepEqual(asked(podRequest(spec)), { cpu: 5000 });
});

test('overhead and pod-level requests can be left out', (t) => {
  const spec = {
    containers: [container({ cpu: 1 })],
    overhead: { cpu: '250m' },
    resources: { requests: { cpu: 3 } },
  };
  t.is(podRequest(spec).get('cpu'), 3250);
  t.is(podRequest(spec, { overhead: false }).get('cpu'), 3000);
  t.is(podRequest(spec, { podLevel: false }).get('cpu'), 1250);
});

test('assumed amounts count for init containers too', (t) => {
  const spec = { initContainers: [container({ memory: '1Gi' })], containers: [] };
  t.is(podRequest(spec, { assumed: ASSUMED_AMOUNTS }).get('cpu'), 100);
  t.deepEqual(
    [...ASSUMED_AMOUNTS],
    [
      ['cpu', 100],
      ['memory', 200 * 2 ** 20],
    ],
  );
});

test('only cpu, memory and hugepages can be requested for a whole pod', (t) => {
  const names = ['cpu', 'memory', 'hugepages-1Gi', 'ephemeral-storage', 'example.com/hugepages-', 'cpus'];
  t.deepEqual(names.filter(isPodLevelResource), ['cpu', 'memory', 'hugepages-1Gi']);
  const spec = { containers: [], resources: { requests: { cpu: 1, 'example.com/gpu': 1 } } };
  t.deepEqual(asked(podLevelRequest(spec)), { cpu: 1000 });
  t.deepEqual(asked(podLevelRequest({ containers: [] })), {});
});
