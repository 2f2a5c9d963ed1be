/** The nodes of a replay come back as the scenario has them: pools, joins, cordons, drains, updates and removals. */
import test from 'ava';
import { collectHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { writeCluster } from '../../../../src/core/fitting/writing/write-cluster.ts';
import { observed } from '../../../targets/embedded/small-play.ts';

const OFFER = '{labels: {disk: ssd}, allocatable: {cpu: 4, pods: 110}}';

const DAY = `duration: 2h
cluster:
  nodes: [{name: w, count: 3, template: ${OFFER}}]
  objects: [{kind: PriorityClass, metadata: {name: unused}, value: 1}]
events:
  pods: [{name: web, template: small, arrivals: {type: constant, value: 3m}, until: 2h, lifetime: 10m}]
  nodes:
    - {at: 10m, action: cordon, name: w-1}
    - {at: 20m, action: uncordon, name: w-1}
    - {at: 30m, action: drain, name: w-0}
    - {at: 40m, action: remove, name: w-0}
    - {at: 50m, action: add, name: w, count: 2, template: ${OFFER}}
    - {at: 60m, action: update, name: w-4, template: {labels: {disk: hdd}, allocatable: {cpu: 3}}}
    - {at: 70m, action: update, name: w-1, template: {taints: [{key: k, effect: NoExecute}]}}
`;

test('the nodes of a replay are written as they were', (t) => {
  const collector = collectHistory();
  for (const observation of observed(DAY).observations) collector.observe(observation);
  const history = collector.history();
  const { cluster, events } = writeCluster({ ...history, kubernetes: undefined }, [], history.pods);
  const template = { labels: { disk: 'ssd' }, allocatable: { cpu: 4, pods: 110 } };
  t.deepEqual(cluster, { nodes: [{ name: 'w', count: 3, template }] });
  t.deepEqual(events.nodes, [
    { at: '10m0s', action: 'cordon', name: 'w-1' },
    { at: '20m0s', action: 'uncordon', name: 'w-1' },
    { at: '30m0s', action: 'drain', name: 'w-0' },
    { at: '40m0s', action: 'remove', name: 'w-0' },
    { at: '50m0s', action: 'add', name: 'w', count: 2, template },
    {
      at: '1h0m0s',
      action: 'update',
      name: 'w-4',
      template: { labels: { disk: 'hdd' }, allocatable: { cpu: 3 } },
    },
    {
      at: '1h10m0s',
      action: 'update',
      name: 'w-1',
      template: { taints: [{ key: 'k', effect: 'NoExecute' }] },
    },
  ]);
});
