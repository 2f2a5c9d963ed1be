/** Env, args, commands and annotations get into no recording, in every format. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { stringify } from 'yaml';
import { node, pod } from '../../core/importers/history/kept-history.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported } from './imported.ts';

const CANARY = 'canary-7f3a';
const secret = (what: string) => `${CANARY}-${what}`;
const CONTAINER = {
  name: 'main',
  image: `registry.example/app@sha256:${'0'.repeat(60)}7f3a`,
  command: [secret('command')],
  args: [secret('args')],
  env: [{ name: secret('env-name'), value: secret('env') }],
  envFrom: [{ secretRef: { name: secret('env-from') } }],
  volumeMounts: [{ name: secret('mount'), mountPath: `/${secret('path')}` }],
  lifecycle: { preStop: { exec: { command: [secret('hook')] } } },
  resources: { requests: { cpu: '1' } },
};
const SPEC = {
  nodeName: 'n',
  containers: [CONTAINER],
  initContainers: [{ ...CONTAINER, name: 'init' }],
  volumes: [{ name: secret('volume'), secret: { secretName: secret('secret') } }],
  serviceAccountName: secret('account'),
  imagePullSecrets: [{ name: secret('pull') }],
};
const METADATA = {
  annotations: { [secret('annotation-key')]: secret('annotation') },
  managedFields: [{ manager: secret('manager') }],
};
const POD = pod('a', {
  metadata: METADATA,
  spec: SPEC,
  status: {
    phase: 'Running',
    message: secret('message'),
    containerStatuses: [{ name: 'main', imageID: secret('image-id'), containerID: secret('container') }],
  },
});
const NODE = {
  ...node('n'),
  metadata: { ...(node('n').metadata as object), annotations: METADATA.annotations },
};
const TIME = '2025-01-01T00:00:00Z';
const audit = (object: unknown, resource: string) => ({
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  stage: 'ResponseComplete',
  stageTimestamp: TIME,
  verb: 'create',
  user: { username: secret('user') },
  sourceIPs: [secret('ip')],
  objectRef: { resource, name: resource === 'pods' ? 'a' : 'n', namespace: 'default' },
  requestObject: object,
  responseObject: object,
});
const lines = (...values: readonly unknown[]) =>
  `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;
const documents = (...values: readonly unknown[]) => values.map((value) => stringify(value)).join('---\n');
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', ...METADATA },
  spec: { replicas: 1, template: { metadata: METADATA, spec: SPEC } },
};

const FILES: Readonly<Record<string, string>> = {
  dump: JSON.stringify({
    kind: 'List',
    items: [NODE, { ...POD, metadata: { ...(POD.metadata as object), creationTimestamp: TIME } }],
  }),
  'audit-log': lines(audit(NODE, 'nodes'), audit(POD, 'pods')),
  'sched-recorder': lines(
    { time: TIME, event: 'Add', resource: NODE },
    { time: TIME, event: 'Add', resource: POD },
  ),
  kwok: documents(NODE, POD, {
    apiVersion: 'action.kwok.x-k8s.io/v1alpha1',
    kind: 'ResourcePatch',
    resource: { version: 'v1', resource: 'pods' },
    target: { name: 'a', namespace: 'default' },
    durationNanosecond: 5,
    method: 'patch',
    template: { metadata: METADATA, spec: SPEC },
  }),
  simkube: JSON.stringify({
    version: 2,
    config: { trackedObjects: {} },
    events: [{ ts: 1, applied_objs: [deployment] }],
  }),
  karpenter: JSON.stringify({
    run_id: secret('run'),
    cluster_snapshots: [{ timestamp: TIME, nodes: [NODE], pods: [POD] }],
  }),
};

for (const [kind, text] of Object.entries(FILES)) {
  test(`${kind}: no env, argument, command, annotation, volume or digest, with any --keep`, async (t) => {
    t.true(text.includes(CANARY));
    const file = join(temporaryFolder(t), 'source');
    writeFileSync(file, text);
    const { output, result } = await imported(t, [file], {
      redaction: { names: 'kept', keep: ['labels', 'image', 'messages'] },
    });
    t.is(result.from, kind as typeof result.from);
    t.is(result.pods, 1);
    const written = readFileSync(output, 'utf8');
    t.false(written.includes(CANARY), written);
    t.false(written.includes('sha256'), written);
  });
}

testWithShared(
  "SimKube's trace of a real application: no env, argument or command is recorded",
  async (t) => {
    const trace = sharedPath('data/simkube/large_trace.json');
    const { output, result } = await imported(t, [trace]);
    t.true(result.pods > 20);
    const written = readFileSync(output, 'utf8');
    for (const field of [
      'env',
      'args',
      'command',
      'annotations',
      'secret',
      'configMap',
      'volumeMounts',
      'serviceAccountName',
    ])
      t.false(written.includes(`"${field}":`), field);
  },
);
