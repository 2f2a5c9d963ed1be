/** What a pod requests once the API server has stored it is computed once for those that ask one after another. */
import test from 'ava';
import { admittedRequest } from '../../../src/core/objects/admitted-request.ts';
import type { PodSpec } from '../../../src/core/objects/pod.ts';

const spec: PodSpec = {
  containers: [{ resources: { limits: { cpu: '2' } } }],
  resources: { requests: { cpu: '3' } },
};

test('a limit without a request counts as the request', (t) => {
  const admitted = admittedRequest(spec, false);
  t.deepEqual([...admitted.request], [['cpu', 2000]]);
  t.deepEqual(admitted.spec.containers[0]!.resources!.requests, { cpu: '2' });
});

test('who asks next for the same pod gets the same amounts', (t) => {
  t.is(admittedRequest(spec, true).request, admittedRequest(spec, true).request);
});

test('another release, and another pod, have amounts of their own', (t) => {
  t.is(admittedRequest(spec, true).request.get('cpu'), 3000);
  t.is(admittedRequest(spec, false).request.get('cpu'), 2000);
  t.is(admittedRequest({ containers: [] }, false).request.size, 0);
});
