/** Nodes that fail: when they go, how they come back, and what they miss while they are gone. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { loadScenario } from '../../../../src/core/scenario/load-scenario.ts';
import { expand, nodeStory, written } from '../written-scenario.ts';

const nodes = (more = '') =>
  `{nodes: [{name: a, count: 2, template: {labels: {topology.kubernetes.io/zone: x}, allocatable: {cpu: 4}}}, {name: b, count: 1, template: {labels: {topology.kubernetes.io/zone: y, spot: 'yes'}, allocatable: {cpu: 4}}}]${more}}`;
const failing = (failures: string, events = '', duration = 'duration: 10h\n') =>
  `${duration}cluster: ${nodes()}\nevents: {failures: [${failures}]${events}}\n`;
const later = (text: string) => nodeStory(expand(text)).filter((line) => !line.startsWith('0s '));

test('a node fails, and comes back after its repair', (t) => {
  t.deepEqual(later(failing('{nodes: a-1, betweenFailures: 4h, repair: 30m}')), [
    '14400s remove-node a-1',
    '16200s add-node a-1',
    '30600s remove-node a-1',
    '32400s add-node a-1',
  ]);
});

test('a zone fails as one, and only its nodes', (t) => {
  t.deepEqual(later(failing('{per: zone, nodes: a, betweenFailures: 7h, repair: 1h}')), [
    '25200s remove-node a-0',
    '25200s remove-node a-1',
    '28800s add-node a-0',
    '28800s add-node a-1',
  ]);
});

test('labels choose what fails, and without a repair it does not come back', (t) => {
  t.deepEqual(later(failing("{labels: {spot: 'yes'}, betweenFailures: 2h}")), ['7200s remove-node b-0']);
});

test('with notice a node is drained first, for as long as it was back', (t) => {
  const actions = expand(
    failing('{nodes: b, betweenFailures: 2h, repair: 1h, notice: 3h, grace: 20s}'),
  ).flatMap(({ at, action }) =>
    action.kind.endsWith('-node') && at > 0 ? [`${at / 1e6} ${action.kind}`] : [],
  );
  t.deepEqual(actions.slice(0, 4), [
    '7200 remove-node',
    '10800 add-node',
    '10800 drain-node',
    '18000 remove-node',
  ]);
  const [drain] = expand(failing('{nodes: b, betweenFailures: 2h, notice: 2m, grace: 20s}')).filter(
    ({ action }) => action.kind === 'drain-node',
  );
  t.like(drain, { at: 7080e6, action: { kind: 'drain-node', name: 'b-0', grace: 20e6 } });
});

test('what several causes take down is back when none holds it any more', (t) => {
  const causes =
    '{nodes: b, betweenFailures: 2h, repair: 3h}, {nodes: b, name: other, betweenFailures: 4h, repair: 2h}';
  t.deepEqual(later(failing(causes)), [
    '7200s remove-node b-0',
    '21600s add-node b-0',
    '25200s remove-node b-0',
  ]);
});

test('a node is back as if it had not missed what its scenario has for it then', (t) => {
  const events =
    ', nodes: [{at: 150m, action: cordon, name: b}, {at: 155m, action: update, name: b, template: {labels: {new: "1"}}}]';
  const timeline = expand(failing('{nodes: b, betweenFailures: 2h, repair: 1h}', events));
  t.deepEqual(
    timeline.flatMap(({ at, action }) =>
      action.kind.endsWith('-node') && at > 0 ? [`${at / 1e6} ${action.kind}`] : [],
    ),
    [
      '7200 remove-node',
      '10800 add-node',
      '18000 remove-node',
      '21600 add-node',
      '28800 remove-node',
      '32400 add-node',
    ],
  );
  const back = timeline.find(({ at }) => at === 10_800e6)!.action;
  t.like(back, { node: { metadata: { labels: { new: '1' } }, spec: { unschedulable: true } }, pool: 'b' });
});

test('a node that is removed while it is gone does not come back', (t) => {
  const events =
    ', nodes: [{at: 150m, action: remove, name: b}, {at: 4h, action: add, name: b-0, template: {allocatable: {cpu: 1}}}]';
  t.deepEqual(later(failing('{nodes: b, betweenFailures: 2h, repair: 1h}', events)), [
    '7200s remove-node b-0',
    '14400s add-node b-0',
  ]);
});

test('a node that joins a zone that is down comes with the zone', (t) => {
  const events =
    ', nodes: [{at: 150m, action: add, name: c, template: {labels: {topology.kubernetes.io/zone: y}, allocatable: {cpu: 1}}}]';
  t.deepEqual(
    later(
      failing(
        '{per: zone, labels: {topology.kubernetes.io/zone: y}, betweenFailures: 2h, repair: 9h}',
        events,
      ),
    ),
    ['7200s remove-node b-0'],
  );
  t.deepEqual(
    later(
      failing(
        '{per: zone, labels: {topology.kubernetes.io/zone: y}, betweenFailures: 2h, repair: 1h}',
        events,
        'duration: 4h\n',
      ),
    ),
    ['7200s remove-node b-0', '10800s add-node b-0', '10800s add-node c'],
  );
});

test('without a duration nodes fail until the last pod would end, and come back later', (t) => {
  const pods = ', pods: [{name: p, arrivals: [1h], lifetime: 90m, template: small}]';
  t.deepEqual(later(failing('{nodes: b, betweenFailures: 2h, repair: 6h}', pods, '')), [
    '7200s remove-node b-0',
    '28800s add-node b-0',
  ]);
});

for (const [what, entry, wanted] of [
  ['a grace without notice', '{betweenFailures: 1h, grace: 5s}', /grace needs a notice/],
  ['no time between failures', '{repair: 1h}', /betweenFailures/],
  ['a negative notice', '{betweenFailures: 1h, notice: -5s}', /negative/],
  ['an unknown family', '{betweenFailures: {type: nice}}', /"type" must be one of/],
  [
    'a name that is used twice',
    '{name: x, betweenFailures: 1h}, {name: x, betweenFailures: 1h}',
    /is also the name/,
  ],
] as const)
  test(`${what} is an error at its place`, (t) => {
    const { scenario, problems } = loadScenario(
      `apiVersion: keg.dev/v1alpha1\nkind: Scenario\n${failing(entry)}`,
      'day.yaml',
    );
    t.is(scenario, undefined);
    t.regex(problems[0]!.message, wanted);
    t.is(problems[0]!.position?.line, 5);
  });

test('a name that no node has is warned of', (t) => {
  const { problems } = loadScenario(
    `apiVersion: keg.dev/v1alpha1\nkind: Scenario\n${failing('{nodes: [a, c], betweenFailures: 1h}')}`,
    'day.yaml',
  );
  t.true(problems.some(({ code, message }) => code === 'unknown-node' && message.includes('"c"')));
});

test('failures without end are refused', (t) => {
  t.throws(() => written(failing('{betweenFailures: 0s, repair: 0s}')), {
    message: /longer than 0 on average/,
  });
  const error = t.throws(() => expand(failing('{betweenFailures: 1us, repair: 0s}')), {
    instanceOf: UserError,
  });
  t.regex(error.message, /fails more than 100,000 times/);
});
