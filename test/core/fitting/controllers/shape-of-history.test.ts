/** Workloads of recordings without owners: found from the times at which pods come and go, and left alone where those could be anything. */
import test from 'ava';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import type { FoundWorkload } from '../../../../src/core/fitting/controllers/found-workload.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import { foundIn, type MadePod, PLAIN, recordingOf, times } from './made-recording.ts';

const DAY = 86_400;

function workloadsOf(pods: readonly MadePod[]): FoundWorkload[] {
  return foundIn(recordingOf(pods), DAY).controlled.flatMap(({ workloads }) => workloads);
}

/** Without an end after the window. */
function withinDay({ end, ...pod }: MadePod): MadePod {
  return end !== undefined && end < DAY ? { ...pod, end } : pod;
}

test('pods that are created together and stay are a Deployment', (t) => {
  const [web, ...others] = workloadsOf(times(9, (index) => ({ group: 'web', at: 600 + index * 0.02 })));
  t.is(others.length, 0);
  t.like(web, { kind: 'Deployment', name: 'web', ages: [] });
  t.deepEqual(web!.steps, [{ at: 600, pods: 9 }]);
});

test('pods that are there for the whole window are a Deployment with their ages', (t) => {
  const [web] = workloadsOf(times(3, (index) => ({ group: 'web', at: 0, age: 100 + index })));
  t.deepEqual(web!.steps, [{ at: 0, pods: 3 }]);
  t.deepEqual(web!.ages, [102, 101, 100]);
});

const asking = (cpu: string): PodTemplate => ({
  spec: { containers: [{ name: 'main', resources: { requests: { cpu } } }] },
});

test('pods that ask for different amounts are no replicas of one Deployment', (t) => {
  const there = ['6', '12'].map((cpu) => ({ group: 'web', at: 0, age: 100, template: asking(cpu) }));
  t.deepEqual(workloadsOf(there), []);
  const both = workloadsOf([...there, ...there]);
  t.deepEqual(
    both.map(({ steps }) => steps),
    [[{ at: 0, pods: 2 }], [{ at: 0, pods: 2 }]],
  );
});

test('pods of a Job ask for the same', (t) => {
  const pods = ['1', '2', '3', '4'].map(
    (cpu, index): MadePod => ({
      ...{ group: 'sum', at: 500, end: 900 + 10 * index, by: 'Succeeded' },
      template: asking(cpu),
    }),
  );
  t.deepEqual(workloadsOf(pods), []);
  const [sum] = workloadsOf(pods.map((pod) => ({ ...pod, template: asking('1') })));
  t.is(sum!.kind, 'Job');
});

test('pods that are deleted together are a scale-down, not lifetimes', (t) => {
  const { controlled } = foundIn(
    recordingOf([
      ...times(3, () => ({ group: 'web', at: 0, age: 1e6 })),
      ...times(6, () => ({ group: 'web', at: 8 * 3600, end: 21 * 3600 })),
    ]),
    DAY,
  );
  t.deepEqual(controlled[0]!.workloads[0]!.steps, [
    { at: 0, pods: 3 },
    { at: 8 * 3600, pods: 9 },
    { at: 21 * 3600, pods: 3 },
  ]);
  t.true(controlled[0]!.group.pods.every(({ cause }) => cause === undefined || cause === 'scaled'));
});

test('a pod that is lost and replaced is no step, and its end stays an end', (t) => {
  const { controlled } = foundIn(
    recordingOf([
      ...times(4, () => ({ group: 'web', at: 100 })),
      { group: 'web', at: 100, end: 5000 },
      { group: 'web', at: 5000.1 },
    ]),
    DAY,
  );
  t.deepEqual(controlled[0]!.workloads[0]!.steps, [{ at: 100, pods: 5 }]);
  t.is(controlled[0]!.group.pods.filter(({ cause }) => cause === 'deleted').length, 1);
});

test('pods that replace all others one after the other are a rolling update', (t) => {
  const [web] = workloadsOf([
    ...times(5, (index) => ({ group: 'web', at: 0, age: 1e6, end: 40_002 + index * 7 })),
    ...times(5, (index) => ({ group: 'web', at: 39_995 + index * 7 })),
  ]);
  t.deepEqual(web!.strategy, { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 });
  t.deepEqual(
    web!.steps.map(({ at, pods, template }) => [at, pods, template !== undefined]),
    [
      [0, 5, false],
      [39_995, 5, true],
    ],
  );
});

