/** Workloads of recordings with owners: kinds, numbers over time, rolling updates, Jobs and their schedules, and the nodes of a DaemonSet. */
import test from 'ava';
import type { FoundWorkload } from '../../../../src/core/fitting/controllers/found-workload.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import type { PodOwner } from '../../../../src/core/recording/pod-observation.ts';
import { foundIn, type MadePod, PLAIN, recordingOf, times } from './made-recording.ts';

const HOUR = 3600;

function workloadsOf(pods: readonly MadePod[], ...objects: readonly Observation[]): FoundWorkload[] {
  const found = foundIn([...objects, ...recordingOf(pods)], 24 * HOUR);
  return found.controlled.flatMap(({ workloads }) => workloads);
}

function ofReplicaSet(name: string, deployment = 'web'): readonly PodOwner[] {
  return [
    { kind: 'ReplicaSet', name },
    { kind: 'Deployment', name: deployment },
  ];
}

function wants(at: number, replicas: number, name = 'web'): Observation {
  return {
    at: at * 1e6,
    kind: 'object-set',
    object: { kind: 'Deployment', metadata: { namespace: 'default', name, uid: name }, spec: { replicas } },
  };
}

test('the numbers that a Deployment wanted are its steps, though pods are lost too', (t) => {
  const owners = ofReplicaSet('web-1');
  const [web] = workloadsOf(
    [
      { at: 100, end: 500, owners },
      ...times(3, () => ({ at: 100, owners })),
      { at: 500, end: 900, owners },
      { at: 700, owners },
    ],
    wants(100, 4),
    wants(700, 5),
    wants(900, 4),
  );
  t.like(web, { kind: 'Deployment', name: 'web' });
  t.deepEqual(web!.steps, [
    { at: 100, pods: 4 },
    { at: 700, pods: 5 },
    { at: 900, pods: 4 },
  ]);
});

test('numbers that disagree with the pods are not used', (t) => {
  const owners = ofReplicaSet('web-1');
  const [web] = workloadsOf(
    times(4, () => ({ at: 100, owners })),
    wants(100, 9),
  );
  t.deepEqual(web!.steps, [{ at: 100, pods: 4 }]);
});

test('pods of another ReplicaSet of the Deployment are a rolling update with their template', (t) => {
  const template: PodTemplate = { spec: { containers: [{ name: 'main', image: 'a:2' }] } };
  const [web] = workloadsOf([
    ...times(4, (index) => ({ at: 0, age: 99, end: 1000 + index * 20, owners: ofReplicaSet('web-1') })),
    ...times(4, (index) => ({ at: 990 + index * 20, template, owners: ofReplicaSet('web-2') })),
  ]);
  t.deepEqual(web!.steps, [
    { at: 0, pods: 4 },
    { at: 990, pods: 4, template },
  ]);
});

test('a Deployment whose old pods are gone before the new ones come is recreated', (t) => {
  const [web] = workloadsOf([
    ...times(4, () => ({ at: 0, age: 99, end: 1000, owners: ofReplicaSet('web-1') })),
    ...times(4, () => ({ at: 1005, owners: ofReplicaSet('web-2') })),
  ]);
  t.is(web!.strategy!.type, 'Recreate');
  t.deepEqual(
    web!.steps.map(({ at, pods }) => [at, pods]),
    [
      [0, 4],
      [1000, 4],
    ],
  );
});

test('the highest ordinals show how a StatefulSet was scaled', (t) => {
  const owners = [{ kind: 'StatefulSet', name: 'db' }];
  const pod = (ordinal: number, at: number, end?: number): MadePod => ({
    name: `db-${ordinal}`,
    at,
    owners,
    ...(end !== undefined && { end }),
  });
  const [db] = workloadsOf([pod(0, 100), pod(1, 102, 300), pod(2, 104, 600), pod(1, 301)]);
  t.like(db, { kind: 'StatefulSet', name: 'db' });
  t.deepEqual(db!.steps, [
    { at: 100, pods: 3 },
    { at: 600, pods: 2 },
  ]);
});

test('a Job that failed may fail as often as it did', (t) => {
  const owners = [{ kind: 'Job', name: 'broken' }];
  const [job] = workloadsOf(
    times(4, (index) => ({ at: 100 + index * 70, end: 150 + index * 70, by: 'Failed', owners })),
  );
  t.like(job, { kind: 'Job', completions: 1, backoffLimit: 3 });
});

test('the limits in time of a Job are those of its object', (t) => {
  const owners = [{ kind: 'Job', name: 'nightly' }];
  const spec = { parallelism: 1, completions: 1, activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 60 };
  const metadata = { namespace: 'default', name: 'nightly', uid: 'j1' };
  const object: Observation = { at: 100e6, kind: 'object-set', object: { kind: 'Job', metadata, spec } };
  const [job] = workloadsOf([{ at: 100, end: 150, by: 'Succeeded', owners }], object);
  t.deepEqual(job!.limits, { activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 60 });
});

