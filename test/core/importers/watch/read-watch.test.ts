/** Watch events become a history: each event is at the latest stamp that was seen by then. */
import test from 'ava';
import { stringify } from 'yaml';
import { fileHead } from '../../../../src/core/importers/file-kinds/file-head.ts';
import { readWatch } from '../../../../src/core/importers/watch/read-watch.ts';
import { WATCH } from '../../../../src/core/importers/watch/watch-format.ts';
import { keptHistory, pod, steps } from '../history/kept-history.ts';

const stamp = (second: number) =>
  `${new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString().slice(0, 19)}Z`;
const bytes = (text: string) => new TextEncoder().encode(text);

function event(type: string, name: string, created: number, more: Readonly<Record<string, unknown>> = {}) {
  const { metadata, ...others } = more as { metadata?: object };
  return {
    type,
    object: pod(name, { metadata: { creationTimestamp: stamp(created), ...metadata }, ...others }),
  };
}

const RUNNING = {
  spec: { nodeName: 'n' },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: stamp(25) }],
  },
};
const EVENTS = [
  event('ADDED', 'a', 0),
  event('ADDED', 'b', 10),
  event('ADDED', 'a-new', 20),
  event('MODIFIED', 'a-new', 20, RUNNING),
  { type: 'BOOKMARK', object: { kind: 'Pod', metadata: { resourceVersion: '5' } } },
  event('DELETED', 'b', 10, {
    metadata: { deletionTimestamp: stamp(60), deletionGracePeriodSeconds: 30 },
  }),
];

function read(text: string) {
  const { history, observations } = keptHistory();
  const reader = readWatch(history);
  reader.take({ file: 'watch', bytes: bytes(text) });
  const problems = reader.end();
  return { steps: steps(observations()), problems };
}

const LAYOUTS: Readonly<Record<string, string>> = {
  'one event a line': EVENTS.map((each) => `${JSON.stringify(each)}\n`).join(''),
  'indented events': EVENTS.map((each) => JSON.stringify(each, null, 4)).join('\n'),
  'a list': JSON.stringify(EVENTS),
  'YAML documents': EVENTS.map((each) => `---\n${stringify(each)}`).join(''),
};

for (const [name, text] of Object.entries(LAYOUTS)) {
  test(`${name}: the first list is one moment, and later events follow at their stamps`, (t) => {
    t.true(WATCH.detect(fileHead(bytes(text), 'watch')));
    const found = read(text);
    t.deepEqual(found.steps, [
      [0, 'pod-created'],
      [0, 'pod-created'],
      [10, 'pod-created'],
      [15, 'pod-bound'],
      [15, 'pod-started'],
      [15, 'pod-ready'],
      [20, 'pod-terminating'],
      [20, 'pod-deleted'],
      [20, 'close'],
    ]);
    t.deepEqual(found.problems, []);
  });
}

test('times never go back, and values besides events are counted', (t) => {
  const late = [
    event('ADDED', 'b', 50),
    event('ADDED', 'a', 10),
    event('MODIFIED', 'a', 10, RUNNING),
    { x: 1 },
  ];
  const { steps: found, problems } = read(late.map((each) => JSON.stringify(each)).join('\n'));
  t.deepEqual(
    found.map(([at]) => at),
    [0, 0, 0, 0, 0, 0],
  );
  t.regex(problems[0]!.message, /^left out: 1 value/);
});

test('a pod, a list and a map with a type of its own are no watch events', (t) => {
  for (const other of [pod('a'), { kind: 'List', items: EVENTS }, { type: 'Warning', object: 'x' }])
    t.false(WATCH.detect(fileHead(bytes(JSON.stringify(other)), 'x')));
});
