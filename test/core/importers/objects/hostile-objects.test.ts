/** Any content of a foreign file is read or refused with a UserError, and the recording of it can be read again. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { readAuditLog } from '../../../../src/core/importers/audit-log/audit-log.ts';
import { emitDumpHistory } from '../../../../src/core/importers/dump/dump-history.ts';
import { createObjectDump, emitDump } from '../../../../src/core/importers/dump/object-lists.ts';
import { fileHead } from '../../../../src/core/importers/file-kinds/file-head.ts';
import { kindOfFile } from '../../../../src/core/importers/file-kinds/name-file.ts';
import type { ImportHistory } from '../../../../src/core/importers/history/import-history.ts';
import { emitKarpenterRun } from '../../../../src/core/importers/karpenter/driver-run.ts';
import { readKwokRecording } from '../../../../src/core/importers/kwok/kwok-recording.ts';
import { readSchedRecorder } from '../../../../src/core/importers/sched-recorder/sched-recorder.ts';
import { readMessagePack } from '../../../../src/core/importers/simkube/message-pack.ts';
import { emitSimkubeTrace } from '../../../../src/core/importers/simkube/simkube.ts';
import { decodeObservation } from '../../../../src/core/recording/decode.ts';
import { encodeObservation } from '../../../../src/core/recording/encode.ts';
import fc from '../../../seeded-properties.ts';
import { keptHistory, node, pod } from '../history/kept-history.ts';

const PLACE = { file: 'hostile', line: 1 };
const anything = fc.anything({
  maxDepth: 3,
  withNullPrototype: false,
  values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant('2025-01-01T00:00:00Z')],
});

/** Every place in a value, as a path of keys. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function withAt(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return (value as unknown[]).map((inner, index) =>
      String(index) === key ? withAt(inner, rest, other) : inner,
    );
  return { ...(value as object), [key]: withAt((value as Record<string, unknown>)[key], rest, other) };
}

/** A pod and a node with every field that is read. */
const WHOLE_POD = pod('a', {
  metadata: {
    creationTimestamp: '2025-01-01T00:00:00Z',
    deletionTimestamp: '2025-01-01T00:10:00Z',
    deletionGracePeriodSeconds: 30,
    resourceVersion: '5',
    labels: { app: 'web' },
    finalizers: ['x'],
    ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', uid: 'r', controller: true }],
  },
  spec: {
    nodeName: 'n',
    containers: [
      {
        name: 'main',
        image: 'i',
        resources: { requests: { cpu: '1' }, limits: { cpu: '1' } },
        ports: [{ hostPort: 80 }],
      },
    ],
    initContainers: [{ name: 'init', restartPolicy: 'Always', resources: { requests: { cpu: '1' } } }],
    nodeSelector: { a: 'b' },
    overhead: { cpu: '1m' },
    tolerations: [{ key: 'k', operator: 'Exists' }],
    topologySpreadConstraints: [{ maxSkew: 1 }],
    schedulingGates: [{ name: 'g' }],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }],
        },
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: { matchFields: [{ key: 'a', operator: 'Exists' }] } },
        ],
      },
      podAffinity: {},
    },
    priority: 5,
    hostNetwork: true,
  },
  status: {
    phase: 'Failed',
    reason: 'Evicted',
    startTime: '2025-01-01T00:00:01Z',
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: '2025-01-01T00:00:01Z' },
      { type: 'Ready', status: 'True', lastTransitionTime: '2025-01-01T00:00:03Z' },
      { type: 'DisruptionTarget', status: 'True', reason: 'x', message: 'y' },
    ],
    containerStatuses: [
      {
        name: 'main',
        restartCount: 2,
        state: {
          terminated: {
            exitCode: 1,
            reason: 'Error',
            startedAt: '2025-01-01T00:00:02Z',
            finishedAt: '2025-01-01T00:00:09Z',
          },
        },
        lastState: { running: { startedAt: '2025-01-01T00:00:02Z' } },
        resources: { requests: { cpu: '1' } },
        allocatedResources: { cpu: '1' },
      },
    ],
  },
});
const WHOLE_NODE = {
  ...node('n'),
  spec: { unschedulable: true, taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] },
  status: { ...(node('n').status as object), conditions: [{ type: 'Ready', status: 'True' }] },
};

const broken = (whole: unknown) =>
  fc.tuple(fc.constantFrom(...pathsOf(whole)), anything).map(([path, other]) => withAt(whole, path, other));
