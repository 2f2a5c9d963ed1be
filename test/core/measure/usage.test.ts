/** What pods use is measured apart from what they request. */
import test from 'ava';
import type { Figures, ResourceFigures } from '../../../src/core/measure/figures.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { ResourceList } from '../../../src/core/objects/pod.ts';
import { podRequest } from '../../../src/core/objects/pod-request.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';
import { arbitraryRecording } from './arbitrary-recording.ts';
import { check, RUNS } from './compared-figures.ts';
import { HEADER } from './sample-day.ts';
import { bound, created, NODE_A, run } from './small-recording.ts';

function uses(uid: string, at: number, used: ResourceList): Observation {
  return { at, kind: 'pod-usage', uid, used };
}

test('usage is integrated over time until the pod ends', (t) => {
  const { cluster, nodes } = run([
    NODE_A,
    created('p', 0),
    bound('p', 0),
    uses('p', 20, { cpu: '1', memory: '4Gi' }),
    uses('p', 60, { cpu: '3' }),
    { at: 80, kind: 'pod-finished', uid: 'p', phase: 'Succeeded' },
  ]);
  const { cpu, memory, pods } = cluster.resources;
  t.deepEqual(cpu!.used, {
    ...{ utilisation: (40 * 1 + 20 * 3) / 400, p95: 0.75, peak: 0.75 },
    ...{ mean: 1000, max: 3000, maxAt: 60, end: 0 },
  });
  t.is(memory!.used!.utilisation, (60 * 4) / 800);
  t.is(pods!.used, undefined);
  t.deepEqual(nodes[0]!.resources.cpu!.used, cpu!.used);
});

test('amounts below a millicore are not rounded up', (t) => {
  const { cluster } = run([NODE_A, created('p', 0), bound('p', 0), uses('p', 0, { cpu: '250000n' })]);
  t.is(cluster.resources.cpu!.used!.mean, 0.25);
});

test('a removed node ends the usage of its pods', (t) => {
  const { cluster } = run([
    NODE_A,
    created('p', 0),
    bound('p', 0),
    uses('p', 0, { cpu: '4' }),
    { at: 50, kind: 'node-removed', uid: 'uid-a' },
  ]);
  t.is(cluster.resources.cpu!.used!.utilisation, 1);
  t.is(cluster.resources.cpu!.used!.end, 0);
});

test('usage of a pod that is not bound, or that cannot be read, is counted as ignored', (t) => {
  const { ignored } = run([
    NODE_A,
    created('p', 0),
    uses('p', 0, { cpu: '1' }),
    bound('p', 0),
    uses('p', 0, { cpu: 'much' }),
  ]);
  t.is(ignored.misplaced, 1);
  t.is(ignored.unreadable, 1);
});

/** Every pod uses exactly what it requests, from its binding on. */
function usingItsRequest(observations: readonly Observation[]): Observation[] {
  const templates = new Map<string, ResourceList>();
  const wanted = new Map<string, string>();
  const running = new Set<string>();
  const names = new Set<string>();
  for (const each of observations) {
    if (each.kind !== 'template') continue;
    const request = Object.fromEntries(podRequest(each.template.spec));
    for (const name of Object.keys(request)) names.add(name);
    templates.set(each.hash, request);
  }
  return observations.flatMap((each) => {
    if (each.kind === 'pod-created' || each.kind === 'pod-resized') wanted.set(each.uid, each.template);
    if (each.kind === 'pod-bound') running.add(each.uid);
    if (each.kind === 'pod-finished' || each.kind === 'pod-deleted') running.delete(each.uid);
    if (each.kind !== 'pod-bound' && each.kind !== 'pod-resized') return [each];
    if (!running.has(each.uid)) return [each];
    const request = templates.get(wanted.get(each.uid)!)!;
    const used = Object.fromEntries(
      [...names].map((name) => {
        const amount = request[name] ?? 0;
        return [name, name === 'cpu' ? `${amount}m` : amount];
      }),
    );
    return [each, uses(each.uid, each.at, used)];
  });
}

function checkSame(name: string, resources: Readonly<Record<string, ResourceFigures>>): void {
  for (const [resource, { used, requested, utilisation, p95, peak }] of Object.entries(resources)) {
    if (!used) continue;
    const label = `${name} ${resource}`;
    check(`${label} utilisation`, used.utilisation, utilisation);
    check(`${label} p95`, used.p95, p95);
    check(`${label} peak`, used.peak, peak?.utilisation ?? null);
    check(`${label} mean`, used.mean, requested.mean);
    check(`${label} max`, used.max, requested.max);
    check(`${label} end`, used.end, requested.end);
  }
}

test('pods that use what they request have equal figures of both, in every scope', (t) => {
  fc.assert(
    fc.property(arbitraryRecording, (observations) => {
      const figures: Figures = measure(HEADER, usingItsRequest(observations));
      checkSame('cluster', figures.cluster.resources);
      for (const { pool, resources } of figures.pools) checkSame(`pool ${pool}`, resources);
      for (const { node, resources } of figures.nodes) checkSame(node, resources);
    }),
    RUNS,
  );
  t.pass();
});
