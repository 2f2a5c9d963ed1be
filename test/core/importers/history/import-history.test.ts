/** Reports of past states become observations in the order of time. */
import test from 'ava';
import {
  createImportHistory,
  type ImportHistory,
} from '../../../../src/core/importers/history/import-history.ts';
import { ageOf, podDescriber } from '../../../../src/core/importers/history/pod-description.ts';
import { createUidNumbers } from '../../../../src/core/importers/history/uid-numbers.ts';
import { leftOut } from '../../../../src/core/importers/import-format.ts';
import { nodeFrom, podFrom } from '../../../../src/core/importers/objects/cluster-objects.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { keepingObserver } from '../../observing/pod-states.ts';
import { node, pod, steps } from './kept-history.ts';

const PLACE = { file: 'x' };
const podOf = (name: string, more = {}) => podFrom(pod(name, more), PLACE);
const nodeOf = (name: string) => nodeFrom(node(name), PLACE);

function opened(lookahead = Number.POSITIVE_INFINITY) {
  const kept: Observation[] = [];
  const starts: number[] = [];
  const history: ImportHistory = createImportHistory(
    (start) => {
      starts.push(start);
      return keepingObserver(kept);
    },
    { lookahead },
  );
  const seen = () => kept.filter(({ kind }) => kind !== 'template');
  return { history, seen, starts };
}

test('the recording starts once, at the earliest report', (t) => {
  const { history, starts, seen } = opened();
  history.pod(podOf('b'), 9_000_000);
  history.pod(podOf('a'), 4_000_000);
  history.end();
  t.deepEqual(starts, [4_000_000]);
  t.deepEqual(steps(seen()), [
    [0, 'pod-created'],
    [5, 'pod-created'],
    [5, 'close'],
  ]);
});

test('a history without reports starts at the epoch and has only a close line', (t) => {
  const { history, starts, seen } = opened();
  t.deepEqual(history.end(), { states: 0, late: 0, window: 0, problems: [] });
  t.deepEqual(starts, [0]);
  t.deepEqual(seen(), [{ at: 0, kind: 'close' }]);
});

test('more reports than are held back are carried out, the earliest first', (t) => {
  const { history, seen } = opened(1);
  history.pod(podOf('b'), 2);
  t.deepEqual(seen(), []);
  history.pod(podOf('a'), 1);
  t.deepEqual(
    seen().map((each) => (each as { name?: string }).name),
    ['a'],
  );
});

test('late reports are counted, happen at the last moment and give a warning', (t) => {
  const { history, seen } = opened(0);
  history.pod(podOf('a'), 5_000_000);
  history.pod(podOf('b'), 7_000_000);
  history.pod(podOf('c'), 6_000_000);
  history.pod(podOf('d'), 7_000_000);
  const counts = history.end();
  t.like(counts, { states: 4, late: 1, window: 2_000_000 });
  t.deepEqual(counts.problems, [
    {
      code: 'late-record',
      severity: 'warning',
      message: 'too late to be put in order: 1 record, counted when read',
    },
  ]);
  t.deepEqual(steps(seen()), [
    [0, 'pod-created'],
    [2, 'pod-created'],
    [2, 'pod-created'],
    [2, 'pod-created'],
    [2, 'close'],
  ]);
});

test('the close line holds the given warnings', (t) => {
  const { history, seen } = opened();
  const problems = [leftOut('x')];
  t.deepEqual(history.end(problems).problems, problems);
  t.deepEqual(problems, [{ code: 'left-out', severity: 'warning', message: 'x' }]);
  t.deepEqual(seen(), [{ at: 0, kind: 'close', problems }]);
});

test('a gap has its reason, its scope and what was lost', (t) => {
  const { history, seen } = opened();
  history.pod(podOf('a'), 1_000);
  history.gap(3_000, 5_000, 'why', 'pods');
  history.gap(6_000, 7_000, 'why');
  history.end();
  t.deepEqual(seen().slice(1, 3), [
    { at: 4_000, kind: 'gap', from: 2_000, reason: 'why', scope: 'pods', lost: 'events' },
    { at: 6_000, kind: 'gap', from: 5_000, reason: 'why', lost: 'events' },
  ]);
});

test('a gap begins within the recording and before its own end', (t) => {
  const { history, seen } = opened();
  history.pod(podOf('a'), 1_000);
  history.gap(0, 5_000, 'before the start');
  history.gap(9_000, 6_000, 'backwards');
  history.end();
  t.deepEqual(
    seen().flatMap((each) => (each.kind === 'gap' ? [[each.from, each.at]] : [])),
    [
      [0, 4_000],
      [5_000, 5_000],
    ],
  );
});

