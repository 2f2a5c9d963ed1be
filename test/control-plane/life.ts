/** Plays half a minute on a control plane in which each pod and node shows one thing that can happen to it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ControlPlaneOptions, startControlPlane } from './cluster/control-plane.ts';
import { plainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { type EndedReplay, type Recorded, type RecordedPod, replay } from './replay-command.ts';

/** One play of it, as recorded. */
export interface Life extends Recorded {
  readonly ended: EndedReplay;
  /** @throws Error if no pod had that name. */
  pod(name: string): RecordedPod;
}

/** Plays it on its own control plane and checks that nothing stays behind. */
export async function live(
  t: ExecutionContext,
  options: ControlPlaneOptions,
  ...flags: readonly string[]
): Promise<Life> {
  const cluster = await startControlPlane(options);
  t.teardown(() => cluster.stop());
  const recorded = join(temporaryFolder(t), 'withdrawn.keg.jsonl');
  writeFileSync(recorded, WITHDRAWN.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const ended = await replay(
    t,
    cluster,
    stringify({ ...LIFE, metadata: { name: 'life', recorded } }),
    ...flags,
  );
  t.is(ended.code, 0, ended.stderr);
  t.is(ended.figures().ignored.total, 0);
  const api = plainApi(cluster);
  t.teardown(() => api.close());
  t.deepEqual(await kegObjects(api), []);
  t.deepEqual((await api.get('/api/v1/nodes')).body.items, []);
  const recording = await ended.recording();
  return {
    ...recording,
    ended,
    pod(name) {
      const found = recording.pods.get(`default/${name}`);
      if (found === undefined) throw new Error(`no pod was called ${name}`);
      return found;
    },
  };
}

const requests = (cpu: number | string) => ({
  containers: [{ name: 'main', resources: { requests: { cpu } } }],
});

/** Each pod selects one node, by its role. */
const podOn = (role: string, name: string, arrivalTime: string, rest: object = {}, spec: object = {}) => ({
  name,
  arrivalTime,
  podSpec: { metadata: { name }, spec: { nodeSelector: { role }, ...requests('100m'), ...spec } },
  ...rest,
});

const node = (role: string, cpu = 8) => ({
  name: role,
  template: { labels: { role }, allocatable: { cpu, memory: '32Gi', pods: 110 } },
});

const LIFE = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Scenario',
  duration: '32s',
  cluster: {
    nodes: [
      node('home'),
      node('busy'),
      node('cordoned'),
      node('growing', 1),
      node('leaving'),
      node('full', 2),
    ],
  },
  events: {
    pods: [
      podOn('home', 'delayed', '2s', { phases: { started: '8s', ready: '8s' } }),
      podOn('busy', 'starting', '2s', { phases: { started: '6s', perStart: '8s' } }),
      podOn('busy', 'beside-it', '4s', { phases: { started: '6s', perStart: '8s' } }),
      podOn('home', 'deleted', '2s', { lifetime: '8s', end: 'deleted' }),
      podOn('home', 'succeeded', '2s', { lifetime: '8s', end: 'succeeded' }),
      podOn('home', 'failed', '2s', { lifetime: '8s', end: 'failed' }),
      podOn('home', 'too-brief', '2s', { lifetime: '8s', phases: { ready: '20s' }, end: 'succeeded' }),
      podOn('home', 'unwanted', '2s'),
      { eventType: 'delete', name: 'unwanted', arrivalTime: '12s' },
      podOn('home', 'twin', '2s'),
      podOn('home', 'twin', '8s'),
      podOn('cordoned', 'held', '4s'),
      podOn('growing', 'large', '4s', {}, requests(4)),
      podOn('late', 'early', '2s'),
      podOn('leaving', 'doomed', '2s'),
      podOn('full', 'low', '2s', {}, { ...requests(2), priority: 10 }),
      podOn('full', 'high', '10s', {}, { ...requests(2), priority: 1000 }),
    ],
    nodes: [
      { at: '2s', action: 'cordon', name: 'cordoned' },
      { at: '10s', action: 'add', ...node('late') },
      { at: '14s', action: 'uncordon', name: 'cordoned' },
      { at: '14s', action: 'update', ...node('growing', 8) },
      { at: '16s', action: 'remove', name: 'leaving' },
    ],
  },
};

/** Two pods that were deleted before they were bound. One of them is bound here, and must be deleted all the same. */
const WITHDRAWN = [
  {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    source: { kind: 'cluster' },
    start: '1970-01-01T00:00:00.000000000Z',
    tool: { name: 'kubectl-keg', version: '0.1.0' },
    clock: { kind: 'virtual', resolution: '1us' },
    redaction: 'none',
  },
  { at: 2e6, kind: 'template', hash: 'huge', template: { spec: requests(1000) } },
  {
    at: 2e6,
    kind: 'template',
    hash: 'small',
    template: { spec: { nodeSelector: { role: 'home' }, ...requests('100m') } },
  },
  { at: 2e6, kind: 'pod-created', uid: 'p1', namespace: 'default', name: 'hopeless', template: 'huge' },
  { at: 2e6, kind: 'pod-created', uid: 'p2', namespace: 'default', name: 'hopeful', template: 'small' },
  { at: 12e6, kind: 'pod-deleted', uid: 'p1' },
  { at: 12e6, kind: 'pod-deleted', uid: 'p2' },
  { at: 12e6, kind: 'close' },
];
