/** What a pod requests, release by release, as the filters and the scores read it. */
import test from 'ava';
import type { Container, PodSpec } from '../../../../src/core/objects/pod.ts';
import { type PodInfo, podInfoReader } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { amountIn, createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { behaviourOf, type KubernetesVersion } from '../../../../src/core/scheduler/kubernetes-version.ts';

const MEBI = 2 ** 20;
const container = (cpu?: string, restartPolicy?: string): Container => ({
  resources: cpu === undefined ? {} : { requests: { cpu } },
  ...(restartPolicy !== undefined && { restartPolicy }),
});
const read = (version: KubernetesVersion, spec: PodSpec): PodInfo =>
  podInfoReader(createResourceColumns(), behaviourOf(version))({ spec });

test('only requests above 0 are checked, in order of columns, and pods not at all', (t) => {
  const requests = { 'example.com/gpu': 1, memory: '1Gi', cpu: 0, pods: 7 };
  const info = read('1.36', { containers: [{ resources: { requests } }] });
  t.deepEqual(info.requestColumns, [1, 4]);
  t.deepEqual(info.requestAmounts, [1024 * MEBI, 1]);
});

test('a template object is read once', (t) => {
  const reader = podInfoReader(createResourceColumns(), behaviourOf('1.36'));
  const template = { spec: { containers: [] } };
  t.is(reader(template), reader(template));
  t.not(reader(template), reader({ ...template }));
});

test('missing requests are assumed for scores: 100m cpu and 200 MiB a container', (t) => {
  const info = read('1.36', { containers: [container('50m'), container()] });
  t.is(amountIn(info.request, 0), 50);
  t.is(amountIn(info.assumedRequest, 0), 150);
  t.is(amountIn(info.assumedRequest, 1), 400 * MEBI);
  t.is(info.assumedCpuOnNode, 150);
  t.is(info.assumedMemoryOnNode, 400 * MEBI);
});

test('from 1.32 a sidecar counts beside the containers in the assumed amounts', (t) => {
  const spec = { containers: [container('1')], initContainers: [container('2', 'Always')] };
  t.is(read('1.32', spec).assumedCpuOnNode, 3000);
  t.is(read('1.31', spec).assumedCpuOnNode, 2000);
});

test('up to 1.31 an init step after a sidecar adds the requests of both', (t) => {
  const initContainers = [container('2', 'Always'), container('3')];
  t.is(read('1.31', { containers: [container('1')], initContainers }).assumedCpuOnNode, 5000);
});

test('to 1.31 an init container without request counts 100m, after a sidecar the sidecar only', (t) => {
  const containers = [{ resources: { requests: { cpu: '10m' } } }];
  t.is(read('1.31', { containers, initContainers: [container()] }).assumedCpuOnNode, 100);
  const initContainers = [container('70m', 'Always'), container()];
  t.is(read('1.31', { containers, initContainers }).assumedCpuOnNode, 70);
});

test('up to 1.31 overhead is added to the assumed amounts', (t) => {
  const spec = { containers: [container('1')], overhead: { cpu: '250m' } };
  t.is(read('1.31', spec).assumedCpuOnNode, 1250);
  t.is(read('1.31', spec).assumedMemoryOnNode, 200 * MEBI);
});

test('pod-level requests count from 1.34, but not in the assumed request of scores', (t) => {
  const spec = { containers: [container('1')], resources: { requests: { cpu: '3' } } };
  t.is(amountIn(read('1.33', spec).request, 0), 1000);
  const info = read('1.34', spec);
  t.is(amountIn(info.request, 0), 3000);
  t.is(amountIn(info.assumedRequest, 0), 1000);
  t.is(info.assumedCpuOnNode, 3000);
});

test('with a pod-level request only resources that nothing requests are assumed on the node', (t) => {
  const spec = { containers: [container('1'), container()], resources: { requests: { cpu: '3' } } };
  t.is(read('1.34', spec).assumedMemoryOnNode, 400 * MEBI);
  const both = { ...spec, resources: { requests: { cpu: '3', memory: '1Mi' } } };
  t.is(read('1.34', both).assumedMemoryOnNode, MEBI);
});

test('priority and labels have defaults', (t) => {
  const info = read('1.36', { containers: [], priority: 7 });
  t.is(info.priority, 7);
  t.is(read('1.36', { containers: [] }).priority, 0);
  t.deepEqual(info.labels, {});
});
