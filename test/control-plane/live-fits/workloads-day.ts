/** A day of every kind of workload, with scale events and a rolling update, and of pods without an owner. */
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { standardNormal } from '../../../src/core/distributions/standard-normal.ts';
import { kwokNode } from '../workload.ts';
import { type Action, change, type Day, make, scale } from './day.ts';
import {
  apps,
  barePod,
  CRON_JOBS,
  cronJob,
  daemonSet,
  JOBS,
  job,
  PODS,
  replicas,
  template,
} from './made-objects.ts';

const WEB = `${apps('deployments')}/web`;

export function workloadsDay(seed: number): Day {
  return {
    name: 'workloads',
    title:
      'Deployments scaled and updated, a StatefulSet, a DaemonSet, Jobs, a CronJob, pods without an owner',
    seconds: 240,
    before: [
      ...Array.from({ length: 6 }, (_, index) =>
        make('/api/v1/nodes', kwokNode(`w${index}`, { cpu: '16', memory: '64Gi' })),
      ),
      make(
        apps('deployments'),
        replicas(
          'Deployment',
          'web',
          12,
          template('web', { cpu: '200m', memory: '256Mi' }, { start: 1, ready: 2 }),
        ),
      ),
      make(apps('daemonsets'), daemonSet('agent', template('agent', { cpu: '100m', memory: '128Mi' }, {}))),
      make(
        CRON_JOBS,
        cronJob('tick', template('tick', { cpu: '250m', memory: '64Mi' }, { start: 0.5, end: [8, 14] }), {
          completions: 2,
          parallelism: 2,
        }),
      ),
    ],
    actions: [
      {
        at: 10,
        act: make(
          apps('statefulsets'),
          replicas(
            'StatefulSet',
            'db',
            3,
            template('db', { cpu: '1', memory: '2Gi' }, { start: 2, ready: 3 }),
          ),
        ),
      },
      {
        at: 20,
        act: make(
          apps('deployments'),
          replicas(
            'Deployment',
            'api',
            8,
            template('api', { cpu: '300m', memory: '512Mi' }, { start: 1, ready: 1 }),
          ),
        ),
      },
      {
        at: 30,
        act: make(
          JOBS,
          job('batch', template('batch', { cpu: '500m', memory: '1Gi' }, { start: 1, end: [10, 20] }), {
            completions: 24,
            parallelism: 6,
          }),
        ),
      },
      { at: 60, act: scale(WEB, 20) },
      { at: 120, act: scale(WEB, 8) },
      { at: 130, act: scale(`${apps('statefulsets')}/db`, 5) },
      {
        at: 160,
        act: change(WEB, ({ spec }) => {
          spec.template.spec.containers[0].resources.requests.cpu = '300m';
        }),
      },
      ...bareTasks(seed),
    ],
  };
}

/** Of two sizes; the larger run longer. */
function bareTasks(seed: number): Action[] {
  const random = randomStream(seed, 'workloads', 'day');
  const normal = standardNormal(random);
  const actions: Action[] = [];
  for (let at = 2; ; ) {
    at += -1.2 * Math.log(1 - random());
    if (at > 236) return actions;
    const isLarge = random() < 0.3;
    const end = Math.round((isLarge ? 20 : 8) * Math.exp(0.7 * normal()) * 1000) / 1000;
    const phase = random() < 0.9 ? 'Succeeded' : 'Failed';
    const requests = isLarge ? { cpu: '1', memory: '2Gi' } : { cpu: '250m', memory: '512Mi' };
    const name = `task-${String(actions.length).padStart(3, '0')}`;
    actions.push({ at, act: make(PODS, barePod(name, requests, { start: 0.5 + random(), end, phase })) });
  }
}
