/** Deadlines of pods and Jobs, and the time to live of Jobs, on a real control plane: with jumps too they end when the scenario says. */
import test from 'ava';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile, type FileCluster } from './ready-cluster.ts';
import { replay } from './replay-command.ts';

/** The Job and its ttl are timed by controllers of the cluster, the deadline of the pod by keg. Before and after, nothing happens for long. */
const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: { name: timers }
duration: 1h
cluster: { nodes: [{ name: n, template: { allocatable: { cpu: 4, memory: 8Gi } } }] }
templates:
  plain: { spec: { containers: [{ name: main, image: main }] } }
events:
  pods:
    - { name: late, arrivalTime: 10m, podSpec: { spec: { activeDeadlineSeconds: 600, containers: [{ name: main, image: main }] } } }
  workloads:
    - { at: 30m, kind: Job, name: work, template: plain, completions: 4, parallelism: 2, lifetime: 1h, activeDeadlineSeconds: 8, ttlSecondsAfterFinished: 6 }
    - { at: 31m, kind: Job, name: done, template: plain, lifetime: 2s, ttlSecondsAfterFinished: 5 }
`;

/** Controllers take some seconds, and stamps are whole seconds. */
const SLACK = 5e6;
const MINUTE = 60e6;

let file: FileCluster;

test.before(async () => {
  file = await clusterOfFile({ stages: true });
});

test.serial('with jumps, deadlines and times to live take their time and hold the clock', async (t) => {
  const metrics = [
    ...['--scheduler-metrics', file.cluster.metrics('kube-scheduler')],
    ...['--controller-metrics', file.cluster.metrics('kube-controller-manager')],
  ];
  const played = await replay(t, file.cluster, SCENARIO, '--no-probe', '--speed', 'max', ...metrics);
  t.is(played.code, 0, played.stderr);
  t.regex(
    played.stderr,
    /controllers of the cluster time activeDeadlineSeconds of Jobs, ttlSecondsAfterFinished/,
  );
  const { speed } = played.figures();
  t.true((speed.achieved ?? 0) > 20, `achieved ${speed.achieved}x`);
  t.log(JSON.stringify(speed.jumps));
  const { observations, pods } = await played.recording();
  const about = (at: number | undefined, due: number, what: string): void => {
    const place = `${what} at ${at! / 1e6} s, due at ${due / 1e6} s`;
    t.true(at !== undefined && at >= due - 1e6 && at < due + SLACK, place);
  };

  const late = pods.get('default/late')!;
  about(late.finished, late.bound! + 10 * MINUTE, 'the pod fails');
  t.true(observations.some((each) => each.kind === 'pod-finished' && each.reason === 'DeadlineExceeded'));

  const work = [...pods.values()].filter(({ created }) => created.name.startsWith('work-'));
  t.is(work.length, 2);
  for (const { deleted } of work) about(deleted, 30 * MINUTE + 8e6, 'a pod of the Job is deleted');

  const [done] = [...pods.values()].filter(({ created }) => created.name.startsWith('done-'));
  about(done!.deleted, done!.finished! + 5e6, 'the pod of the finished Job goes');
  t.deepEqual(await kegObjects(file.api), []);
});