const objects = fc.oneof(anything, broken(WHOLE_POD), broken(WHOLE_POD), broken(WHOLE_NODE));

/** True if it is read, false if it is refused with a UserError; any other error is thrown. The observations must form a recording. */
function readsOrRefuses(read: (history: ImportHistory) => void): boolean {
  const { history, observations } = keptHistory();
  try {
    read(history);
  } catch (error) {
    if (error instanceof UserError) return false;
    throw new Error(
      String((error as Error).stack)
        .split('\n')
        .slice(0, 4)
        .join('|'),
      { cause: error },
    );
  }
  for (const observation of observations()) decodeObservation(encodeObservation(observation), PLACE);
  return true;
}

test('whole objects are read', (t) => {
  for (const object of [WHOLE_POD, WHOLE_NODE])
    t.true(readsOrRefuses((history) => emitDump(dumpOf(object), 0, history)));
});

function dumpOf(...values: readonly unknown[]) {
  const dump = createObjectDump();
  for (const value of values) dump.add(value, PLACE);
  return dump;
}

const readers: Readonly<Record<string, (value: unknown, history: ImportHistory) => void>> = {
  dumps: (value, history) => emitDump(dumpOf({ items: [value, WHOLE_POD] }), 0, history),
  "dumps' pasts": (value, history) => emitDumpHistory(dumpOf(value), 5e6, history),
  'records of sched-recorder': (value, history) => {
    const reader = readSchedRecorder(history);
    for (const event of ['Add', 'Update', 'Delete'])
      reader.take({ time: '2025-01-01T00:00:00Z', event, resource: value }, PLACE);
  },
  'audit events': (value, history) => {
    const reader = readAuditLog(history);
    const event = (verb: string, more: object) => ({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      stage: 'ResponseComplete',
      stageTimestamp: '2025-01-01T00:00:00Z',
      verb,
      objectRef: { resource: 'pods', name: 'a' },
      ...more,
    });
    reader.take(event('create', { responseObject: WHOLE_POD }), PLACE);
    for (const verb of ['create', 'update', 'patch', 'delete', 'deletecollection']) {
      reader.take(event(verb, { requestObject: value }), PLACE);
      reader.take(event(verb, { responseObject: value }), PLACE);
      reader.take(event(verb, { objectRef: value }), PLACE);
    }
  },
  'KWOK documents': (value, history) => {
    const reader = readKwokRecording(history);
    const patch = (method: string, template: unknown) => ({
      apiVersion: 'action.kwok.x-k8s.io/v1alpha1',
      kind: 'ResourcePatch',
      resource: { resource: 'pods' },
      target: { name: 'a' },
      method,
      template,
    });
    reader.take(WHOLE_POD, PLACE);
    reader.take(value, PLACE);
    for (const method of ['create', 'patch', 'delete']) reader.take(patch(method, value), PLACE);
  },
  'SimKube traces': (value, history) => {
    const trace = (more: object) => ({
      version: 2,
      config: {},
      events: [{ ts: 1, applied_objs: [WHOLE_POD, value] }],
      ...more,
    });
    emitSimkubeTrace(trace({}), 'x', history);
    emitSimkubeTrace(trace({ pod_lifecycles: value, events: value }), 'x', history);
    emitSimkubeTrace(value, 'x', history);
  },
  'Karpenter runs': (value, history) => {
    emitKarpenterRun(
      {
        cluster_snapshots: [
          { timestamp: '2025-01-01T00:00:00Z', pods: [value, WHOLE_POD], nodes: { items: [WHOLE_NODE] } },
        ],
      },
      'x',
      history,
    );
    emitKarpenterRun(
      { resource_history: { pods: { a: [{ timestamp: '2025-01-01T00:00:00Z', object: value }] } } },
      'x',
      history,
    );
    emitKarpenterRun(value, 'x', history);
  },
};

for (const [what, read] of Object.entries(readers)) {
  test(`${what}: any content is read or refused with a UserError`, (t) => {
    let count = 0;
    fc.assert(
      fc.property(objects, (value) => {
        if (readsOrRefuses((history) => read(value, history))) count += 1;
      }),
      { numRuns: 2000 },
    );
    t.true(count > 100, `${count} were read`);
  });
}

test('MessagePack: any bytes are read or refused with a UserError, and named as a file', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      kindOfFile(fileHead(bytes, 'x'));
      try {
        readMessagePack(bytes, 'x');
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }),
    { numRuns: 5000 },
  );
  t.pass();
});
