/** A live replay from survey to removal, on a cluster that is imagined and a clock that is told what time it is. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import type { TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';
import type { Play } from '../../../src/targets/target.ts';
import { type LiveRequest, playLive } from '../../../src/verbs/replay/play-live.ts';
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

async function replay(
  play: Play,
  change: Partial<LiveRequest> = {},
  faults: ImaginedFaults = {},
  clock = fakeClock(),
) {
  const cluster = imaginedCluster(clock, faults);
  const said: string[] = [];
  const request: LiveRequest = {
    speed: 10,
    file: undefined,
    signal: new AbortController().signal,
    dryRun: false,
    keep: false,
    probe: true,
    headerAt: (start, kubernetes) => ({
      apiVersion: 'keg.dev/v1alpha1',
      kind: 'Recording',
      source: { kind: 'replay', target: 'kwok', kubernetes, speed: 10 },
      start,
      tool: { name: 'test', version: '0' },
      clock: { kind: 'monotonic', resolution: '10us' },
      redaction: 'none',
    }),
    announce: (sentences) => said.push(...sentences),
    doing: () => {},
    ...change,
  };
  const live = clock.until(playLive(play, request, cluster.target, clock));
  return { live, said, clock, ...cluster };
}

test('1,000 events 9 s apart at 10x take exactly 900 s, each at its very time', async (t) => {
  const { live, sent, diary } = await replay(playOf(1_000, 9 * SECOND, 9_000 * SECOND));
  const { replay: played } = await live;
  t.deepEqual(
    sent.map((at) => at - sent[0]!),
    Array.from({ length: 1_000 }, (_, index) => index * 900_000),
  );
  t.is(played?.played.wallTime, 900 * SECOND);
  t.like(played?.figures.speed, { planned: 10, achieved: 10, lag: { n: 1_000, p99: 0, max: 0 } });
  t.is(played?.figures.window.to, 9_000 * SECOND);
  t.deepEqual(diary, ['prepare', 'observe', 'start', 'endObserving', 'endObserving', 'remove', 'close']);
});

test('calls that are still under way when the window ends count in the lag', async (t) => {
  const clock = fakeClock();
  const answer = async ({ sequence }: TimelineEvent): Promise<void> => {
    if (sequence >= 7) await clock.sleep(3 * SECOND);
  };
  const { live } = await replay(playOf(10, SECOND, 10 * SECOND), {}, { answer }, clock);
  const { replay: played } = await live;
  t.like(played?.figures.speed, { lag: { n: 10 }, answers: { n: 10, max: 3 * SECOND } });
});

test('what is about to happen is said first, and what was observed is measured', async (t) => {
  const { live, said } = await replay(playOf(10, SECOND));
  const { replay: played } = await live;
  t.regex(
    said[0]!,
    /^playing at 10x on context "test" \(https:\/\/test, Kubernetes v1\.36\.3\), as run abc123$/,
  );
  t.deepEqual(said.slice(1, 3), ['note: a note', 'changed in pods: a change']);
  t.like(played?.figures.pods, { created: 10, bound: 10, started: 10 });
  t.is(played?.figures.window.to, 9 * SECOND, 'without a duration it ends with the last observation');
});

test('a scenario that needs much is probed, unless that is left out', async (t) => {
  const busy = playOf(2_000, 0.01 * SECOND);
  const probed = await replay(busy);
  await probed.live;
  t.true(probed.diary.includes('probe'));
  t.true(probed.said.some((sentence) => /probe: 1000 objects made a second, 50 pods bound/.test(sentence)));
  const blind = await replay(busy, { probe: false });
  await blind.live;
  t.false(blind.diary.includes('probe'));
});

test('a dry run makes nothing', async (t) => {
  const { live, diary, said } = await replay(playOf(10, SECOND), { dryRun: true });
  t.is((await live).replay, undefined);
  t.deepEqual(diary, ['close']);
  t.regex(said[0]!, /^would play/);
});

test('what could not be prepared is removed again', async (t) => {
  const { live, diary } = await replay(
    playOf(1, 0),
    {},
    { prepare: new UserError('node "n" is there already') },
  );
  await t.throwsAsync(live, { message: /is there already/ });
  t.deepEqual(diary, ['prepare', 'endObserving', 'remove', 'close']);
});

for (const step of ['prepare', 'probe', 'observe']) {
  test(`Ctrl-C at ${step} plays nothing and removes what was made`, async (t) => {
    const stop = new AbortController();
    const at = (reached: string): void => {
      if (reached === step) stop.abort();
    };
    const { live, diary } = await replay(playOf(2_000, 0.01 * SECOND), { signal: stop.signal }, { at });
    t.is((await live).replay, undefined);
    t.false(diary.includes('start'));
    t.true(diary.includes('remove'));
  });
}

test('Ctrl-C while the clock runs ends with what was played until then', async (t) => {
  const stop = new AbortController();
  const work = ({ sequence }: TimelineEvent): undefined => {
    if (sequence === 4) stop.abort();
  };
  const { live, diary } = await replay(playOf(10, SECOND), { signal: stop.signal }, { work });
  const { replay: played, failure } = await live;
  t.like(played?.played, { events: 5, stopped: true });
  t.like(played?.figures.pods, { created: 5 });
  t.is(failure, undefined);
  t.true(diary.includes('remove'));
});

test('a cluster that is lost ends the replay with one line, after the results until then', async (t) => {
  const lost = new UserError('nothing answers at https://test', { exitCode: 3 });
  const { live, diary } = await replay(
    playOf(10, SECOND),
    {},
    { work: ({ sequence }) => (sequence === 3 ? lost : undefined) },
  );
  const { replay: played, failure } = await live;
  t.is(failure, lost);
  t.like(played?.figures.pods, { created: 3 });
  t.true(diary.includes('remove'));
});

test('what can’t be removed is told with the command that removes it', async (t) => {
  const { live } = await replay(playOf(1, 0), {}, { remove: new Error('gone away') });
  const { failure } = await live;
  t.like(failure, { exitCode: 3, next: 'kubectl keg cluster reset --run abc123 removes the rest' });
});

test('--keep leaves what was made and says how to remove it', async (t) => {
  const { live, said, diary } = await replay(playOf(1, 0), { keep: true });
  await live;
  t.false(diary.includes('remove'));
  t.true(said.some((sentence) => sentence.includes('cluster reset --run abc123')));
});
