/** Doubts the stamps of nodes whose clocks are ahead, and no others. */
import test from 'ava';
import { createStampClocks } from '../../../../src/core/importers/dump/stamp-clocks.ts';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-03-01T12:00:00Z');

function at(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

function node(name: string, heartbeat: number, { status = 'True', created = NOON - 9 * HOUR } = {}): object {
  return {
    kind: 'Node',
    metadata: { name, creationTimestamp: at(created) },
    status: { conditions: [{ type: 'Ready', status, lastHeartbeatTime: at(heartbeat) }] },
  };
}

function pod(created: number, nodeName?: string, started?: number): object {
  return {
    kind: 'Pod',
    metadata: { name: 'p', creationTimestamp: at(created) },
    spec: { nodeName },
    status: { startTime: started && at(started) },
  };
}

/** The moment and the warning of a dump of the objects. */
function taken(...objects: readonly object[]): { moment: string | undefined; warning: string | undefined } {
  const clocks = createStampClocks();
  for (const object of objects) clocks.take((object as { kind: string }).kind, object);
  const found = clocks.taken();
  return { moment: found && at(found.moment / 1000), warning: found?.problems[0]?.message };
}

const CASES: readonly (readonly [string, readonly object[], moment: number, doubted: RegExp | undefined])[] =
  [
    [
      'one of two nodes is a year ahead',
      [node('n1', NOON), node('n2', NOON + 8760 * HOUR), pod(NOON - 60_000)],
      NOON,
      /clock of node n2 \(2027-03-01T12:00:00Z\) is ahead of the others: .* at 2026-03-01T12:00:00Z/,
    ],
    [
      'two of five nodes are ahead',
      [
        ...['a', 'b', 'c'].map((name) => node(name, NOON)),
        node('d', NOON + HOUR),
        node('e', NOON + 2 * HOUR),
      ],
      NOON,
      /clocks of 2 nodes: e \(2026-03-01T14:00:00Z\), d .* are ahead/,
    ],
    [
      'only pods of a node show that it is ahead',
      [node('n1', NOON), node('n2', NOON), pod(NOON, 'n2', NOON + HOUR)],
      NOON,
      /node n2/,
    ],
    [
      'one node alone, in a cluster in which nothing happens',
      [node('n1', NOON + 99 * HOUR), pod(NOON)],
      NOON + 99 * HOUR,
      undefined,
    ],
    [
      'all other nodes have stopped long ago',
      [
        node('n1', NOON + 99 * HOUR),
        node('n2', NOON, { status: 'Unknown' }),
        node('n3', NOON, { status: 'Unknown' }),
      ],
      NOON + 99 * HOUR,
      undefined,
    ],
    [
      'heartbeats a few minutes apart',
      [node('n1', NOON), node('n2', NOON + 300_000)],
      NOON + 300_000,
      undefined,
    ],
    [
      'simulated nodes, whose heartbeats stay at their creation',
      [0, 1, 2].map((hours) => node(`n${hours}`, NOON + hours * HOUR, { created: NOON + hours * HOUR })),
      NOON + 2 * HOUR,
      undefined,
    ],
    [
      'a clock that is behind',
      [node('n1', NOON - 8760 * HOUR), node('n2', NOON), pod(NOON - HOUR)],
      NOON,
      undefined,
    ],
  ];

for (const [what, objects, moment, doubted] of CASES) {
  test(`${doubted ? 'doubted' : 'not doubted'}: ${what}`, (t) => {
    const found = taken(...objects);
    t.is(found.moment, at(moment));
    if (doubted) t.regex(found.warning ?? '', doubted);
    else t.is(found.warning, undefined);
  });
}

test('Events of a kubelet have stamps of its node, all others of the control plane', (t) => {
  const event = { kind: 'Event', lastTimestamp: at(NOON + HOUR) };
  const nodes = [node('n1', NOON), node('n2', NOON)];
  const ofKubelet = { ...event, source: { component: 'kubelet', host: 'n2' } };
  t.regex(taken(...nodes, ofKubelet).warning ?? '', /node n2/);
  const ofScheduler = { ...event, source: { component: 'default-scheduler' } };
  t.is(taken(...nodes, ofScheduler).moment, at(NOON + HOUR));
});