test('objects that a complete list lacks are gone', (t) => {
  const { history, seen } = opened();
  history.pod(podOf('a'), 0);
  history.pod(podOf('b'), 0);
  history.node(nodeOf('n'), 0);
  history.node(nodeOf('m'), 0);
  history.only(new Set(['uid-b', 'uid-m']), 1_000_000);
  history.end();
  t.deepEqual(
    seen().flatMap((each) => (each.at > 0 && 'uid' in each ? [[each.kind, each.uid]] : [])),
    [
      ['pod-deleted', 'uid-a'],
      ['node-removed', 'uid-n'],
    ],
  );
});

test('objects whose uids are made from names stay the same object in a complete list', (t) => {
  const { history, seen } = opened();
  const bare = podFrom(pod('a', { metadata: { uid: undefined } }), PLACE);
  history.pod(bare, 0);
  history.only(new Set([bare.metadata.uid]), 1);
  history.podGone(bare.metadata.uid, 2);
  history.end();
  t.deepEqual(
    seen().map(({ kind }) => kind),
    ['pod-created', 'pod-deleted', 'close'],
  );
});

test('the end of a pod can state its last state', (t) => {
  const { history, seen } = opened();
  history.pod(podOf('a', { spec: { nodeName: 'n' }, status: { phase: 'Running' } }), 0);
  history.podGone('uid-a', 1, podOf('a', { spec: { nodeName: 'n' }, status: { phase: 'Succeeded' } }));
  history.end();
  t.true(seen().some((each) => each.kind === 'pod-finished' && each.phase === 'Succeeded'));
});

test('a stamp counts from the start, and one that is no time is left out', (t) => {
  const start = Date.parse('2025-01-01T00:01:00Z') * 1000;
  const stampOf = (creationTimestamp: string) => {
    const { history, seen } = opened();
    history.pod(podOf('a', { metadata: { creationTimestamp } }), start);
    history.end();
    return (seen()[0] as { stamp?: number }).stamp;
  };
  t.is(stampOf('2025-01-01T00:00:50Z'), -10_000_000);
  t.is(stampOf('noon'), undefined);
});

test('a node that is older than the recording has its age', (t) => {
  const start = Date.parse('2025-01-01T00:01:00Z') * 1000;
  const { history, seen } = opened();
  const { metadata, ...rest } = node('n') as { metadata: object };
  history.node(
    nodeFrom({ ...rest, metadata: { ...metadata, creationTimestamp: '2025-01-01T00:00:00Z' } }, PLACE),
    start,
  );
  history.end();
  t.like(seen()[0], { kind: 'node-added', age: 60_000_000 });
});

test('an age counts from creation; creations less than a second before the start have none', (t) => {
  const start = Date.parse('2025-01-01T00:01:00Z') * 1000;
  t.is(ageOf('2025-01-01T00:00:59Z', start, 500), 1_000_500);
  t.is(ageOf('2025-01-01T00:00:59.000001Z', start, 500), undefined);
  t.is(ageOf('2025-01-01T00:02:00Z', start, 500), undefined);
  t.is(ageOf(undefined, start, 500), undefined);
});

const reference = { kind: 'ReplicaSet', name: 'web-1', uid: 'r', controller: true };

test('the group of a pod is its topmost known controller', (t) => {
  const owned = podOf('a', { metadata: { ownerReferences: [reference] } });
  const above = { kind: 'Rollout', name: 'web' };
  t.like(podDescriber(0, { ownerOf: new Map([['r', above]]) })(owned, 0), {
    group: 'Rollout/web',
    owners: [{ kind: 'ReplicaSet', name: 'web-1' }, above],
  });
  t.like(podDescriber(0, {})(owned, 0), {
    group: 'ReplicaSet/web-1',
    owners: [{ kind: 'ReplicaSet', name: 'web-1' }],
  });
});

test('a pod without a controller has no group, and one without creation no age', (t) => {
  const described = podDescriber(0, {})(podOf('a'), 0);
  t.deepEqual(Object.keys(described).sort(), ['labels', 'name', 'namespace', 'template', 'volumes']);
});

test('labels are described beside the template, and images in it', (t) => {
  const labelled = podOf('a', {
    metadata: { labels: { team: 'x' } },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  });
  const { labels, template } = podDescriber(0, {})(labelled, 0);
  t.deepEqual(labels, { team: 'x' });
  t.is(template.spec.containers[0]?.image, 'nginx');
});

test('uids that are made from names become numbers; others stay', (t) => {
  const numbers = createUidNumbers();
  const a = { metadata: { uid: 'name:a', x: 1 } };
  t.deepEqual(numbers.of(a), { metadata: { uid: 'i1', x: 1 } });
  t.is(numbers.uid('name:b'), 'i2');
  t.is(numbers.uid('name:a'), 'i1');
  const given = { metadata: { uid: 'u' } };
  t.is(numbers.of(given), given);
  t.is(numbers.take('u'), 'u');
});

test('a name that is used again gets a new number', (t) => {
  const numbers = createUidNumbers();
  t.is(numbers.take('name:a'), 'i1');
  t.is(numbers.uid('name:a'), 'i2');
});
