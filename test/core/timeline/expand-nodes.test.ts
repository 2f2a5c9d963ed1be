/** Node entries and events.nodes expand to single nodes, each with a name. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import type { Node } from '../../../src/core/objects/node.ts';
import { expandNodeEvents } from '../../../src/core/timeline/expand-nodes.ts';
import type { TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';
import { expand, nodeStory, written } from './written-scenario.ts';

const POOL =
  'cluster: {nodes: [{name: pool, count: 3, template: {labels: {disk: ssd}, allocatable: {cpu: 4, memory: 8Gi}}}]}\n';
const NEW = 'template: {allocatable: {cpu: 2}}';

/** Node events after the start. */
function story(events: string, nodes = POOL): string[] {
  return nodeStory(expand(`${nodes}events:\n  nodes:\n${events}`)).filter((line) => !line.startsWith('0s'));
}

function nodesOf(timeline: readonly TimelineEvent[]): { node: Node; pool: string | undefined }[] {
  return timeline.flatMap(({ action }) =>
    action.kind === 'add-node' ? [{ node: action.node, pool: action.pool }] : [],
  );
}

test('a pool of 3 is three nodes at 0s, numbered from 0, with hostname labels', (t) => {
  const timeline = expand(POOL);
  t.deepEqual(nodeStory(timeline), ['0s add-node pool-0', '0s add-node pool-1', '0s add-node pool-2']);
  const [{ node, pool }] = nodesOf(timeline) as [{ node: Node; pool: string }];
  t.is(pool, 'pool');
  t.deepEqual(node.metadata.labels, { 'kubernetes.io/hostname': 'pool-0', disk: 'ssd' });
  t.deepEqual(node.status.allocatable, { cpu: 4, memory: '8Gi', pods: 110 });
});

test('a node without a count keeps its name and has no pool', (t) => {
  const timeline = expand('cluster: {nodes: [{name: one, template: {allocatable: {cpu: 4}}}]}\n');
  t.deepEqual(
    nodesOf(timeline).map(({ node, pool }) => [node.metadata.name, pool]),
    [['one', undefined]],
  );
});

test('nodes added to a pool continue its numbers and belong to it', (t) => {
  const events = `    - {at: 1s, action: add, name: pool, count: 2, ${NEW}}\n`;
  t.deepEqual(story(events), ['1s add-node pool-3', '1s add-node pool-4']);
  const added = nodesOf(expand(`${POOL}events:\n  nodes:\n${events}`)).at(-1)!;
  t.is(added.pool, 'pool');
});

test('numbers of removed nodes are not used again', (t) => {
  t.deepEqual(
    story(
      `    - {at: 1s, action: remove, name: pool-2}\n    - {at: 2s, action: add, name: pool, count: 1, ${NEW}}\n`,
    ),
    ['1s remove-node pool-2', '2s add-node pool-3'],
  );
});

test('remove with a count removes the youngest nodes, also added ones', (t) => {
  t.deepEqual(story('    - {at: 1s, action: remove, name: pool, count: 2}\n'), [
    '1s remove-node pool-1',
    '1s remove-node pool-2',
  ]);
  t.deepEqual(
    story(
      `    - {at: 1s, action: add, name: pool, count: 1, ${NEW}}\n    - {at: 2s, action: remove, name: pool, count: 2}\n`,
    ),
    ['1s add-node pool-3', '2s remove-node pool-2', '2s remove-node pool-3'],
  );
});

test('remove without a count, or with a larger count, removes all nodes', (t) => {
  const all = ['1s remove-node pool-0', '1s remove-node pool-1', '1s remove-node pool-2'];
  t.deepEqual(story('    - {at: 1s, action: remove, name: pool, count: 9}\n'), all);
  t.deepEqual(story('    - {at: 1s, action: remove, name: pool}\n'), all);
});

