/** The live view as text: what it shows, and that it fits into every terminal. */
import test from 'ava';
import { presentCluster } from '../../../src/core/present/present-cluster.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { type LiveFrame, liveFrame } from '../../../src/render/live/live-frame.ts';

function stateOf(nodes: number, pending: number) {
  const cluster = presentCluster();
  cluster.header({
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    name: 'day',
    source: { kind: 'replay', target: 'embedded' },
    start: '1970-01-01T00:00:00.000000000Z',
    tool: { name: 'kubectl-keg', version: '0.0.0' },
    clock: { kind: 'virtual', resolution: '1us' },
    redaction: 'none',
  });
  const spec = { containers: [{ name: 'c', resources: { requests: { cpu: 3, memory: '1Gi' } } }] };
  const observations: Observation[] = [{ at: 0, kind: 'template', hash: 't', template: { spec } }];
  for (let number = 1; number <= nodes; number += 1)
    observations.push({
      at: 0,
      kind: 'node-added',
      uid: `n${number}`,
      name: `worker-${number}`,
      allocatable: { cpu: 4, memory: '4Gi', pods: 10 },
      ...(number === 2 && { unschedulable: true }),
    });
  for (let number = 0; number <= pending; number += 1)
    observations.push({
      at: 0,
      kind: 'pod-created',
      uid: `p${number}`,
      namespace: 'd',
      name: `p${number}`,
      template: 't',
    });
  observations.push(
    { at: 0, kind: 'pod-bound', uid: 'p0', node: 'worker-1' },
    { at: 1_000_000, kind: 'pod-started', uid: 'p0' },
  );
  for (let number = 1; number <= pending; number += 1)
    observations.push({
      at: 1_000_000,
      kind: 'pod-unschedulable',
      uid: `p${number}`,
      message: `0/${nodes} nodes are available: ${nodes} Insufficient ${number % 2 ? 'cpu' : `thing-${number}`}.`,
    });
  for (const observation of observations) cluster.observe(observation);
  cluster.advanceTo(60_000_000);
  return cluster.state;
}

function frameOf(nodes: number, pending: number, more: Partial<LiveFrame> = {}): LiveFrame {
  const state = stateOf(nodes, pending);
  return {
    state,
    at: 60_000_000,
    end: 240_000_000,
    speed: 60,
    lag: 4_000,
    scroll: 0,
    footer: 'q end',
    ...more,
  };
}

test('at 80 columns it shows the clock, the nodes as bars, and what waits and why', (t) => {
  const lines = liveFrame(frameOf(2, 3), { width: 80, height: 15, colour: false });
  t.deepEqual(lines, [
    'day: replay on embedded                                         60x, lag p99 4ms',
    '1m of 4m           ███████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░',
    '2 nodes, 3 pending, 1 running, 4 created, 0 succeeded, 0 failed, 0 deleted',
    '',
    'NODE                 PODS  CPU                        MEMORY',
    'worker-1                1  ██████████████░░░░░   75%  █████░░░░░░░░░░░░░░   25%',
    'worker-2 (cordoned)     0  ░░░░░░░░░░░░░░░░░░░    0%  ░░░░░░░░░░░░░░░░░░░    0%',
    '',
    'PENDING  OLDEST  REASON',
    '      2      1m  Insufficient cpu',
    '      1      1m  Insufficient thing-2',
    '',
    '',
    '',
    'q end',
  ]);
});

test('it is as high as the terminal and never wider, whatever there is to show', (t) => {
  for (const [nodes, pending] of [
    [0, 0],
    [1, 1],
    [40, 30],
    [300, 2],
  ] as const)
    for (const [width, height] of [
      [80, 24],
      [120, 40],
      [40, 10],
      [20, 5],
      [300, 3],
    ] as const) {
      const lines = liveFrame(frameOf(nodes, pending), { width, height, colour: false });
      t.is(lines.length, height, `${nodes} nodes in ${width}x${height}`);
      for (const line of lines) t.true([...line].length <= width, `${width}x${height}: ${line}`);
    }
});

test('nodes that have no room are counted, and reached by scrolling up to the last one', (t) => {
  const size = { width: 80, height: 24, colour: false };
  const first = liveFrame(frameOf(40, 0), size);
  t.true(first.includes('nodes 1 to 12 of 40'), first.join('\n'));
  const last = liveFrame(frameOf(40, 0, { scroll: 99 }), size);
  t.true(last.some((line) => line.startsWith('worker-40')));
  t.true(last.includes('nodes 29 to 40 of 40'));
});

test('reasons that have no room are counted', (t) => {
  const lines = liveFrame(frameOf(3, 40), { width: 80, height: 24, colour: false });
  t.true(
    lines.some((line) => /^and \d+ more reasons$/.test(line)),
    lines.join('\n'),
  );
});

test('a pause is said, and without a speed and an end only the clock stands there', (t) => {
  const [paused = ''] = liveFrame(frameOf(1, 0, { isPaused: true }), {
    width: 80,
    height: 12,
    colour: false,
  });
  t.true(paused.endsWith('paused, 60x, lag p99 4ms'));
  const bare = frameOf(1, 0, { speed: undefined, lag: undefined, end: undefined });
  const lines = liveFrame(bare, { width: 80, height: 12, colour: false });
  t.is(lines[0]?.trimEnd(), 'day: replay on embedded');
  t.is(lines[1], '1m');
});

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

test('colour changes no character', (t) => {
  const plain = liveFrame(frameOf(3, 3), { width: 100, height: 20, colour: false });
  const coloured = liveFrame(frameOf(3, 3), { width: 100, height: 20, colour: true });
  t.true(coloured.join('').includes('\u001b[32m'));
  t.deepEqual(
    coloured.map((line) => line.replaceAll(COLOUR, '').trimEnd()),
    plain.map((line) => line.trimEnd()),
  );
});
