/** Pods, Nodes and Events of foreign files become keg's own types, or are refused. */
import test from 'ava';
import {
  eventFrom,
  isUidByName,
  kindOf,
  nodeFrom,
  podFrom,
  uidByName,
} from '../../../../src/core/importers/objects/cluster-objects.ts';

const PLACE = { file: 'x.json', line: 3 };
const CONTAINERS = [{ name: 'c' }];
const pod = (more: object = {}) => ({ metadata: { name: 'a' }, spec: { containers: CONTAINERS }, ...more });

test('a pod without namespace and uid gets both from its name', (t) => {
  t.deepEqual(podFrom(pod(), PLACE), {
    metadata: { name: 'a', namespace: 'default', uid: 'name:default/a' },
    spec: { containers: CONTAINERS },
    status: {},
  } as unknown as ReturnType<typeof podFrom>);
});

test('a pod keeps its namespace, uid and status', (t) => {
  const metadata = { name: 'a', namespace: 'b', uid: 'u', labels: { x: 'y' } };
  const status = { phase: 'Running' };
  const { metadata: read, status: state } = podFrom(pod({ metadata, status }), PLACE);
  t.deepEqual(read as unknown, metadata);
  t.deepEqual(state as unknown, status);
});

test('a node gets a uid from its name and keeps its spec and status', (t) => {
  const rest = { spec: { unschedulable: true }, status: { allocatable: { cpu: '1' } } };
  t.deepEqual(nodeFrom({ metadata: { name: 'n' }, ...rest }, PLACE) as unknown, {
    metadata: { name: 'n', uid: 'name:n' },
    ...rest,
  });
  t.is(nodeFrom({ metadata: { name: 'n', uid: 'u' } }, PLACE).metadata.uid, 'u');
});

test('fields that are null count as missing', (t) => {
  t.deepEqual(podFrom(pod({ status: { phase: null } }), PLACE).status as unknown, {});
  t.deepEqual(nodeFrom({ metadata: { name: 'n' }, spec: { taints: null } }, PLACE).spec as unknown, {});
});

const refused: readonly (readonly [what: string, read: () => unknown, message: string])[] = [
  ['a pod without a name', () => podFrom({ metadata: {} }, PLACE), 'a Pod has no metadata.name'],
  ['a node without a name', () => nodeFrom({}, PLACE), 'a Node has no metadata.name'],
  [
    'a pod without containers',
    () => podFrom(pod({ spec: {} }), PLACE),
    'pod default/a has no list of containers',
  ],
  [
    'a pod whose container is no map',
    () => podFrom(pod({ spec: { containers: [{ name: 'c' }, 1] } }), PLACE),
    'pod default/a has no list of containers',
  ],
  [
    'a pod with a part of the wrong type',
    () => podFrom(pod({ status: { phase: 1 } }), PLACE),
    'pod default/a: status is not a status',
  ],
  [
    'a node with a part of the wrong type',
    () => nodeFrom({ metadata: { name: 'n' }, spec: { unschedulable: 1 } }, PLACE),
    'node n: spec.unschedulable is not true or false',
  ],
];

for (const [what, read, message] of refused) {
  test(`${what} is refused with its place`, (t) => {
    t.like(t.throws(read), { message, position: PLACE });
  });
}

test('a request that is no quantity is refused with the name of the pod', (t) => {
  const containers = [{ resources: { requests: { cpu: 'much' } } }];
  t.like(
    t.throws(() => podFrom(pod({ spec: { containers } }), PLACE), { message: /^pod default\/a: .*much/ }),
    { position: PLACE },
  );
});

for (const field of ['allocatable', 'capacity']) {
  test(`${field} of a node that is no quantity is refused`, (t) => {
    const read = () => nodeFrom({ metadata: { name: 'n' }, status: { [field]: { cpu: 'much' } } }, PLACE);
    t.like(t.throws(read, { message: /^node n: .*much/ }), { position: PLACE });
  });
}

const STAMP = '2025-01-01T00:00:00Z';
const MOMENT = Date.parse(STAMP) * 1000;

for (const stamp of ['firstTimestamp', 'deprecatedFirstTimestamp', 'eventTime']) {
  test(`an Event happens at its ${stamp}`, (t) => {
    const event = { reason: 'r', [stamp]: STAMP, metadata: { creationTimestamp: '2025-02-02T00:00:00Z' } };
    t.is(eventFrom(event)?.moment, MOMENT);
  });
}

test('an Event without times happens at its creation', (t) => {
  t.is(eventFrom({ reason: 'r', metadata: { creationTimestamp: STAMP } })?.moment, MOMENT);
});

test('the first time of an Event goes before its eventTime', (t) => {
  t.is(eventFrom({ reason: 'r', eventTime: '2025-02-02T00:00:00Z', firstTimestamp: STAMP })?.moment, MOMENT);
});

test('an Event without time or without reason is left out', (t) => {
  t.is(eventFrom({ reason: 'r' }), undefined);
  t.is(eventFrom({ eventTime: STAMP, reason: 1 }), undefined);
});

test('an Event of the old API has an involved object and a message', (t) => {
  t.deepEqual(
    eventFrom({
      reason: 'r',
      message: 'm',
      eventTime: STAMP,
      involvedObject: { kind: 'Pod', uid: 'u', name: 'a' },
    })?.event,
    { reason: 'r', involvedObject: { kind: 'Pod', uid: 'u' }, message: 'm' },
  );
});

test('an Event of the new API regards an object and has a note', (t) => {
  t.deepEqual(
    eventFrom({ reason: 'r', message: '', note: 'n', eventTime: STAMP, regarding: { kind: 'Pod', uid: 1 } })
      ?.event,
    { reason: 'r', involvedObject: { kind: 'Pod' }, message: 'n' },
  );
  t.deepEqual(eventFrom({ reason: 'r', eventTime: STAMP })?.event, {
    reason: 'r',
    involvedObject: { kind: 'undefined' },
  });
});

test('a uid that is made from a name is recognised', (t) => {
  t.true(isUidByName(uidByName('a')));
  t.false(isUidByName('a'));
  t.false(isUidByName('a-name:b'));
});

test('a kind is stated by the object, else by its list, else shown by its fields', (t) => {
  const cases: readonly (readonly [unknown, string | undefined, string])[] = [
    [{ kind: 'Job' }, 'PodList', 'Job'],
    [{}, 'PodList', 'Pod'],
    [{}, 'ListOfAll', 'ListOfAll'],
    [{ spec: { containers: CONTAINERS } }, undefined, 'Pod'],
    [{ spec: { containers: CONTAINERS } }, 'List', 'Pod'],
    [{ spec: { containers: [] } }, undefined, ''],
    [{ status: { allocatable: {} } }, undefined, 'Node'],
    [{ involvedObject: {} }, undefined, 'Event'],
    [{ regarding: {} }, undefined, 'Event'],
    [{ regarding: 'a' }, undefined, ''],
    [{}, undefined, ''],
  ];
  for (const [value, list, kind] of cases) t.is(kindOf(value, list), kind, JSON.stringify(value));
});
