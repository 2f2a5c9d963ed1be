/** Checks `--speed max` on a real control plane: idle hours take seconds, and nothing that takes time is shortened. */
import test from 'ava';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile, type FileCluster } from './ready-cluster.ts';
import { type EndedReplay, type Recorded, replay } from './replay-command.ts';

/** Three hours in which seven pods come; one preempts, and its victim takes 20 s to end. The last one waits for a node that joins. */
const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: { name: idle }
duration: 3h
cluster:
  nodes:
    - { name: a, count: 1, template: { allocatable: { cpu: 4, memory: 16Gi, pods: 110 } } }
templates:
  plain: { spec: { containers: [{ name: main, image: main }] } }
  urgent: { spec: { priority: 1000, containers: [{ name: main, image: main }] } }
events:
  nodes:
    - at: 150m
      action: add
      name: b
      template: { allocatable: { cpu: 16, memory: 16Gi, pods: 110 } }
  pods:
    - name: huge
      template: plain
      arrivals: [140m]
      requests: { cpu: 8 }
      phases: { started: 2s }
    - name: batch
      template: plain
      arrivals: [0s, 30m, 1h, 90m]
      requests: { cpu: 1 }
      lifetime: { type: constant, value: 40m }
      phases: { started: 2s, ready: 3s }
    - name: large
      template: plain
      arrivals: [100m]
      requests: { cpu: 3 }
      phases: { started: 2s, terminated: 20s }
    - name: urgent
      template: urgent
      arrivals: [2h]
      requests: { cpu: 3 }
      phases: { started: 2s }
`;

let file: FileCluster;
let played: EndedReplay;
let recorded: Recorded;

test.before(async () => {
  file = await clusterOfFile({ stages: true });
});

test.serial('three hours with seven pods are played to their end in a fraction of their time', async (t) => {
  const metrics = ['--scheduler-metrics', file.cluster.metrics('kube-scheduler')];
  played = await replay(t, file.cluster, SCENARIO, '--no-probe', '--speed', 'max', ...metrics);
  t.is(played.code, 0, played.stderr);
  const { speed, pods } = played.figures();
  t.is(pods.bound, 7);
  t.true((speed.jumps?.count ?? 0) >= 10, `${speed.jumps?.count} jumps`);
  t.is(speed.jumps?.proof, 'metrics');
  t.true((speed.achieved ?? 0) > 30, `achieved ${speed.achieved}x`);
  t.deepEqual(await kegObjects(file.api), []);
  recorded = await played.recording();
});

test.serial('phases take their time across jumps', (t) => {
  const first = recorded.pods.get('default/batch-0')!;
  t.true(first.started! - first.bound! >= 2e6 && first.started! - first.bound! < 4e6);
  t.true(first.deleted! - first.started! >= 2400e6 && first.deleted! - first.started! < 2402e6);
});

test.serial('a preempted pod holds its room until it has ended', (t) => {
  const waited = recorded.pods.get('default/urgent-0')!.bound! - 7200e6;
  t.true(waited >= 20e6, `bound after ${waited / 1e6} s`);
  t.true(waited < 40e6, `bound after ${waited / 1e6} s`);
});

test.serial('a node that joins becomes ready before the clock jumps on', (t) => {
  const waited = recorded.pods.get('default/huge-0')!.bound! - 9000e6;
  t.true(waited >= 0 && waited < 30e6, `bound ${waited / 1e6} s after the node was added`);
});