test('a Job begins when its pods come, also where its object was there long before', (t) => {
  const owners = [{ kind: 'Job', name: 'install' }];
  const spec = { parallelism: 2, completions: 2 };
  const metadata = { namespace: 'default', name: 'install', uid: 'j1' };
  const object: Observation = { at: 0, kind: 'object-set', object: { kind: 'Job', metadata, spec } };
  const [job] = workloadsOf(
    times(2, () => ({ at: 60, end: 90, by: 'Succeeded', owners })),
    object,
  );
  t.deepEqual(job!.steps, [{ at: 60, pods: 2 }]);
});

test('a Job whose pods were preempted goes on, so its limit is above their number', (t) => {
  const owners = [{ kind: 'Job', name: 'batch' }];
  const pods = times(9, (index) => ({ at: 100, end: 500 + index, owners }));
  const preempted = pods.map(({ end }, index): Observation => {
    return { at: end * 1e6, kind: 'pod-disrupted', uid: `u${index}`, reason: 'PreemptionByScheduler' };
  });
  const again = times(9, (index) => ({ at: 501 + index, end: 900, by: 'Succeeded' as const, owners }));
  const [job] = workloadsOf([...pods, ...again], ...preempted);
  t.like(job, { kind: 'Job', completions: 9 });
  t.true(job!.backoffLimit! > 9, `${job!.backoffLimit}`);
});

test('a Job that failed and deleted its last pod wants none from then on', (t) => {
  const owners = [{ kind: 'Job', name: 'broken' }];
  const wanted: Observation = {
    at: 100e6,
    kind: 'object-set',
    object: {
      kind: 'Job',
      metadata: { namespace: 'default', name: 'broken', uid: 'broken' },
      spec: { parallelism: 1, completions: 1 },
    },
  };
  const [job] = workloadsOf([{ at: 100, end: 150, by: 'deleted', owners }], wanted);
  t.deepEqual(job!.steps, [
    { at: 100, pods: 1 },
    { at: 150, pods: 0 },
  ]);
});

test('pods of one ReplicaSet that are all replaced are no rolling update', (t) => {
  const owners = ofReplicaSet('web-1');
  const old = times(3, (index) => ({ at: 100, end: 500 + index, owners }));
  const fresh = times(3, (index) => ({ at: 500 + index, owners }));
  const [web] = workloadsOf([...old, ...fresh], wants(100, 3));
  t.deepEqual(web!.steps, [{ at: 100, pods: 3 }]);
});

test('the Jobs of a CronJob are its runs, and a run that is left out ends a schedule', (t) => {
  const cron = times(12, (index) => index)
    .filter((index) => index !== 6)
    .map((index): MadePod => {
      const owners = [
        { kind: 'Job', name: `report-${index}` },
        { kind: 'CronJob', name: 'report' },
      ];
      return { at: 1800 + index * HOUR, end: 2000 + index * HOUR, by: 'Succeeded', owners };
    });
  const found = workloadsOf(cron);
  t.deepEqual(
    found.map(({ kind, name, steps, schedule }) => [
      kind,
      name,
      steps[0]!.at,
      schedule!.every,
      schedule!.until,
    ]),
    [
      ['CronJob', 'report', 1800, HOUR, 1800 + 6 * HOUR],
      ['CronJob', 'report-2', 1800 + 7 * HOUR, HOUR, 1800 + 12 * HOUR],
    ],
  );
});

test('a Job beside a CronJob does not have the name of one of its runs', (t) => {
  const cron = times(12, (index): MadePod => {
    const owners = [
      { kind: 'Job', name: `report-${1000 + index}` },
      { kind: 'CronJob', name: 'report' },
    ];
    return { at: 1800 + index * HOUR, end: 2000 + index * HOUR, by: 'Succeeded', owners };
  });
  const owners = [{ kind: 'Job', name: 'report-2' }];
  const found = workloadsOf([...cron, { at: 60, end: 90, by: 'Succeeded', owners }]);
  t.deepEqual(found.map(({ kind, name }) => [kind, name]).sort(), [
    ['CronJob', 'report'],
    ['Job', 'report-2-job'],
  ]);
});

test('a DaemonSet keeps to the nodes that its pods had, and loses what its controller added', (t) => {
  const owners = [{ kind: 'DaemonSet', name: 'agent' }];
  const template = (node: string): PodTemplate => ({
    spec: {
      ...PLAIN.spec,
      tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
          },
        },
      },
    },
  });
  const node = (name: string): Observation => ({
    at: 0,
    kind: 'node-added',
    uid: name,
    name,
    allocatable: {},
  });
  const pods = ['a', 'b'].map((name) => ({ at: 0, age: 9, node: name, owners, template: template(name) }));
  const found = (...nodes: string[]): PodTemplate =>
    foundIn([...nodes.map(node), ...recordingOf(pods)], HOUR).controlled[0]!.group.template;
  t.deepEqual(found('a', 'b'), PLAIN);
  t.is(
    found('a', 'b', 'c').spec.affinity!.nodeAffinity!.requiredDuringSchedulingIgnoredDuringExecution!
      .nodeSelectorTerms!.length,
    2,
  );
});
