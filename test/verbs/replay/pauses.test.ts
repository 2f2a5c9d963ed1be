/** Pauses of a live replay: the clock stops, nothing is sent, and nothing of it counts in the speed. */
import test from 'ava';
import { emptyScenario } from '../../../src/core/scenario/empty-scenario.ts';
import type { TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';
import { createPausableClock } from '../../../src/targets/live/pace/pausable-clock.ts';
import { pausesOf, readPauseTimes } from '../../../src/verbs/replay/asked-pauses.ts';
import { playOnTarget } from '../../../src/verbs/replay/play-on-target.ts';
import { fakeClock } from './fake-clock.ts';
import { imaginedCluster } from './imagined-cluster.ts';

const SECOND = 1_000_000;
const POD = {
  namespace: 'default',
  group: 'p',
  template: { spec: { containers: [{}] } },
  lifetime: null,
  end: 'deleted',
  startDelay: 0,
  readyDelay: 0,
  withdrawnAt: null,
} as const;

/** Ten pods, one each second of the scenario, at 1x. */
function loaded() {
  const timeline = Array.from(
    { length: 10 },
    (_, index): TimelineEvent => ({
      at: index * SECOND,
      sequence: index,
      action: { kind: 'create-pod', pod: { ...POD, name: `p-${index}` } },
    }),
  );
  const scheduler = {
    kubernetesVersion: { minor: 36 } as never,
    configuration: undefined,
    cycle: 0,
    bind: 0,
  };
  const play = { timeline, scheduler, seed: 1, duration: 20 * SECOND };
  return { scenario: emptyScenario('test', 'test.yaml'), play, problems: [], inputs: [] };
}

/** @param press is called when the clock starts, with what presses the key. */
async function replay(
  pauseAt: readonly number[],
  press: (toggle: () => void, real: ReturnType<typeof fakeClock>) => void,
) {
  const real = fakeClock();
  const cluster = imaginedCluster(createPausableClock(real));
  const listen = (onToggle: () => void) => {
    press(onToggle, real);
    return () => {};
  };
  const request = { speed: 1, tool: { name: 'test', version: '0' }, pauseAt, keys: { listen } };
  const { result } = await real.until(playOnTarget(loaded(), request, cluster.target, undefined));
  const gaps = cluster.sent.map((at, index) => at - (cluster.sent[index - 1] ?? at));
  return { result: result!, gaps, diary: cluster.diary };
}

test('a pause by key shifts all that follows, and is no part of the speed', async (t) => {
  const { result, gaps, diary } = await replay([], async (toggle, real) => {
    await real.sleep(3.5 * SECOND);
    toggle();
    await real.sleep(100 * SECOND);
    toggle();
  });
  t.true(
    gaps.slice(1).every((gap) => gap === SECOND),
    'on the clock of the play',
  );
  t.is(diary.filter((step) => step === 'takeOver').length, 1);
  t.like(result.figures.speed, { achieved: 1, lag: { n: 10, max: 0 } });
  t.is(result.figures.speed.pauses?.[0]?.wall, 100 * SECOND);
  t.is(result.figures.speed.pauses?.length, 1);
  t.is(result.figures.window.to, 20 * SECOND);
  t.is(result.played.wallTime, 20 * SECOND);
});

test('keys change the speed, and each stretch is said and counts in the achieved one', async (t) => {
  const real = fakeClock();
  const cluster = imaginedCluster(createPausableClock(real));
  const listenSpeed = (onFactor: (factor: number) => void) => {
    const press = async (): Promise<void> => {
      await real.sleep(4 * SECOND);
      onFactor(2);
      await real.sleep(1 * SECOND);
      onFactor(0.25);
    };
    void press();
    return () => {};
  };
  const keys = { listen: () => () => {}, listenSpeed };
  const request = { speed: 1, tool: { name: 'test', version: '0' }, keys };
  const { result } = await real.until(playOnTarget(loaded(), request, cluster.target, undefined));
  const { speed } = result!.figures;
  t.deepEqual(
    speed.changes?.map((each) => each.speed),
    [2, 0.5],
  );
  // The first 4 s, then 2 s in one, then 14 s in 28: the play begins 50 ms after its clock.
  const wall = 4 + 1 + 28.05;
  t.true(Math.abs(speed.achieved! - 20 / wall) < 0.01, `${speed.achieved}`);
  t.true(Math.abs(result!.played.wallTime! / SECOND - wall) < 0.2, `${result!.played.wallTime}`);
  t.like(speed, { planned: 1, lag: { n: 10, max: 0 } });
  t.is(result!.figures.compression, null);
  t.is(result!.figures.window.to, 20 * SECOND);
});

test('the clock stops at the asked times, and each pause lasts until a key', async (t) => {
  const { result } = await replay([4 * SECOND, 7 * SECOND], async (toggle, real) => {
    await real.sleep(30 * SECOND);
    toggle();
    await real.sleep(30 * SECOND);
    toggle();
  });
  t.deepEqual(
    result.figures.speed.pauses?.map(({ at }) => at),
    [4 * SECOND, 7 * SECOND],
  );
  t.is(result.figures.speed.achieved, 1);
});

test('times of pauses are times of the scenario, within the replay, and need keys', (t) => {
  const keys = { listen: () => () => {} };
  t.deepEqual(readPauseTimes(['1m30s', '5s']), [90 * SECOND, 5 * SECOND]);
  t.throws(() => readPauseTimes(['soon']), { message: /--pause-at soon is not a time/ });
  t.throws(() => readPauseTimes(['0s']), { message: /--pause-at 0s/ });
  t.deepEqual(pausesOf(loaded(), [5 * SECOND], keys)?.at, [5 * SECOND]);
  t.deepEqual(pausesOf({ ...loaded(), window: { from: 60 * SECOND } }, [65 * SECOND], keys)?.at, [
    5 * SECOND,
  ]);
  t.throws(() => pausesOf(loaded(), [5 * SECOND], undefined), { message: /needs a terminal/ });
  t.throws(() => pausesOf(loaded(), [25 * SECOND], keys), {
    message: /--pause-at 25s is not within the replay/,
  });
});
