/** One timeline on two real clusters at the same moment. */
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import type { Comparison } from '../../src/core/comparing/comparison.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { kegOn, readRecorded } from './replay-command.ts';

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: both}
duration: 30s
cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 500m}}}]}}
events:
  pods: [{name: p, template: small, arrivals: {type: constant, value: 1s}, count: 20, lifetime: 5s}]
`;

test.serial('two clusters play one timeline at the same moment, and are compared', async (t) => {
  const both = [await clusterOfFile({ stages: true }), await clusterOfFile({ stages: true })];
  const folder = temporaryFolder(t);
  const file = join(folder, 'both.yaml');
  writeFileSync(file, SCENARIO);
  const contexts = both.map(
    ({ cluster }) => parse(readFileSync(cluster.kubeconfig, 'utf8'))['current-context'] as string,
  );
  const kubeconfig = both.map(({ cluster }) => cluster.kubeconfig).join(delimiter);
  const recording = join(folder, 'run.keg.jsonl');
  const named = contexts.flatMap((context) => ['--context', context]);
  const argv = ['replay', file, '--target', 'kwok', ...named, '--speed', '5x', '--no-probe'];
  const { code, stdout, stderr } = await kegOn(t, { kubeconfig }, [
    ...argv,
    '-o',
    'json',
    '--recording',
    recording,
  ]);
  t.is(code, 0, stderr);
  const { base, variants, figures } = JSON.parse(stdout) as Comparison;
  t.is(base, contexts[0]!);
  t.deepEqual(
    variants.map(({ name }) => name),
    contexts,
  );
  const created = figures.find(({ figure }) => figure === 'pods.created');
  t.deepEqual(
    created?.variants.map(({ values }) => values),
    [[20], [20]],
  );
  const recorded = await Promise.all(
    contexts.map((context) => readRecorded(recording.replace('.keg', `.${context}.keg`))),
  );
  const intended = recorded.map(({ pods }) => [...pods].map(([name, pod]) => [name, pod.created.intended]));
  t.deepEqual(intended[0], intended[1]);
  t.is(intended[0]?.length, 20);
  const starts = recorded.map(({ header }) => Date.parse(header.start.replace(/000000Z$/, 'Z')));
  t.log(`the clocks start ${Math.abs(starts[0]! - starts[1]!)} ms apart`);
  for (const { api } of both) t.deepEqual(await kegObjects(api, { nodes: ['n-0', 'n-1'] }), []);
});
