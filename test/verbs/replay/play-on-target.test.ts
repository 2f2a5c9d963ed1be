/** A replay on a live target, from survey to removal, on an imagined cluster and with a clock that the test moves. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { emptyScenario } from '../../../src/core/scenario/empty-scenario.ts';
import type { TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';
import type { Play } from '../../../src/targets/target.ts';
import { type PlayingRequest, playOnTarget } from '../../../src/verbs/replay/play-on-target.ts';
import { fakeClock } from './fake-clock.ts';
import { type ImaginedFaults, imaginedCluster } from './imagined-cluster.ts';

const SECOND = 1_000_000;
const TEMPLATE = { spec: { containers: [{ resources: { requests: { cpu: '1m' } } }] } };

function podAt(at: number, sequence: number): TimelineEvent {
  const pod = {
    namespace: 'default',
    name: `p-${sequence}`,
    group: 'p',
    template: TEMPLATE,
    lifetime: null,
    end: 'deleted',
    startDelay: 0,
    readyDelay: 0,
    withdrawnAt: null,
  } as const;
  return { at, sequence, action: { kind: 'create-pod', pod } };
}

function playOf(count: number, gap: number, duration?: number): Play {
  return {
    timeline: Array.from({ length: count }, (_, index) => podAt(index * gap, index)),
    scheduler: { kubernetesVersion: { minor: 36 } as never, configuration: undefined, cycle: 0, bind: 0 },
    seed: 1,
    duration,
  };
}

function replay(
  play: Play,
  change: Partial<PlayingRequest> & { readonly probe?: boolean } = {},
  faults: ImaginedFaults = {},
  clock = fakeClock(),
) {
  const { probe = true, ...request } = change;
  const cluster = imaginedCluster(clock, { ...faults, probe });
  const shown: string[] = [];
  const doing: string[] = [];
  const loaded = { scenario: emptyScenario('test', 'test.yaml'), play, problems: [], inputs: [] };
  const whole: PlayingRequest = {
    speed: 10,
    tool: { name: 'test', version: '0' },
    signal: new AbortController().signal,
    show: {
      inform: (sentence) => shown.push(sentence),
      warn: (problems) => shown.push(...problems.map(formatProblem)),
      doing: (what) => doing.push(what),
    },
    ...request,
  };
  const live = clock.until(playOnTarget(loaded, whole, cluster.target, undefined));
  return { live, shown, doing, clock, ...cluster };
}

test('1,000 events 9 s apart at 10x take exactly 900 s, each at its time', async (t) => {
  const { live, sent, diary } = replay(playOf(1_000, 9 * SECOND, 9_000 * SECOND));
  const { result } = await live;
  t.deepEqual(
    sent.map((at) => at - sent[0]!),
    Array.from({ length: 1_000 }, (_, index) => index * 900_000),
  );
  t.is(result?.played.wallTime, 900 * SECOND);
  t.like(result?.figures.speed, { planned: 10, achieved: 10, lag: { n: 1_000, p99: 0, max: 0 } });
  t.is(result?.figures.window.to, 9_000 * SECOND);
  t.deepEqual(
    diary.filter((step) => step !== 'endObserving'),
    ['prepare', 'observe', 'start', 'remove', 'close'],
  );
});

test('observing ends before anything is removed', async (t) => {
  const { live, diary } = replay(playOf(1, 0));
  await live;
  t.true(diary.indexOf('endObserving') < diary.indexOf('remove'));
});

test('calls that are still under way when the window ends count in the lag', async (t) => {
  const clock = fakeClock();
  const answer = async ({ sequence }: TimelineEvent): Promise<void> => {
    if (sequence >= 7) await clock.sleep(3 * SECOND);
  };
  const { live } = replay(playOf(10, SECOND, 10 * SECOND), {}, { answer }, clock);
  const { result } = await live;
  t.like(result?.figures.speed, { lag: { n: 10 }, answers: { n: 10, max: 3 * SECOND } });
});

test('the place and what differs are announced before the play', async (t) => {
  const { live, shown } = replay(playOf(10, SECOND));
  const { result } = await live;
  t.deepEqual(shown.slice(0, 3), [
    'playing at 10x on "test", as run abc123',
    'note: a note',
    'note: a change',
  ]);
  t.like(result?.figures.pods, { created: 10, bound: 10, started: 10 });
});

test('the recording names the target, the cluster’s version and what differs', async (t) => {
  const { result } = await replay(playOf(1, 0)).live;
  t.like(result?.header.source, { kind: 'replay', target: 'kwok', kubernetes: '1.36.3', speed: 10 });
  t.like(result?.header.clock, { kind: 'monotonic', resolution: '10us' });
  t.deepEqual(
    result?.figures.problems.map(({ code }) => code),
    ['played-otherwise', 'changed-for-target'],
  );
});

test('without a duration the window ends with the last observation', async (t) => {
  const { result } = await replay(playOf(10, SECOND)).live;
  t.is(result?.figures.window.to, 9 * SECOND);
});

test('a scenario that needs much is probed, unless the probe is off', async (t) => {
  const busy = playOf(2_000, 0.01 * SECOND);
  const probed = replay(busy);
  await probed.live;
  t.true(probed.diary.includes('probe'));
  t.true(
    probed.shown.includes('probe: API calls answered a second: 1,000 to 1,500, pods bound a second: 50'),
  );
  const blind = replay(busy, { probe: false });
  await blind.live;
  t.false(blind.diary.includes('probe'));
});

test('a speed that is too high is a problem in the recording', async (t) => {
  const { result } = await replay(playOf(2_000, 0.01 * SECOND)).live;
  t.true(result?.header.problems?.some(({ code }) => code === 'too-fast'));
});

test('a dry run creates nothing', async (t) => {
  const { live, diary, shown } = replay(playOf(10, SECOND), { dryRun: true });
  t.is((await live).result, undefined);
  t.deepEqual(diary, ['endObserving', 'close']);
  t.regex(shown[0]!, /^would play/);
});

test('what could not be prepared is removed again', async (t) => {
  const { live, diary } = replay(
    playOf(1, 0),
    {},
    { prepare: new UserError('node "n" exists already', { next: 'try again' }) },
  );
  await t.throwsAsync(live, { message: /exists already/ });
  t.deepEqual(
    diary.filter((step) => step !== 'endObserving'),
    ['prepare', 'remove', 'close'],
  );
});

for (const step of ['prepare', 'probe', 'observe']) {
  test(`Ctrl-C at ${step} plays nothing and removes what was created`, async (t) => {
    const stop = new AbortController();
    const at = (reached: string): void => {
      if (reached === step) stop.abort();
    };
    const { live, diary } = replay(playOf(2_000, 0.01 * SECOND), { signal: stop.signal }, { at });
    t.is((await live).result, undefined);
    t.false(diary.includes('start'));
    t.true(diary.includes('remove'));
  });
}

test('Ctrl-C while the clock runs ends with what was played until then', async (t) => {
  const stop = new AbortController();
  const work = ({ sequence }: TimelineEvent): undefined => {
    if (sequence === 4) stop.abort();
  };
  const { live, diary } = replay(playOf(10, SECOND), { signal: stop.signal }, { work });
  const { result, failure } = await live;
  t.like(result?.played, { events: 5, stopped: true });
  t.like(result?.figures.pods, { created: 5 });
  t.is(failure, undefined);
  t.true(diary.includes('remove'));
});

test('a cluster that is lost ends the replay with one line, after the results until then', async (t) => {
  const lost = new UserError('nothing answers at https://test', { next: 'try again', exitCode: 3 });
  const work = ({ sequence }: TimelineEvent): Error | undefined => (sequence === 3 ? lost : undefined);
  const { live, diary } = replay(playOf(10, SECOND), {}, { work });
  const { result, failure } = await live;
  t.is(failure, lost);
  t.like(result?.figures.pods, { created: 3 });
  t.true(diary.includes('remove'));
});

test('a removal that fails is reported with the command that removes the rest', async (t) => {
  const { failure } = await replay(playOf(1, 0), {}, { remove: new Error('gone away') }).live;
  t.like(failure, { exitCode: 3, next: 'kubectl keg cluster reset --run abc123 removes the rest' });
});

test('a removal that fails after another failure is a warning', async (t) => {
  const lost = new UserError('lost', { next: 'try again', exitCode: 3 });
  const { live, shown } = replay(playOf(1, 0), {}, { work: () => lost, remove: new Error('gone away') });
  t.is((await live).failure, lost);
  t.true(shown.some((line) => /^warning: not everything .* is removed: gone away \(kubectl keg/.test(line)));
});

test('--keep leaves what was created and prints how to remove it', async (t) => {
  const { live, shown, diary } = replay(playOf(1, 0), { keep: true });
  await live;
  t.false(diary.includes('remove'));
  t.is(shown.at(-1), 'what was created stays; remove it with kubectl keg cluster reset --run abc123');
});

test('a replay later than --max-lag fails after its results', async (t) => {
  const clock = fakeClock();
  // A key is busy for 3 s, so that the second event on it is late.
  const answer = (): Promise<void> => clock.sleep(3 * SECOND);
  const { live } = replay(playOf(2, 0), { maxLag: 1000 }, { answer, key: 'one' }, clock);
  const { result, failure } = await live;
  t.like(result?.figures.speed, { limitedBy: 'api-server', lag: { max: 3 * SECOND } });
  t.regex(failure?.message ?? '', /^late: .* limited by the API server$/);
});

test('events that could not be sent before the end are a problem', async (t) => {
  const clock = fakeClock();
  const answer = (): Promise<void> => clock.sleep(3 * SECOND);
  const { live } = replay(playOf(4, 0, 10 * SECOND), {}, { answer, key: 'one' }, clock);
  const { result } = await live;
  t.is(result?.played.unsent, 3);
  t.like(result?.problems[0], {
    code: 'not-sent',
    message:
      '3 events were still waiting to be sent when the scenario ended: it was too fast for this cluster',
  });
  t.true(result?.figures.problems.some(({ code }) => code === 'not-sent'));
});
