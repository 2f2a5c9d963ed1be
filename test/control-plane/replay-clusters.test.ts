/** Real clusters of a user: two at the same moment, and one with Stages of its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import type { Comparison } from '../../src/core/comparing/comparison.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile, type FileCluster } from './ready-cluster.ts';
import { kegOn, readRecorded, replay } from './replay-command.ts';

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

let both: readonly FileCluster[];

test.before(async () => {
  both = [await clusterOfFile({ stages: true }), await clusterOfFile({ stages: true })];
});

test.serial('two clusters play one timeline at the same moment, and are compared', async (t) => {
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
  const { base, variants, figures, clusters = [] } = JSON.parse(stdout) as Comparison;
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
  t.deepEqual(
    clusters.map(({ context, figures: own }) => [context, own.kind, own.pods.created]),
    contexts.map((context) => [context, 'Report', 20]),
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

const isNotReady = {
  key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
  operator: 'NotIn',
  values: ['True'],
};
const inPhase = (phase: string): object => ({ key: '.status.phase', operator: 'In', values: [phase] });

/** As a user has them: nodes are ready at once, pods start after 2 s and succeed 1 s later. */
function stage(
  kind: string,
  name: string,
  when: readonly object[],
  milliseconds: number,
  statusTemplate: string,
) {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: { matchExpressions: when },
      delay: { durationMilliseconds: milliseconds },
      next: { statusTemplate },
    },
  };
}

test.serial('with --cluster-stages the Stages of the cluster decide the phases, and stay', async (t) => {
  const { cluster, api } = both[0]!;
  const none = await replay(t, cluster, ONE_POD, '--cluster-stages', '--no-probe');
  t.is(none.code, 3);
  t.regex(none.stderr, /has no Stages of pods/);
  const ready = 'conditions: [{type: Ready, status: "True"}]';
  const path = '/apis/kwok.x-k8s.io/v1alpha1/stages';
  await api.post(path, stage('Node', 'ready', [isNotReady], 0, ready));
  await api.post(path, stage('Pod', 'start', [inPhase('Pending')], 2000, `phase: Running\n${ready}`));
  await api.post(path, stage('Pod', 'complete', [inPhase('Running')], 1000, 'phase: Succeeded'));
  const ended = await replay(t, cluster, ONE_POD, '--cluster-stages', '--no-probe');
  t.is(ended.code, 0, ended.stderr);
  t.regex(ended.stderr, /the Stages of the cluster start pods/);
  const { pods } = await ended.recording();
  const { bound, started, finished, phase } = pods.get('default/p')!;
  t.is(phase, 'Succeeded');
  const within = (from = 0, to = 0, due: number): boolean => to - from > due - 0.1e6 && to - from < due + 3e6;
  t.true(within(bound, started, 2e6), `started after ${(started! - bound!) / 1e6} s`);
  t.true(within(started, finished, 1e6), `finished after ${(finished! - started!) / 1e6} s`);
  const { body } = await api.get(path);
  t.deepEqual((body.items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name).sort(), [
    'complete',
    'ready',
    'start',
  ]);
});

/** Its own phases and lifetime are not those of the Stages. */
const ONE_POD = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: staged}
cluster: {nodes: [{name: n, count: 1, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}
events:
  pods:
    - name: p
      at: 0s
      lifetime: 30s
      end: failed
      phases: {started: 0s, ready: 0s}
      podSpec: {spec: {containers: [{name: main, resources: {requests: {cpu: 500m}}}]}}`;
