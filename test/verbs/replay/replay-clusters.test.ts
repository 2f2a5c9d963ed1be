/** Replays on several clusters: their clocks start together or not at all, and each has a recording of its own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { WALL_CLOCK } from '../../../src/kubernetes/wall-clock.ts';
import type { Target } from '../../../src/targets/target.ts';
import { textFlag } from '../../../src/targets/target-flag.ts';
import { createMeeting } from '../../../src/verbs/replay/meeting.ts';
import { refuseOneCluster, replayClusters } from '../../../src/verbs/replay/replay-clusters.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type ImaginedFaults, imaginedCluster } from './imagined-cluster.ts';

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: two}
duration: 2s
events:
  pods: [{name: p, at: 1s, podSpec: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}]
`;

/** Replays on imagined clusters of these contexts. */
function play(
  t: ExecutionContext,
  contexts: readonly string[],
  faultsOf: (context: string) => ImaginedFaults,
) {
  const folder = temporaryFolder(t);
  const file = join(folder, 'two.yaml');
  writeFileSync(file, SCENARIO);
  const diary: string[] = [];
  const shown: string[] = [];
  const target: Target = {
    name: 'kwok',
    summary: '',
    clock: 'wall',
    flags: [],
    senselessFlags: [],
    async open(flags) {
      const context = textFlag(flags, 'context') ?? '';
      const at = (step: string): void => {
        diary.push(`${context} ${step}`);
      };
      return imaginedCluster(WALL_CLOCK, { probe: false, ...faultsOf(context), at }).target;
    },
  };
  const recording = join(folder, 'run.keg.jsonl');
  const show = {
    inform: (sentence: string) => shown.push(sentence),
    warn: () => {},
    doing: () => {},
  };
  const request = { file, recording, speed: 20, tool: { name: 'test', version: '0' }, show };
  return { played: replayClusters(target, {}, request, contexts), folder, diary, shown };
}

test('all clusters are prepared before the first clock starts', async (t) => {
  const { played, diary, shown } = play(t, ['east', 'west'], () => ({}));
  const replays = await played;
  t.deepEqual(
    replays.map(({ context, replay }) => [context, replay.result?.figures.pods.bound]),
    [
      ['east', 1],
      ['west', 1],
    ],
  );
  const last = (step: string): number =>
    Math.max(...['east', 'west'].map((each) => diary.indexOf(`${each} ${step}`)));
  const first = (step: string): number =>
    Math.min(...['east', 'west'].map((each) => diary.indexOf(`${each} ${step}`)));
  t.true(last('observe') < first('start'), diary.join(', '));
  t.true(diary.includes('east remove') && diary.includes('west remove'));
  t.true(shown.some((sentence) => sentence.startsWith('west: ')));
});

test('where one cluster cannot be prepared, none starts, and all is removed', async (t) => {
  const { played, diary } = play(t, ['east', 'west'], (context) =>
    context === 'west' ? { prepare: new Error('no room') } : {},
  );
  await t.throwsAsync(played, { message: 'no room' });
  t.false(diary.some((step) => step.endsWith(' start')));
  t.true(diary.includes('east remove') && diary.includes('west remove'));
});

test('each cluster has a recording, named after its context', async (t) => {
  const { played, folder } = play(t, ['arn:aws:eks/a', 'arn:aws:eks:a', 'b'], () => ({}));
  await played;
  for (const name of ['arn-aws-eks-a-1', 'arn-aws-eks-a-2', 'b'])
    t.regex(readFileSync(join(folder, `run.${name}.keg.jsonl`), 'utf8'), /"kind":"pod-bound"/);
  t.false(existsSync(join(folder, 'run.keg.jsonl')));
});

test('two contexts of one cluster are refused', async (t) => {
  const meeting = createMeeting(2, new AbortController().signal);
  void meeting.surveyed('https://one');
  await t.throwsAsync(meeting.surveyed('https://one'), {
    message: 'two contexts are the same cluster: https://one',
  });
});

for (const [flags, request, what] of [
  [{ 'pause-at': ['1s'] }, {}, '--pause-at'],
  [{ server: 'https://one' }, {}, '--server'],
  [{}, { seeds: 3 }, '--seeds'],
  [{}, { isPaced: true }, '--watch or --metrics-port'],
  [{}, { folder: { flag: '--csv-dir', folder: undefined } }, '--csv-dir'],
] as const) {
  test(`${what} is refused with several contexts`, (t) => {
    t.throws(() => refuseOneCluster({ folder: undefined, ...request }, ['a', 'b'], flags), {
      message: `${what} is for one cluster, and there are 2 contexts`,
    });
  });
}

test('a context that is given twice is refused', (t) => {
  t.throws(() => refuseOneCluster({ folder: undefined }, ['a', 'a'], {}), {
    message: '--context a is given twice',
  });
});
