/** Small inputs for the formats that no fixture has: an audit log, recordings of kube-scheduler-simulator and of KWOK, a bad scenario. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

export function writeMadeInputs(folder: string): void {
  const inputs = join(folder, 'inputs');
  mkdirSync(inputs, { recursive: true });
  writeFileSync(join(inputs, 'audit.log'), lines(auditRecords()));
  writeFileSync(join(inputs, 'sched.jsonl'), lines(schedRecords()));
  writeFileSync(
    join(inputs, 'kwok.yaml'),
    kwokDocuments()
      .map((each) => stringify(each))
      .join('---\n'),
  );
  writeFileSync(join(inputs, 'bad.yaml'), BAD_SCENARIO);
}

const BAD_SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: bad, colour: red}
cluster:
  nodes:
    - {name: a, count: 2, template: {capacity: {cpu: "4", memory: 8Gigs}}}
events:
  pods:
    - {name: p, arrivalTime: 3x, podSpec: {containers: [{name: c, resources: {requests: {cpu: 100m}}}]}}
    - {name: q, arrivalTime: 3s, template: missing}
`;

const SPEC = { containers: [{ name: 'c', resources: { requests: { cpu: '500m', memory: '1Gi' } } }] };

function pod(name: string, more: { readonly spec?: object; readonly status?: object } = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: stamp(1) },
    spec: { ...SPEC, ...more.spec },
    status: { phase: 'Pending', ...more.status },
  };
}

function node(name: string): object {
  const offered = { cpu: '4', memory: '16Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}`, creationTimestamp: stamp(0) },
    spec: {},
    status: { capacity: offered, allocatable: offered },
  };
}

function stamp(second: number): string {
  return `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`;
}

function auditRecords(): readonly object[] {
  const record = (second: number, verb: string, name: string, response: object, subresource?: string) => ({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: `${second}-${name}`,
    stage: 'ResponseComplete',
    verb,
    requestURI: `/api/v1/namespaces/default/pods/${name}`,
    objectRef: {
      resource: 'pods',
      namespace: 'default',
      name,
      apiVersion: 'v1',
      ...(subresource ? { subresource } : {}),
    },
    responseStatus: { code: verb === 'create' ? 201 : 200 },
    ...(subresource === 'binding'
      ? { requestObject: { target: { kind: 'Node', name: 'n' } } }
      : { responseObject: response }),
    requestReceivedTimestamp: stamp(second).replace('Z', '.250000Z'),
    stageTimestamp: stamp(second).replace('Z', '.260000Z'),
  });
  return ['a', 'b']
    .flatMap((name, index) => [
      record(1 + index, 'create', name, pod(name)),
      record(3 + index, 'create', name, {}, 'binding'),
      record(
        5 + index,
        'patch',
        name,
        pod(name, { spec: { nodeName: 'n' }, status: { phase: 'Running' } }),
        'status',
      ),
      record(9 + index, 'delete', name, pod(name, { spec: { nodeName: 'n' } })),
    ])
    .sort((one, other) => (one.stageTimestamp < other.stageTimestamp ? -1 : 1));
}

function schedRecords(): readonly object[] {
  const record = (second: number, event: string, resource: object) => ({
    time: stamp(second).replace('Z', '.250000000Z'),
    event,
    resource,
  });
  return [
    record(1, 'Add', node('n')),
    record(2, 'Add', pod('a')),
    record(3, 'Update', pod('a', { spec: { nodeName: 'n' } })),
    record(4, 'Update', pod('a', { spec: { nodeName: 'n' }, status: { phase: 'Running' } })),
    record(9, 'Delete', { kind: 'Pod', metadata: { name: 'a', namespace: 'default' } }),
  ];
}

function kwokDocuments(): readonly object[] {
  const patch = (seconds: number, method: string, template?: object) => ({
    apiVersion: 'action.kwok.x-k8s.io/v1alpha1',
    kind: 'ResourcePatch',
    resource: { version: 'v1', resource: 'pods' },
    target: { name: 'a', namespace: 'default' },
    durationNanosecond: seconds * 1e9,
    method,
    ...(template === undefined ? {} : { template }),
  });
  return [
    node('n'),
    patch(1, 'create', pod('a')),
    patch(2, 'patch', { spec: { nodeName: 'n' } }),
    patch(4, 'patch', { status: { phase: 'Running' } }),
    patch(9, 'delete'),
  ];
}

function lines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