test('the name of a pool stands for its present nodes, that of a node for the node', (t) => {
  t.deepEqual(
    story(`    - {at: 1s, action: remove, name: pool-0}
    - {at: 2s, action: cordon, name: pool}
    - {at: 3s, action: uncordon, name: pool-2}
`),
    ['1s remove-node pool-0', '2s cordon-node pool-1', '2s cordon-node pool-2', '3s uncordon-node pool-2'],
  );
});

test('events are applied in order of time, not in the order of the file', (t) => {
  t.deepEqual(
    story(`    - {at: 9s, action: remove, name: late}\n    - {at: 1s, action: add, name: late, ${NEW}}\n`),
    ['1s add-node late', '9s remove-node late'],
  );
});

test('update changes what it names and keeps the rest, also a cordon', (t) => {
  const timeline = expand(`${POOL}events:
  nodes:
    - {at: 1s, action: cordon, name: pool-0}
    - {at: 2s, action: update, name: pool-0, template: {allocatable: {cpu: 8}}}
    - {at: 3s, action: update, name: pool-0, template: {taints: [{key: old, effect: NoSchedule}]}}
`);
  const updates = timeline.flatMap(({ action }) => (action.kind === 'update-node' ? [action.node] : []));
  t.deepEqual(
    updates.map(({ spec }) => spec?.unschedulable),
    [true, true],
  );
  t.deepEqual(
    updates.map(({ spec }) => spec?.taints),
    [[], [{ key: 'old', effect: 'NoSchedule' }]],
  );
  t.deepEqual(
    updates.map(({ status }) => status.allocatable),
    Array(2).fill({ cpu: 8, memory: '8Gi', pods: 110 }),
  );
  t.deepEqual(updates[1]!.metadata.labels, { 'kubernetes.io/hostname': 'pool-0', disk: 'ssd' });
});

test('node events of one time keep the order of the file, so a node can be replaced', (t) => {
  t.deepEqual(
    story(
      `    - {at: 1s, action: remove, name: pool-1}\n    - {at: 1s, action: add, name: pool-1, ${NEW}}\n`,
    ),
    ['1s remove-node pool-1', '1s add-node pool-1'],
  );
});

for (const [what, event, message] of [
  [
    'an event for a node that never was',
    '{at: 1s, action: cordon, name: none}',
    /^cordon: no node is called/,
  ],
  [
    'an event for a pool that is empty by then',
    '{at: 2s, action: remove, name: pool}',
    /^remove: no node is/,
  ],
  [
    'a node added twice',
    `{at: 0s, action: add, name: pool-1, ${NEW}}`,
    /^add: a node called "pool-1" exists/,
  ],
] as const) {
  test(`${what} is refused with its position`, (t) => {
    const scenario = written(`${POOL}events:
  nodes:
    - ${event}
    - {at: 1s, action: remove, name: pool}
`);
    const error = t.throws(() => expandNodeEvents(scenario), { instanceOf: UserError, message }) as UserError;
    t.deepEqual(error.position, { file: 'day.yaml', line: 9, column: 7 });
  });
}

test('cordon and uncordon are different events, and an update keeps the cordon', (t) => {
  const scenario = written(`cluster: {nodes: [{name: pool, count: 1, template: {allocatable: {cpu: 1}}}]}
events:
  nodes:
    - {at: 1s, action: cordon, name: pool}
    - {at: 2s, action: update, name: pool, template: {labels: {a: b}}}
    - {at: 3s, action: uncordon, name: pool}
    - {at: 4s, action: update, name: pool, template: {allocatable: {cpu: 2}}}
`);
  const events = expandNodeEvents(scenario).map(({ action }) =>
    action.kind === 'update-node'
      ? [
          action.node.spec?.unschedulable,
          action.node.status.allocatable?.cpu,
          action.node.status.capacity?.cpu,
        ]
      : action.kind,
  );
  t.deepEqual(events, ['cordon-node', [true, 1, 1], 'uncordon-node', [false, 2, 1]]);
});
