/** What-ifs of the nodes, beside the counts that a search tries. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { playTask, type ReplaySettings } from '../../../src/cli/compare/play-task.ts';
import { parseLimit } from '../../../src/core/comparing/limit.ts';
import { sizeScenario } from '../../../src/verbs/size/size-scenario.ts';
import { sizedSettings } from '../../../src/verbs/size/sized-settings.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const counts = new Map([['w', 2]]);

test('a searched count takes the place of a given one, and other pools keep theirs', (t) => {
  const given = { nodes: ['w=9', 'x=1'], nodePool: ['w=8', 'y=3'] };
  const { nodes, nodePool } = sizedSettings(given, counts);
  t.deepEqual([nodes, nodePool], [['x=1'], ['y=3', 'w=2']]);
});

test('a pool that --nodes describes keeps its resources', (t) => {
  const { nodes, nodePool } = sizedSettings(
    { nodes: ['w=9:cpu=8,memory=1Gi', '3:cpu=4'], nodePool: [] },
    counts,
  );
  t.deepEqual([nodes, nodePool], [['w=2:cpu=8,memory=1Gi', '3:cpu=4'], []]);
  t.deepEqual(sizedSettings({ nodes: ['3:cpu=4'] }, new Map([['node', 5]])).nodes, ['node=5:cpu=4']);
});

test('without counts the settings are as they were given', (t) => {
  const given = { nodes: ['w=9'] };
  t.is(sizedSettings(given, undefined), given);
});

function written(t: ExecutionContext): string {
  const file = join(temporaryFolder(t), 'six.yaml');
  writeFileSync(
    file,
    `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster:
  nodes: [{name: w, count: 3, template: {allocatable: {cpu: 4}}}]
events:
  pods: [{name: p, count: 6, arrivals: {type: constant, value: 10m}, lifetime: 30m, podSpec: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}]
`,
  );
  return file;
}

async function fewest(t: ExecutionContext, limit: string, settings: ReplaySettings) {
  return sizeScenario<ReplaySettings>({
    file: written(t),
    limits: [parseLimit(limit)],
    pools: undefined,
    share: 1,
    seed: 1,
    seeds: 1,
    optionsOf: (tried) => sizedSettings(settings, tried),
    async play(tasks, onPlayed) {
      for (const [place, task] of tasks.entries()) onPlayed(place, await playTask(task));
    },
    onPlayed() {},
  });
}

test('the fewest nodes of another shape, and with a node that is drained', async (t) => {
  t.deepEqual((await fewest(t, 'waiting.max < 1m', {})).smallest, new Map([['w', 1]]));
  t.deepEqual(
    (await fewest(t, 'waiting.max < 1m', { nodes: ['w=4:cpu=1'] })).smallest,
    new Map([['w', 3]]),
    'three pods run at a time',
  );
  t.deepEqual(
    (await fewest(t, 'neverBound = 0', { drain: ['w-0@20m'] })).smallest,
    new Map([['w', 2]]),
    'the search also plays without the node that is drained',
  );
});

test('the fewest nodes that an autoscaler may have', async (t) => {
  const autoscaler = join(temporaryFolder(t), 'pools.yaml');
  const pool = '{name: spot, max: 5, delay: 1m, template: {allocatable: {cpu: 1}}}';
  writeFileSync(
    autoscaler,
    `apiVersion: keg.dev/v1alpha1\nkind: Scenario\ncluster: {autoscaler: {pools: [${pool}]}}\n`,
  );
  const { smallest } = await fewest(t, 'waiting.max < 2m', { autoscaler });
  t.deepEqual(smallest, new Map([['spot', 3]]));
});

test('what is wrong with a drain is among the problems of a search', async (t) => {
  const { problems } = await fewest(t, 'neverBound = 0', { drain: ['w-0@10h'] });
  t.regex(problems.map(({ message }) => message).join(), /finds no pod to evict/);
});
