/** What a pod uses is read from its annotations. */
import test from 'ava';
import type { PodTemplate } from '../../../src/core/objects/pod.ts';
import { UsageError, usageOf } from '../../../src/core/objects/pod-usage.ts';

function used(usage: unknown, more: Readonly<Record<string, string>> = {}): PodTemplate {
  const annotations = { ...(usage === undefined ? {} : { 'keg.dev/usage': JSON.stringify(usage) }), ...more };
  const requests = { cpu: '500m', memory: '1Gi' };
  return { metadata: { annotations }, spec: { containers: [{ resources: { requests } }] } };
}

test('amounts and shares of the request hold from the start on', (t) => {
  t.deepEqual(usageOf(used({ cpu: '30%', memory: '256Mi' })), [
    { after: 0, used: { cpu: '150m', memory: String(256 * 1024 ** 2) } },
  ]);
});

test('a series has its steps in order of time, each with the resources that change', (t) => {
  const cpu = [
    { at: '5m', value: '100%' },
    { at: '0s', value: '1234567n' },
  ];
  t.deepEqual(usageOf(used({ cpu, memory: [{ at: '5m', value: 7 }] })), [
    { after: 0, used: { cpu: '1234567n' } },
    { after: 300e6, used: { cpu: '500m', memory: '7' } },
  ]);
});

test('a share of a request that is not there is 0', (t) => {
  t.deepEqual(usageOf(used({ 'nvidia.com/gpu': '50%' })), [{ after: 0, used: { 'nvidia.com/gpu': '0' } }]);
});

test('the annotations of a virtual machine give its size and the used share', (t) => {
  const machine = {
    'simulation.node-classifier.io/vm-cpu-cores': '4',
    'simulation.node-classifier.io/vm-cpu-utilization': '0.12',
    'simulation.node-classifier.io/vm-memory-bytes': '8589934592',
    'simulation.node-classifier.io/vm-memory-utilization': '0.75',
  };
  t.deepEqual(usageOf(used(undefined, machine)), [{ after: 0, used: { cpu: '480m', memory: '6442450944' } }]);
});

test('a pod without an annotation has no usage', (t) => {
  t.deepEqual(usageOf({ spec: { containers: [{}] } }), []);
});

for (const [what, usage] of [
  ['no JSON map', 'half'],
  ['a negative amount', { cpu: '-1' }],
  ['a word', { cpu: 'much' }],
  ['a step without a time', { cpu: [{ value: '1' }] }],
] as const) {
  test(`${what} is an error that shows a right usage`, (t) => {
    const error = t.throws(() => usageOf(used(usage)), { instanceOf: UsageError });
    t.regex(error!.message, /250m|JSON map/);
  });
}
