/** A day in which nodes join, are drained and go, and pods of high priority preempt others. */
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { kwokNode } from '../workload.ts';
import { type Action, cordon, type Day, drain, make, remove } from './day.ts';
import { apps, barePod, daemonSet, PODS, replicas, template } from './made-objects.ts';

const SIZE = { cpu: '8', memory: '32Gi' };

export function nodesDay(seed: number): Day {
  const node = (name: string) => make('/api/v1/nodes', kwokNode(name, SIZE));
  return {
    name: 'nodes',
    title: 'nodes that join, are drained and go, and pods that preempt others',
    seconds: 210,
    before: [
      node('n0'),
      node('n1'),
      node('n2'),
      make('/apis/scheduling.k8s.io/v1/priorityclasses', { metadata: { name: 'urgent' }, value: 1000 }),
      make(apps('daemonsets'), daemonSet('agent', template('agent', { cpu: '100m', memory: '128Mi' }, {}))),
      make(
        apps('deployments'),
        replicas(
          'Deployment',
          'web',
          14,
          template('web', { cpu: '1', memory: '1Gi' }, { start: 1, ready: 1 }),
        ),
      ),
    ],
    actions: [
      { at: 40, act: node('n3') },
      { at: 55, act: node('n4') },
      { at: 80, act: drain('n1') },
      { at: 120, act: cordon('n1', false) },
      { at: 130, act: drain('n2') },
      { at: 140, act: remove('/api/v1/nodes/n2') },
      {
        at: 150,
        act: make(
          apps('deployments'),
          replicas(
            'Deployment',
            'urgent',
            4,
            template('urgent', { cpu: '3', memory: '1Gi' }, { start: 1 }, { priorityClassName: 'urgent' }),
          ),
        ),
      },
      ...tasks(seed),
    ],
  };
}

function tasks(seed: number): Action[] {
  const random = randomStream(seed, 'nodes', 'day');
  const actions: Action[] = [];
  for (let at = 2; ; ) {
    at += -1.5 * Math.log(1 - random());
    if (at > 206) return actions;
    const end = Math.round((3 - 15 * Math.log(1 - random())) * 1000) / 1000;
    const name = `task-${String(actions.length).padStart(3, '0')}`;
    actions.push({ at, act: make(PODS, barePod(name, { cpu: '500m', memory: '256Mi' }, { start: 1, end })) });
  }
}