test('pods that are created together and end by themselves are a Job', (t) => {
  const [job] = workloadsOf(
    times(8, (index) => ({
      group: 'job',
      at: 7200 + index * 0.02,
      end: 10_800 + index * 60,
      by: 'Succeeded',
    })),
  );
  t.like(job, { kind: 'Job', completions: 8 });
  t.deepEqual(job!.steps, [{ at: 7200, pods: 8 }]);
});

test('pods that each follow the end of another are a Job with fewer at the same time', (t) => {
  const [job] = workloadsOf(
    times(12, (index) => {
      const at = 100 + Math.floor(index / 4) * 61 + (index % 4) * 7 * Math.min(1, Math.floor(index / 4));
      return { group: 'job', at, end: 160 + Math.floor(index / 4) * 61 + (index % 4) * 7, by: 'Succeeded' };
    }),
  );
  t.like(job, { kind: 'Job', completions: 12 });
  t.is(job!.steps[0]!.pods, 4);
});

test('runs at a steady pace are a CronJob with its period and the lateness of each run', (t) => {
  const random = randomStream(1, 'lateness');
  const [cron, ...others] = workloadsOf(
    times(200, (index) => {
      const at = 300 + index * 300 + random() * 0.3;
      return { group: 'cron', at, end: at + 22, by: 'Succeeded' };
    }),
  );
  t.is(others.length, 0);
  t.like(cron, { kind: 'CronJob', completions: 1 });
  t.deepEqual(cron!.steps, [{ at: 300, pods: 1 }]);
  t.like(cron!.schedule, { every: 300, until: 300 + 200 * 300 });
  t.true(cron!.schedule!.lateness.every((late) => late >= 0 && late < 0.3));
});

test('independent arrivals and lifetimes are no workload, whatever ends them', (t) => {
  for (const by of ['Succeeded', 'deleted'] as const) {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = randomStream(seed, 'arrivals', by);
      let at = 0;
      const pods = times(120, (): MadePod => {
        at -= Math.log(1 - random()) * 600;
        return { group: 'batch', at, end: at + 3 - Math.log(1 - random()) * 900, by };
      });
      const inTime = pods.filter((pod) => pod.at < DAY).map((pod) => withinDay(pod));
      t.is(workloadsOf(inTime).length, 0, `${by}, seed ${seed}`);
    }
  }
});

test('bursts whose pods are deleted at their own times are no workload', (t) => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = randomStream(seed, 'bursts');
    const pods = times(20, (burst) =>
      times(10, (): MadePod => {
        const at = burst * 4000 + 0.1;
        return { group: 'batch', at, end: at + 3 - Math.log(1 - random()) * 900 };
      }),
    ).flat();
    t.is(workloadsOf(pods).length, 0, `seed ${seed}`);
  }
});

test('a pod without an owner is bare where other pods have owners', (t) => {
  const owners = [{ kind: 'StatefulSet', name: 'db' }];
  const { controlled, others } = foundIn(
    recordingOf([
      ...times(3, () => ({ group: 'web', at: 0, age: 50 })),
      { group: 'StatefulSet/db', name: 'db-0', at: 0, age: 50, owners },
    ]),
    DAY,
  );
  t.deepEqual(
    controlled.map(({ group }) => group.name),
    ['db'],
  );
  t.is(others.length, 3);
});

test('the Jobs of one group have names that no Job of another group has', (t) => {
  const large: PodTemplate = { spec: { containers: [{ name: 'main', image: 'a:1', ports: [] }] } };
  const jobs = [PLAIN, large].flatMap((template, index) =>
    [1000, 20_000, 47_000].flatMap((at) =>
      times(6, (pod) => ({
        group: 'a',
        at: at + 400 * index + 0.01 * pod,
        end: at + 400 * index + 90 + 7 * pod,
        by: 'Succeeded' as const,
        template,
      })),
    ),
  );
  const { controlled } = foundIn(recordingOf(jobs), 24 * 3600);
  const names = controlled.flatMap(({ workloads }) => workloads.map(({ name }) => name));
  t.is(controlled.length, 2);
  t.is(new Set(names).size, 6, `${names}`);
});
